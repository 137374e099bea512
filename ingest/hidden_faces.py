"""Pictures and clips in which no face can be made out any more."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from ingest.photographs import read_photograph
from ingest.playable import write_playable, write_shown
from ingest.settings import IngestSettings
from ingest.video import Image
from store.clip_media import ClipMedia
from store.db import Database
from store.faces import Disc, Heads, heads
from store.skeleton import POINTS, POSE_POINTS

GREY: Final = 128
"""What a head is covered with: of a blurred face something can be guessed, of this not."""
BLOCKS_PER_FRAME: Final = 12
"""A frame in which the head was not found is left as so many patches a side."""


@dataclass(slots=True)
class Hiding:
    """Hides the face in one frame after another, and counts.

    Attributes:
        heads: where the head is; None: faces are shown.
        frames: frames taken so far.
        whole: of these, how many were hidden whole, as the head was not found.
    """

    heads: Heads | None
    frames: int = 0
    whole: int = 0

    def __call__(self, image: Image, time_ms: int) -> Image:
        """Return a frame without its face."""
        self.frames += 1
        if self.heads is None:
            return image
        discs = self.heads.at(time_ms, height_px=image.shape[0])
        self.whole += not discs
        return without_face(image, discs)


def without_face(image: Image, discs: Sequence[Disc]) -> Image:
    """Return a copy of an RGB image with discs covered; none: all is unrecognisable."""
    if not discs:
        return _patches(image)
    covered = image.copy()
    for disc in discs:
        centre = round(disc.x_px), round(disc.y_px)
        radius_px = max(1, round(disc.radius_px))
        cv2.circle(covered, centre, radius_px, (GREY, GREY, GREY), cv2.FILLED)
    return covered


def write_clip(
    database: Database, clip: ClipMedia, target: Path, *, hide: bool
) -> Hiding:
    """Write a clip without sound and metadata: H.264 in mp4, or a photograph as JPEG.

    Args:
        database: of the store.
        clip: what is to be written.
        target: the file; it appears whole or not at all.
        hide: whether the face is to be hidden.

    Returns:
        How many frames were written, and how many of them hidden whole.

    Raises:
        MediaError: the clip's file cannot be read.
    """
    settings = IngestSettings()
    hiding = Hiding(_heads(database, clip) if hide else None)
    source = clip.path(database.store)
    if clip.media == "image":
        image, _ = read_photograph(
            source, longest_side_px=settings.longest_side_px, smallest_side_px=1
        )
        write_shown(hiding(image, 0), target, quality=settings.jpeg_quality)
        return hiding
    write_playable(
        source,
        target,
        start_ms=0,
        end_ms=None,
        longest_side_px=settings.longest_side_px,
        change=hiding,
    )
    return hiding


def _heads(database: Database, clip: ClipMedia) -> Heads:
    rows = database.query("clip_landmarks", corpus=clip.corpus, clip_id=clip.clip_id)
    points = np.array(rows["points"].to_pylist(), np.float32)
    visibility = np.array(rows["visibility"].to_pylist(), np.float32)
    return heads(
        points.reshape(rows.num_rows, POINTS, 3),
        visibility.reshape(rows.num_rows, POSE_POINTS),
        rows["time_ms"].to_numpy().astype(np.int64),
        aspect=clip.width_px / clip.height_px,
    )


def _patches(image: Image) -> Image:
    """Return an image as large patches of colour that run into each other."""
    height, width = image.shape[:2]
    block_px = max(height, width) / BLOCKS_PER_FRAME
    size = max(1, round(width / block_px)), max(1, round(height / block_px))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    large = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(large, dtype=np.uint8)
