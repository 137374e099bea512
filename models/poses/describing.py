"""What every comparison of signs sees of a frame: places, and directions of bones."""

from typing import Final

import numpy as np

from models.poses.preparation import SIGNING, Points, bones
from store.skeleton import POSE_POINTS

DEPTH_OF_PLACES: Final = 0.25
DEPTH_OF_BONES: Final = 0.3
"""MediaPipe's depth is noisy: it counts less than what the picture shows."""
VALUES: Final = 3 * (len(SIGNING) + 42)
"""Of each described frame."""


def described(points: Points) -> Points:
    """Return places and bone directions of each frame, of mean 0 and deviation 1.

    Args:
        points: prepared, shape (..., 75, 3).

    Returns:
        Shape (..., 273); what was never seen counts as 0 before the scaling.
    """
    places = points[..., SIGNING, :] * np.array([1, 1, DEPTH_OF_PLACES], np.float32)
    flatter = points * np.array([1, 1, DEPTH_OF_BONES], np.float32)
    directions = bones(flatter)
    rows = points.shape[:-2]
    flat = [part.reshape(*rows, -1) for part in (places, directions)]
    joined = np.nan_to_num(np.concatenate(flat, axis=-1))
    middle = joined.mean(axis=-1, keepdims=True)
    scaled: Points = (joined - middle) / (joined.std(axis=-1, keepdims=True) + 1e-6)
    return scaled.astype(np.float32)


def shows_a_sign(points: Points) -> bool:
    """Return whether a hand, and a body to place it by, is in prepared points."""
    return not np.isnan(points[..., POSE_POINTS:, :]).all()
