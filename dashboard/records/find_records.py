"""What page Find a sign shows: the query, and the signs that were found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dashboard.records.clip_records import Clip
from dashboard.wording import counted, percent, share
from models.poses.preparation import PoseSequence
from store.skeleton import HAND_SLICES, HANDS, Hand

ENOUGH_SEEN: Final = 0.7
"""A body or signing hand seen in fewer frames than this share is worth a word."""
SMALL_HAND_PX: Final = 40
"""Hands smaller than this, in pixels of the frame, are read badly."""
FEW_FRAMES: Final = 8


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """The clip that is searched with.

    Attributes:
        name: of the file, or gloss of the clip.
        clip: what is known of it.
        sequence: its keypoints, T frames.
        uploaded: whether it lies outside of the store.
        previews: its frames as small JPEG pictures, T of them; none for a clip of the
            store.
        notes: sentences about what was odd with the file.
        angles: of a photograph, of each hand in it whose joints are known.
    """

    name: str
    clip: Clip
    sequence: PoseSequence
    uploaded: bool
    previews: tuple[bytes, ...] = ()
    notes: tuple[str, ...] = ()
    angles: Mapping[Hand, NDArray[np.float32]] = field(default_factory=dict)

    @property
    def is_photograph(self) -> bool:
        """Whether it shows a handshape, not a sign."""
        return self.clip.media == "image"


@dataclass(frozen=True, slots=True)
class FoundSign:
    """One sign that was found. `good`: near enough to be the same; None: not known."""

    rank: int
    clip_id: str
    corpus: str
    language: str
    gloss: str
    signer: str
    handshape: str
    similarity: float
    good: bool | None
    description: str


def signing_hand(clip: Clip) -> Hand:
    """Return the dominant hand, or the one seen more."""
    if clip.dominant_hand is not None:
        return clip.dominant_hand
    return "left" if clip.left_frames > clip.right_frames else "right"


def seen_told(clip: Clip) -> str:
    """Return in how many frames body and hands were seen."""
    seen = {
        "body": clip.pose_frames,
        "right hand": clip.right_frames,
        "left hand": clip.left_frames,
    }
    if clip.media == "image":
        return f"Seen: {', '.join(name for name in seen if seen[name]) or 'nothing'}."
    told = ", ".join(
        f"{name} in {percent(share(frames, clip.frames))}"
        for name, frames in seen.items()
    )
    return f"Seen in {counted(clip.frames, 'frame')}: {told}."


def advice(query: Query) -> list[str]:
    """Return what would make the search better; nothing where all was well seen."""
    clip, found = query.clip, list(query.notes)
    if query.is_photograph:
        return found
    if clip.frames < FEW_FRAMES:
        found.append(
            f"There are only {counted(clip.frames, 'frame')}: film the whole sign."
        )
    body = share(clip.pose_frames, clip.frames) or 0.0
    if body < ENOUGH_SEEN:
        found.append(
            f"The body is seen in {percent(body)} of frames: step back, until head and "
            "hips are in the picture."
        )
    hand = signing_hand(clip)
    signing = seen_while_signing(query, hand)
    if signing < ENOUGH_SEEN:
        found.append(
            f"Between its first and last appearance the {hand} hand is seen in "
            f"{percent(signing)} of frames: move closer, or film with more light."
        )
    if (size := hand_px(query)) < SMALL_HAND_PX:
        found.append(
            f"The hands are only about {size:.0f} pixels large: move closer, or film with "
            "a larger picture."
        )
    return found


def seen_while_signing(query: Query, hand: Hand) -> float:
    """Return in which share of frames a hand is seen, from its first to its last.

    Before and after a sign hands rest, often out of the picture. 0 if it is never seen.
    """
    seen = np.isfinite(query.sequence.points[:, HAND_SLICES[hand].start, 0])
    if not seen.any():
        return 0.0
    first, last = np.flatnonzero(seen)[[0, -1]]
    return float(seen[first : last + 1].mean())


def hand_px(query: Query) -> float:
    """Return the median size of the hands seen, in pixels of the frame; NaN of none."""
    sizes = [_sizes_px(query, hand) for hand in HANDS]
    return float(np.median(np.concatenate(sizes))) if any(map(len, sizes)) else np.nan


def _sizes_px(query: Query, hand: Hand) -> NDArray[np.float64]:
    points = query.sequence.points[:, HAND_SLICES[hand], :2].astype(np.float64)
    seen = points[np.isfinite(points).all(axis=(1, 2))]
    if not len(seen):
        return np.zeros(0)
    spans = np.ptp(seen, axis=1) * (query.clip.width_px, query.clip.height_px)
    largest: NDArray[np.float64] = spans.max(axis=1)
    return largest
