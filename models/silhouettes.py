"""Silhouettes of many clusterings of the same points, from distances computed once.

Reference: Rousseeuw, Silhouettes: a graphical aid to the interpretation and validation
of cluster analysis, 1987, doi:10.1016/0377-0427(87)90125-7.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from models.compiled import compiled

BLOCK_POINTS: Final = 256
NOISE: Final = -1


def mean_silhouettes(
    points: NDArray[np.float32], labellings: Sequence[NDArray[np.signedinteger[Any]]]
) -> list[float | None]:
    """Return the mean silhouette of each clustering, over all its points.

    Args:
        points: shape (N, values), without NaN.
        labellings: clusters of the points, each of shape (N,); -1 is noise, which is
            left out.

    Returns:
        From -1 to 1, one per clustering; None where it has fewer than two clusters.
    """
    found: list[float | None] = [None] * len(labellings)
    numbered = [_numbered(labels) for labels in labellings]
    judged = [i for i, labels in enumerate(numbered) if labels.max(initial=-1) > 0]
    if judged:
        means = _means(points, np.stack([numbered[i] for i in judged]))
        for i, mean in zip(judged, means, strict=True):
            found[i] = float(mean)
    return found


def sample_rows(count: int, at_most: int, *, seed: int) -> NDArray[np.int64]:
    """Return the rows of a random sample, in order; all where they are few."""
    if count <= at_most:
        return np.arange(count)
    drawn = np.random.default_rng(seed).choice(count, at_most, replace=False)
    return np.sort(drawn)


def _numbered(labels: NDArray[np.signedinteger[Any]]) -> NDArray[np.int32]:
    """Return labels renumbered 0, 1, ... without gaps; noise stays -1."""
    kept = labels != NOISE
    numbers = np.full(len(labels), NOISE, dtype=np.int32)
    numbers[kept] = np.unique(labels[kept], return_inverse=True)[1]
    return numbers


def _means(
    points: NDArray[np.float32], labellings: NDArray[np.int32]
) -> NDArray[np.float64]:
    # Near the origin, float32 loses least when squared lengths are subtracted.
    centred = points - points.mean(axis=0)
    lengths = np.einsum("nv,nv->n", centred, centred)
    sizes = np.stack(
        [_sizes(labels, int(labellings.max()) + 1) for labels in labellings]
    )
    sums = np.zeros(len(labellings))
    for start in range(0, len(points), BLOCK_POINTS):
        block = slice(start, start + BLOCK_POINTS)
        products = centred @ centred[block].T  # (N, B)
        _to_distances(products, lengths, lengths[block], start)
        totals = np.empty((sizes.shape[1], products.shape[1]))
        for clustering, labels in enumerate(labellings):
            _total_by_cluster(products, labels, totals)
            sums[clustering] += _sum_silhouettes(
                totals, sizes[clustering], labels[block]
            )
    means: NDArray[np.float64] = sums / (labellings != NOISE).sum(axis=1)
    return means


def _sizes(labels: NDArray[np.int32], clusters: int) -> NDArray[np.int64]:
    return np.bincount(labels[labels != NOISE], minlength=clusters)


@compiled
def _to_distances(
    products: NDArray[np.float32],
    lengths: NDArray[np.float32],
    block_lengths: NDArray[np.float32],
    start: int,
) -> None:
    for point in range(len(products)):
        row, length = products[point], lengths[point]
        for other in range(len(row)):
            squared = length + block_lengths[other] - 2 * row[other]
            row[other] = np.sqrt(max(squared, np.float32(0)))
    for other in range(len(block_lengths)):
        products[start + other, other] = 0


@compiled
def _total_by_cluster(
    distances: NDArray[np.float32],
    labels: NDArray[np.int32],
    totals: NDArray[np.float64],
) -> None:
    """Sum the distances of B points to all members of each cluster, shape (k, B)."""
    totals[:] = 0
    for point in range(len(labels)):
        if labels[point] >= 0:
            # Rows taken out first: then the loop below runs eight values at a time.
            total, distance = totals[labels[point]], distances[point]
            for other in range(len(distance)):
                total[other] += distance[other]


@compiled
def _sum_silhouettes(
    totals: NDArray[np.float64], sizes: NDArray[np.int64], labels: NDArray[np.int32]
) -> float:
    """Return the sum of the silhouettes of B points; alone in a cluster counts 0."""
    summed = 0.0
    for point in range(len(labels)):
        own = labels[point]
        if own < 0 or sizes[own] == 1:
            continue
        within = totals[own, point] / (sizes[own] - 1)
        nearest = np.inf
        for cluster in range(len(sizes)):
            if cluster != own and sizes[cluster] > 0:
                nearest = min(nearest, totals[cluster, point] / sizes[cluster])
        larger = max(within, nearest)
        if larger > 0:
            summed += (nearest - within) / larger
    return summed
