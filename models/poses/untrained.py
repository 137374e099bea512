"""A vector of a clip that nobody had to train: positions and bone directions by thirds.

Where the hands are and how their bones point, each frame brought to mean 0 and deviation
1, averaged over the first, middle and last third of the clip. Cheap, and hard to beat: a
trained network that does not beat it is of no use.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.poses.preparation import SIGNING, Points, PoseSequence, bones, prepared

FRAMES: Final = 33
THIRDS: Final = 3
DEPTH_OF_PLACES: Final = 0.25
DEPTH_OF_BONES: Final = 0.3
"""MediaPipe's depth is noisy: it counts less than what the picture shows."""
NAME: Final = "untrained"


def vectors(sequences: Sequence[PoseSequence]) -> NDArray[np.float32]:
    """Return a unit vector of each clip, shape (N, 819); NaN without body or hands."""
    if not sequences:
        return np.zeros((0, THIRDS * _width()), np.float32)
    return np.stack([vector(sequence) for sequence in sequences])


def vector(sequence: PoseSequence) -> NDArray[np.float32]:
    """Return the unit vector of a clip, shape (819,); NaN without body or hands."""
    frames = _frames(sequence)  # (33, 273)
    thirds = frames.reshape(THIRDS, FRAMES // THIRDS, -1).mean(axis=1)
    joined = thirds.reshape(-1)
    unit: NDArray[np.float32] = (joined / np.linalg.norm(joined)).astype(np.float32)
    return unit


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


def described(points: Points) -> Points:
    """Return places and bone directions of each frame, of mean 0 and deviation 1.

    Args:
        points: prepared, shape (T, 75, 3).

    Returns:
        Shape (T, 273); what was never seen counts as 0 before the scaling; all NaN
        where no body or neither hand was seen.
    """
    count = len(points)
    places = points[:, SIGNING] * np.array([1, 1, DEPTH_OF_PLACES], np.float32)
    flatter = points * np.array([1, 1, DEPTH_OF_BONES], np.float32)
    directions = bones(flatter)
    if np.isnan(places).all() or np.isnan(directions).all():
        return np.full((count, _width()), np.nan, np.float32)
    joined = np.nan_to_num(
        np.concatenate(
            [places.reshape(count, -1), directions.reshape(count, -1)], axis=1
        )
    )
    middle = joined.mean(axis=1, keepdims=True)
    scaled: Points = (joined - middle) / (joined.std(axis=1, keepdims=True) + 1e-6)
    return scaled


def _frames(sequence: PoseSequence) -> Points:
    return described(prepared(sequence, frames=FRAMES, mirror_left=False))


def _width() -> int:
    return 3 * (len(SIGNING) + 42)
