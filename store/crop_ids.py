"""What the id of a crop says: `corpus/clip/f0012/right/p00`."""

from dataclasses import dataclass
from typing import Final

_PARTS_BELOW_CLIP: Final = 3
_MOST_DIGITS: Final = 9


@dataclass(frozen=True, slots=True)
class CropPlace:
    """Where a crop was cut out.

    Attributes:
        clip_id: `corpus/clip`.
        frame_index: frame of the clip, from 0.
        hand: left or right.
        padding_px: margin around the hand.
    """

    clip_id: str
    frame_index: int
    hand: str
    padding_px: int


def clip_of(crop_id: str) -> str:
    """Return the id of the clip that a crop was cut out of."""
    return crop_id.rsplit("/", _PARTS_BELOW_CLIP)[0]


def corpus_of(crop_id: str) -> str:
    """Return the corpus of a crop."""
    return crop_id.partition("/")[0]


def place_of(crop_id: str) -> CropPlace | None:
    """Return where a crop was cut out; None where the id does not say so."""
    parts = crop_id.rsplit("/", _PARTS_BELOW_CLIP)
    if len(parts) <= _PARTS_BELOW_CLIP:
        return None
    clip_id, frame, hand, padding = parts
    if not (_is_number(frame[1:]) and _is_number(padding[1:])):
        return None
    return CropPlace(clip_id, int(frame[1:]), hand, int(padding[1:]))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS


def with_padding(crop_id: str, padding_px: int) -> str:
    """Return the id of the same hand cut out with another padding."""
    return f"{crop_id.rpartition('/')[0]}/p{padding_px:02d}"
