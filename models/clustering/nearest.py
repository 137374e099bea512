"""Which centre is nearest to each vector, how far it is, and how far the next one."""

import math
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from models.clustering.records import Labels, Points
from models.compiled import compiled

BLOCK_ROWS: Final = 1024


def nearest_centres(
    points: Points, centres: Points, lengths: NDArray[np.float32] | None = None
) -> tuple[Labels, NDArray[np.float32]]:
    """Return the nearest centre of each point and the squared distances to it, (N,).

    Each thread takes part of the points and multiplies alone: threads that share one
    small product spend half of their time waiting for each other.

    Args:
        points: shape (N, values).
        centres: shape (k, values).
        lengths: squared lengths of the points, where they are known already.
    """
    labels = np.empty(len(points), dtype=np.int32)
    squared = np.empty(len(points), dtype=np.float32)
    known = squared_lengths(points) if lengths is None else lengths

    def fill(rows: slice) -> None:
        own_labels, own_squared, own_known = labels[rows], squared[rows], known[rows]
        for block, partial in _partial_distances(points[rows], centres):
            _pick_nearest(
                partial, own_known[block], own_labels[block], own_squared[block]
            )

    parts = _parts(len(points), os.cpu_count() or 1)
    with (
        _libraries().limit(limits=1, user_api="blas"),
        ThreadPoolExecutor(len(parts)) as pool,
    ):
        list(pool.map(fill, parts))
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


def _parts(rows: int, threads: int) -> list[slice]:
    """Return the rows of each thread: whole blocks, so that their number changes nothing."""
    blocks = max(1, math.ceil(rows / BLOCK_ROWS))
    ends = np.linspace(0, blocks, min(threads, blocks) + 1).astype(int) * BLOCK_ROWS
    return [slice(int(start), int(end)) for start, end in pairwise(ends)]


@cache
def _libraries() -> ThreadpoolController:
    """Return the libraries that have threads of their own; finding them takes a while."""
    return ThreadpoolController()


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
