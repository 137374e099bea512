"""A vector of a clip that nobody had to train: positions and bone directions by thirds.

Where the hands are and how their bones point, each frame brought to mean 0 and deviation
1, averaged over the first, middle and last third of the clip. Cheap, and hard to beat: a
trained network that does not beat it is of no use.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.poses.describing import VALUES, described, shows_a_sign
from models.poses.preparation import Points, PoseSequence, prepared

FRAMES: Final = 33
THIRDS: Final = 3
NAME: Final = "untrained"


def vectors(sequences: Sequence[PoseSequence]) -> NDArray[np.float32]:
    """Return a unit vector of each clip, shape (N, 819); NaN without body or hands."""
    if not sequences:
        return np.zeros((0, THIRDS * VALUES), np.float32)
    return np.stack([vector(sequence) for sequence in sequences])


def vector(sequence: PoseSequence) -> NDArray[np.float32]:
    """Return the unit vector of a clip, shape (819,); NaN without body or hands."""
    return _joined(_frames(sequence))


def of_prepared(points: Points) -> NDArray[np.float32]:
    """Return unit vectors of prepared clips, (N, T, 75, 3), shape (N, 819).

    The 33 frames are the nearest of T; without hands the vector is some unit vector.
    """
    at = np.rint(np.linspace(0, points.shape[1] - 1, FRAMES)).astype(int)
    return _joined(described(points[:, at]))


def frame_weights(
    sequence: PoseSequence, mean: NDArray[np.float32], match: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return how much each of 33 frames adds to the similarity of a clip to a match.

    Args:
        sequence: the clip.
        mean: of all vectors, shape (819,).
        match: a vector about this mean, unit length, shape (819,).
    """
    frames = _frames(sequence)
    thirds = frames.reshape(THIRDS, FRAMES // THIRDS, -1)
    length = np.linalg.norm(thirds.mean(axis=1))
    about = thirds / length - mean.reshape(THIRDS, 1, -1)
    weights: NDArray[np.float32] = (about * match.reshape(THIRDS, 1, -1)).sum(axis=2)
    return weights.reshape(-1).astype(np.float32)


def _joined(frames: Points) -> NDArray[np.float32]:
    """Return unit vectors of described frames, (..., 33, 273), shape (..., 819)."""
    rows = frames.shape[:-2]
    thirds = frames.reshape(*rows, THIRDS, FRAMES // THIRDS, -1).mean(axis=-2)
    flat = thirds.reshape(*rows, -1)
    unit: NDArray[np.float32] = flat / np.linalg.norm(flat, axis=-1, keepdims=True)
    return unit.astype(np.float32)


def _frames(sequence: PoseSequence) -> Points:
    points = prepared(sequence, frames=FRAMES, mirror_left=False)
    if not shows_a_sign(points):
        return np.full((FRAMES, VALUES), np.nan, np.float32)
    return described(points)
