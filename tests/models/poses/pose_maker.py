"""Made clips of keypoints: a body that stands, hands that move as a sign asks."""

import numpy as np
from numpy.random import Generator, default_rng

from models.poses.preparation import Points, PoseSequence
from store.skeleton import HAND_SLICES, POINTS, POSE_NAMES

BODY = {
    "nose": (0.5, 0.2),
    "left_shoulder": (0.6, 0.4),
    "right_shoulder": (0.4, 0.4),
    "left_elbow": (0.65, 0.6),
    "right_elbow": (0.35, 0.6),
    "left_wrist": (0.62, 0.75),
    "right_wrist": (0.38, 0.75),
    "left_hip": (0.57, 0.8),
    "right_hip": (0.43, 0.8),
}


def standing(frames: int) -> Points:
    """Return a body without hands, shape (frames, 75, 3)."""
    points = np.full((frames, POINTS, 3), np.nan, np.float32)
    for name, (x, y) in BODY.items():
        points[:, POSE_NAMES.index(name)] = (x, y, 0)
    return points


def signing(
    sign: int, *, frames: int = 24, rng: Generator | None = None, aspect: float = 1.0
) -> PoseSequence:
    """Return a clip of a sign: its number decides form and way of the right hand."""
    made = default_rng(sign)
    form = made.normal(0, 0.05, (21, 3))
    way = np.outer(np.linspace(0, 1, frames), made.normal(0, 0.2, 3))
    start = np.array([0.4, 0.5, 0]) + made.normal(0, 0.08, 3)
    points = standing(frames)
    hand = start + form[None] + way[:, None]
    points[:, HAND_SLICES["right"]] = hand
    if rng is not None:
        points += rng.normal(0, 0.004, points.shape)
    return PoseSequence(points, np.arange(frames, dtype=np.int64) * 40, aspect)
