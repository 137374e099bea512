"""Pictures in which no face can be made out any more, by the landmarks of their clips."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from store import consent
from store.arrow_arrays import in_one
from store.crop_ids import corpus_of
from store.db import Database
from store.faces import NOWHERE, Disc, Heads, heads
from store.pictures import read_pictures
from store.skeleton import MIDDLE_MCP, POINTS, POSE_POINTS, WRIST, hand_limbs

GREY: Final = (128, 128, 128)
"""What a head is covered with: of a blurred face something can be guessed, of this not."""
BLOCKS_PER_PICTURE: Final = 12
"""A picture in which the head was not found is left as so many patches a side."""
_FINGER: Final = 0.5
"""Width of a finger in palm lengths."""
_JPEG_QUALITY: Final = 90


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a frame a picture shows; sizes in pixels of the picture.

    Attributes:
        height_px: of the whole frame.
        left_px, top_px: edges of the picture within the frame.
    """

    height_px: float
    left_px: float = 0.0
    top_px: float = 0.0


def without_face(
    picture: Image.Image, seen: Heads, time_ms: int, window: Window
) -> Image.Image:
    """Return a copy of an RGB picture with the head covered.

    Where the head was not found, all but the hands is made unrecognisable.

    Args:
        picture: a frame, or a part of one.
        seen: where head and hands are in the clip.
        time_ms: of the frame.
        window: where the picture is in its frame.
    """
    discs = discs_in(seen, time_ms, window)
    return _covered(picture, discs) if discs else _hands(picture, seen, time_ms, window)


def discs_in(seen: Heads, time_ms: int, window: Window) -> list[Disc]:
    """Return the discs that hide the head, in pixels of a picture; none: not found."""
    return [
        Disc(disc.x_px - window.left_px, disc.y_px - window.top_px, disc.radius_px)
        for disc in seen.at(time_ms, height_px=window.height_px)
    ]


def heads_of(database: Database, clip_ids: Iterable[str]) -> dict[str, Heads]:
    """Return where the head is in each of some clips; those without landmarks lack."""
    wanted = sorted(set(clip_ids))
    corpora = sorted({corpus_of(clip) for clip in wanted})
    rows = database.query("heads_and_hands", corpora=corpora, clips=wanted)
    names = np.array(rows["clip_id"].to_pylist(), dtype=object)
    points = _vectors(rows["points"], POINTS * 3).reshape(-1, POINTS, 3)
    visibility = _vectors(rows["visibility"], POSE_POINTS)
    time_ms, aspect = rows["time_ms"].to_numpy(), rows["aspect"].to_numpy()
    found = {}
    for clip in wanted:
        own = names == clip
        if own.any():
            found[clip] = heads(
                points[own],
                visibility[own],
                time_ms[own].astype(np.int64),
                aspect=float(aspect[own][0]),
            )
    return found


def shown_pictures(database: Database, crop_ids: Iterable[str]) -> dict[str, bytes]:
    """Return the JPEG of each crop that the store has, as it may be shown.

    In crops of corpora that do not allow that faces are shown, the face is covered.
    """
    return as_shown(database, read_pictures(database, crop_ids))


def as_shown(database: Database, pictures: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return pictures by crop id with faces covered where they may not be shown.

    What is no picture is left out where faces may not be shown.
    """
    listed = consent.credits(database, {corpus_of(crop) for crop in pictures})
    hidden = {credit.corpus for credit in listed if not credit.show_faces}
    concerned = [crop for crop in pictures if corpus_of(crop) in hidden]
    if not concerned:
        return dict(pictures)
    boxes = database.rows("crop_boxes", corpora=sorted(hidden), crops=concerned)
    known = heads_of(database, {box["clip_id"] for box in boxes})
    places = {box["crop_id"]: box for box in boxes}
    covered = {
        crop: _crop(pictures[crop], places.get(crop), known) for crop in concerned
    }
    return {
        crop: shown
        for crop, image in pictures.items()
        if (shown := covered.get(crop, image)) is not None
    }


def _crop(
    image: bytes, box: Mapping[str, Any] | None, known: Mapping[str, Heads]
) -> bytes | None:
    try:
        with Image.open(io.BytesIO(image)) as opened:
            picture = opened.convert("RGB")
    except OSError:
        return None
    seen, time_ms, window = NOWHERE, 0, Window(picture.height)
    if box is not None:
        scale = picture.width / box["side_px"]
        sizes = (scale * box[name] for name in ("height_px", "left_px", "top_px"))
        seen, time_ms, window = (
            known.get(box["clip_id"], NOWHERE),
            box["time_ms"],
            Window(*sizes),
        )
    discs = discs_in(seen, time_ms, window)
    if discs and not any(_reaches(disc, picture.size) for disc in discs):
        return image
    file = io.BytesIO()
    without_face(picture, seen, time_ms, window).save(
        file, "JPEG", quality=_JPEG_QUALITY
    )
    return file.getvalue()


def _reaches(disc: Disc, size: tuple[int, int]) -> bool:
    """Return whether a disc reaches into a picture."""
    aside = [
        max(-middle, middle - side, 0.0)
        for middle, side in zip((disc.x_px, disc.y_px), size, strict=True)
    ]
    return float(np.linalg.norm(aside)) < disc.radius_px


def _covered(picture: Image.Image, discs: Sequence[Disc]) -> Image.Image:
    covered = picture.copy()
    drawn = ImageDraw.Draw(covered)
    for disc in discs:
        x, y, r = disc.x_px, disc.y_px, disc.radius_px
        drawn.ellipse((x - r, y - r, x + r, y + r), fill=GREY)
    return covered


def _hands(
    picture: Image.Image, seen: Heads, time_ms: int, window: Window
) -> Image.Image:
    """Return a picture as patches of colour, with the hands as they are."""
    hidden, mask = _patches(picture), Image.new("L", picture.size)
    for hand in seen.hands_at(time_ms, height_px=window.height_px):
        _draw_hand(mask, hand - (window.left_px, window.top_px))
    hidden.paste(picture, mask=mask)
    return hidden


def _draw_hand(mask: Image.Image, hand: NDArray[np.float64]) -> None:
    drawn = ImageDraw.Draw(mask)
    palm_px = float(np.linalg.norm(hand[MIDDLE_MCP] - hand[WRIST]))
    width_px = max(1, round(_FINGER * palm_px))
    for first, last in hand_limbs():
        drawn.line([*hand[first], *hand[last]], fill=255, width=width_px)
    for x, y in hand:
        r = width_px / 2
        drawn.ellipse((x - r, y - r, x + r, y + r), fill=255)
    drawn.polygon([tuple(hand[place]) for place in (0, 1, 5, 9, 13, 17)], fill=255)


def _patches(picture: Image.Image) -> Image.Image:
    """Return a picture as large patches of colour that run into each other."""
    block_px = max(picture.size) / BLOCKS_PER_PICTURE
    width, height = (max(1, round(side / block_px)) for side in picture.size)
    small = picture.resize((width, height), Image.Resampling.BOX)
    return small.resize(picture.size, Image.Resampling.BILINEAR)


def _vectors(column: pa.ChunkedArray, length: int) -> NDArray[np.float32]:
    values = in_one(column).flatten().to_numpy(zero_copy_only=False)
    return np.asarray(values, np.float32).reshape(-1, length)
