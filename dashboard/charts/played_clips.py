"""What the player of clips is sent: some frames of each, with their skeletons."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.charts.skeleton import skeleton_marks
from models.poses.preparation import PoseSequence


@dataclass(frozen=True, slots=True, eq=False)
class Played:
    """One clip as it is played.

    Attributes:
        sequence: its keypoints, T frames.
        pictures: of those frames, JPEG; empty: the skeleton alone is shown.
        width_px, height_px: of the picture, or of the ground the skeleton stands on.
        lasts_ms: how long it is.
        alt: what it shows, for those who cannot see it.
    """

    sequence: PoseSequence
    pictures: Sequence[bytes]
    width_px: int
    height_px: int
    lasts_ms: int
    alt: str


def player_data(clips: Sequence[Played], *, at_most: int) -> dict[str, Any]:
    """Return what the browser is sent.

    Args:
        clips: played in step, each stretched to the length of the longest.
        at_most: frames of each; what is left out is evenly spread.
    """
    token = hashlib.sha256()
    for clip in clips:
        token.update(clip.alt.encode() + clip.sequence.points.tobytes())
    return {
        "clips": [_clip(clip, at_most) for clip in clips],
        "token": token.hexdigest()[:16],
    }


def frames_shown(count: int, at_most: int) -> NDArray[np.intp]:
    """Return which of so many frames are shown."""
    return np.linspace(0, count - 1, min(count, at_most)).round().astype(np.intp)


def _clip(clip: Played, at_most: int) -> dict[str, Any]:
    count = len(clip.sequence.points)
    if clip.pictures:
        count = min(count, len(clip.pictures))
    return {
        "frames": [_frame(clip, int(place)) for place in frames_shown(count, at_most)],
        "lasts_ms": max(clip.lasts_ms, int(clip.sequence.time_ms[-1])),
        "width_px": clip.width_px,
        "height_px": clip.height_px,
        "alt": clip.alt,
    }


def _frame(clip: Played, place: int) -> dict[str, Any]:
    marks = skeleton_marks(
        clip.sequence.points[place], width_px=clip.width_px, height_px=clip.height_px
    )
    told: dict[str, Any] = {"ms": int(clip.sequence.time_ms[place]), "marks": marks}
    if clip.pictures:
        data = base64.b64encode(clip.pictures[place]).decode()
        told["source"] = f"data:image/jpeg;base64,{data}"
    return told
