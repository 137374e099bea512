"""The baseline that everything must beat: where the keypoints are, frame after frame."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.poses.describing import shows_a_sign
from models.poses.preparation import SIGNING, PoseSequence, prepared

FRAMES: Final = 32
NAME: Final = "plain"
VALUES: Final = FRAMES * len(SIGNING) * 3


def vectors(sequences: Sequence[PoseSequence]) -> NDArray[np.float32]:
    """Return the places of 49 keypoints in 32 frames, unit length, shape (N, 4704).

    A point never seen is at the shoulders' midpoint; NaN without body or hands.
    """
    found = np.full((len(sequences), VALUES), np.nan, np.float32)
    for row, sequence in enumerate(sequences):
        points = prepared(sequence, frames=FRAMES, mirror_left=False)
        if shows_a_sign(points):
            flat = np.nan_to_num(points[:, SIGNING]).reshape(-1)
            found[row] = flat / np.linalg.norm(flat)
    return found


def frame_weights(
    sequence: PoseSequence, mean: NDArray[np.float32], match: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return what each of 32 frames adds to the similarity of a clip to a match.

    Args:
        sequence: the clip.
        mean: of all vectors, shape (4704,).
        match: a vector about this mean, unit length, shape (4704,).
    """
    about = vectors([sequence])[0] - mean
    weights: NDArray[np.float32] = (about * match).reshape(FRAMES, -1).sum(axis=1)
    return weights
