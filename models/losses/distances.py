"""Distances between the points of a batch, whose slope exists everywhere."""

from typing import Final

from torch import Tensor

SMALLEST: Final = 1e-12
"""Least squared distance: the root of 0 has no slope."""


def distances(points: Tensor) -> Tensor:
    """Return Euclidean distances between unit vectors.

    Args:
        points: unit vectors, shape (B, D).

    Returns:
        Shape (B, B).
    """
    squared = 2 - 2 * (points @ points.T)  # (B, B)
    return squared.clamp_min(SMALLEST).sqrt()
