"""Which centre is nearest to each vector, how far it is, and how far the next one."""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.clustering.records import Labels, Points
from models.compiled import compiled

BLOCK_ROWS: Final = 1024


def nearest_centres(
    points: Points, centres: Points
) -> tuple[Labels, NDArray[np.float32]]:
    """Return the nearest centre of each point and the squared distances to it, (N,)."""
    labels = np.empty(len(points), dtype=np.int32)
    squared = np.empty(len(points), dtype=np.float32)
    lengths = squared_lengths(points)
    for block, partial in _partial_distances(points, centres):
        _pick_nearest(partial, lengths[block], labels[block], squared[block])
    return labels, squared


def distances_to(
    points: Points, centres: Points, labels: Labels
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return distance to the own centre and to the nearest other one, each (N,).

    NaN where the label is -1; the second is NaN where there is no other centre.
    """
    own = np.full(len(points), np.nan, dtype=np.float32)
    other = np.full(len(points), np.nan, dtype=np.float32)
    lengths = squared_lengths(points)
    for block, partial in _partial_distances(points, centres):
        squared = np.maximum(partial + lengths[block, None], 0)
        rows = np.flatnonzero(labels[block] >= 0)
        mine = labels[block][rows]
        own[block][rows] = np.sqrt(squared[rows, mine])
        if len(centres) > 1:
            squared[rows, mine] = np.inf
            other[block][rows] = np.sqrt(squared[rows].min(axis=1))
    return own, other


def squared_lengths(rows: Points) -> NDArray[np.float32]:
    """Return the squared length of each row."""
    lengths: NDArray[np.float32] = np.einsum("nv,nv->n", rows, rows)
    return lengths


def _partial_distances(
    points: Points, centres: Points
) -> Iterator[tuple[slice, NDArray[np.float32]]]:
    """Yield blocks of squared distances less the squared length of the points."""
    turned = np.ascontiguousarray(-2 * centres.T)
    lengths = squared_lengths(centres)
    for start in range(0, len(points), BLOCK_ROWS):
        block = slice(start, start + BLOCK_ROWS)
        partial = points[block] @ turned  # (B, k)
        partial += lengths
        yield block, partial


@compiled
def _pick_nearest(
    partial: NDArray[np.float32],
    lengths: NDArray[np.float32],
    labels: Labels,
    squared: NDArray[np.float32],
) -> None:
    for row in range(len(partial)):
        best = 0
        for centre in range(1, partial.shape[1]):
            if partial[row, centre] < partial[row, best]:
                best = centre
        labels[row] = best
        squared[row] = max(partial[row, best] + lengths[row], np.float32(0))
