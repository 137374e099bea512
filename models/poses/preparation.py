"""From MediaPipe's keypoints of a clip to numbers that compare signs, not cameras.

Every step is a pure function of arrays of shape (T, 75, 3); missing points are NaN, and
stay NaN where nothing is known. Steps after paper C of this project (video-based reverse
dictionary): interpolation, shoulder midpoint as origin, torso as unit, resampling.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from store.skeleton import (
    HAND_SLICES,
    LEFT_HIP,
    LEFT_SHOULDER,
    POSE_NAMES,
    RIGHT_HIP,
    RIGHT_SHOULDER,
    WRIST,
    hand_limbs,
    mirror_index,
)

Points = NDArray[np.float32]
Times = NDArray[np.int64]
TORSO_OF_SHOULDERS: Final = 1.45
"""Torso length over shoulder width of an upright adult, where hips are not seen."""
SIGNING: Final = np.array(
    [
        *(
            POSE_NAMES.index(name)
            for name in (
                "nose",
                *(
                    f"{side}_{joint}"
                    for joint in ("shoulder", "elbow", "wrist")
                    for side in ("left", "right")
                ),
            )
        ),
        *range(len(POSE_NAMES), len(POSE_NAMES) + 42),
    ]
)
"""Keypoints that sign: nose, shoulders, elbows, wrists, both hands; 49 of the 75."""


@dataclass(frozen=True, slots=True, eq=False)
class PoseSequence:
    """The keypoints of one clip.

    Attributes:
        points: fractions of the frame, depth in its widths; NaN where missing; shape
            (T, 75, 3).
        time_ms: of each frame from the clip's start, rising, shape (T,).
        aspect: width of the frame over its height.
    """

    points: Points
    time_ms: Times
    aspect: float


def in_widths(points: Points, aspect: float) -> Points:
    """Return points whose y, too, is in widths of the frame."""
    return points * np.array([1.0, 1.0 / aspect, 1.0], np.float32)


def filled(points: Points) -> Points:
    """Return points with gaps filled linearly.

    Before the first and after the last frame in which a point is seen it stays where it
    was. A point never seen stays NaN.
    """
    end = len(points)
    frames = np.arange(end)[:, None]
    seen = ~np.isnan(points).any(axis=2)  # (T, 75)
    last = np.maximum.accumulate(np.where(seen, frames, -1))
    coming = np.minimum.accumulate(np.where(seen, frames, end)[::-1])[::-1]
    before = np.where(last < 0, coming, last).clip(max=end - 1)
    after = np.where(coming == end, before, coming)
    share = (frames - before) / np.maximum(after - before, 1)  # (T, 75)
    columns = np.arange(points.shape[1])
    low, high = points[before, columns], points[after, columns]  # (T, 75, 3)
    line: Points = low + (high - low) * share[..., None].astype(np.float32)
    return line


def about_shoulders(points: Points) -> Points:
    """Return points about the midpoint of the shoulders of each frame, in torso lengths.

    The torso is the median over frames; where hips are not seen it is taken from the
    shoulders' width. A clip without shoulders comes back as NaN.
    """
    left, right = points[:, LEFT_SHOULDER], points[:, RIGHT_SHOULDER]  # (T, 3)
    middle = (left + right) / 2
    hips = (points[:, LEFT_HIP] + points[:, RIGHT_HIP]) / 2
    torso = _median(np.linalg.norm((hips - middle)[:, :2], axis=1))
    if np.isnan(torso) or torso <= 0:
        width = _median(np.linalg.norm((left - right)[:, :2], axis=1))
        torso = TORSO_OF_SHOULDERS * width
    if np.isnan(torso) or torso <= 0:
        return np.full_like(points, np.nan)
    return ((points - middle[:, None]) / torso).astype(np.float32)


def hands_about_wrists(points: Points) -> Points:
    """Return both hands, of (..., 75, 3), about their own wrists, shape (..., 42, 3)."""
    hands = [points[..., place, :] for place in HAND_SLICES.values()]
    about = [hand - hand[..., WRIST : WRIST + 1, :] for hand in hands]
    return np.concatenate(about, axis=-2)


def resampled(points: Points, time_ms: Times, frames: int) -> Points:
    """Return points at evenly spaced times, shape (frames, ...), gaps filled before."""
    if len(points) == 1:
        return np.repeat(points, frames, axis=0)
    at = np.linspace(time_ms[0], time_ms[-1], frames)
    after = np.clip(np.searchsorted(time_ms, at), 1, len(time_ms) - 1)
    before = after - 1
    gap = np.maximum(time_ms[after] - time_ms[before], 1)
    share = ((at - time_ms[before]) / gap).astype(np.float32)
    share = share.reshape(-1, *[1] * (points.ndim - 1))
    mixed: Points = points[before] * (1 - share) + points[after] * share
    return mixed


def velocity(points: Points) -> Points:
    """Return the change from frame to frame, 0 in the first, shape (..., T, P, 3)."""
    return np.diff(points, axis=-3, prepend=points[..., :1, :, :])


def bones(points: Points) -> Points:
    """Return the directions of the bones of both hands, left first.

    Args:
        points: shape (..., 75, 3).

    Returns:
        Shape (..., 42, 3); each a unit vector; a bone of no length is 0, one not seen NaN.
    """
    starts, ends = np.array(hand_limbs()).T
    found = []
    for place in HAND_SLICES.values():
        hand = points[..., place, :]
        lines = hand[..., ends, :] - hand[..., starts, :]
        lengths = np.linalg.norm(lines, axis=-1, keepdims=True)
        found.append(lines / np.where(lengths > 0, lengths, 1))
    joined: Points = np.concatenate(found, axis=-2)
    return joined


def mirrored(points: Points) -> Points:
    """Return points as in a mirror: x is turned round about 0, left and right swapped."""
    turned: Points = points[..., mirror_index(), :] * np.array([-1, 1, 1], np.float32)
    return turned


def left_moves_more(points: Points) -> bool:
    """Return whether the left hand travels further than the right, seen frames alone."""
    travelled = []
    for place in HAND_SLICES.values():
        steps = np.linalg.norm(np.diff(points[:, place.start, :2], axis=0), axis=1)
        travelled.append(float(np.nansum(steps)))
    return travelled[0] > travelled[1]


def prepared(sequence: PoseSequence, *, frames: int, mirror_left: bool) -> Points:
    """Return a clip ready for comparison, shape (frames, 75, 3), NaN where never seen.

    Args:
        sequence: the clip.
        frames: evenly spaced in time.
        mirror_left: show clips of left-handed signing as if right-handed.
    """
    seen = in_widths(sequence.points, sequence.aspect)
    about = about_shoulders(seen)
    if mirror_left and left_moves_more(about):
        about = mirrored(about)
    return resampled(filled(about), sequence.time_ms, frames)


def _median(values: NDArray[np.float32]) -> float:
    known = values[~np.isnan(values)]
    return float(np.median(known)) if len(known) else float("nan")
