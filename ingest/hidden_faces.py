"""Clips as files in which no face can be made out any more."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image as Pictures

from ingest.photographs import read_photograph
from ingest.playable import write_playable, write_shown
from ingest.settings import IngestSettings
from ingest.video import Image
from store.clip_media import ClipMedia
from store.db import Database
from store.faces import NOWHERE, Heads
from store.hidden_faces import Window, discs_in, heads_of, without_face


@dataclass(slots=True)
class Hiding:
    """Hides the face in one frame after another, and counts.

    Attributes:
        heads: where the head is; None: faces are shown.
        frames: frames taken so far.
        whole: of these, in how many the head was not found, so that all but the hands is
            hidden.
    """

    heads: Heads | None
    frames: int = 0
    whole: int = 0

    def __call__(self, image: Image, time_ms: int) -> Image:
        """Return a frame without its face."""
        self.frames += 1
        if self.heads is None:
            return image
        window = Window(image.shape[0])
        self.whole += not discs_in(self.heads, time_ms, window)
        picture = Pictures.fromarray(image)
        return np.asarray(without_face(picture, self.heads, time_ms, window), np.uint8)


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
        How many frames were written, and in how many the head was not found.

    Raises:
        MediaError: the clip's file cannot be read.
    """
    settings = IngestSettings()
    known = heads_of(database, [clip.clip_id]) if hide else {}
    hiding = Hiding(known.get(clip.clip_id, NOWHERE) if hide else None)
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
