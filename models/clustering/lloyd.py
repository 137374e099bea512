"""Lloyd's k-means as scikit-learn does it, one iteration at a time.

From the same start it takes the same steps as `sklearn.cluster.KMeans`; stepping it
ourselves lets every iteration be looked at without doing each twice.

Reference: Lloyd, Least squares quantization in PCM, 1982, doi:10.1109/TIT.1982.1056489.
"""

from collections.abc import Iterator
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import kmeans_plusplus
from sklearn.utils import check_random_state

from models.clustering.nearest import nearest_centres, squared_lengths
from models.clustering.records import Labels, Points, Step
from models.compiled import compiled

Start = Literal["random", "k-means++"]


def lloyd_steps(points: Points, centres: Points, iterations: int) -> Iterator[Step]:
    """Yield the iterations of k-means; the last is the one that changes no label."""
    previous: Labels | None = None
    lengths = squared_lengths(points)
    for _ in range(iterations):
        labels, squared = nearest_centres(points, centres, lengths)
        centres = _means(points, labels, squared, len(centres))
        yield Step(labels, float(squared.sum(dtype=np.float64)), centres)
        if previous is not None and np.array_equal(labels, previous):
            return
        previous = labels


def first_centres(points: Points, k: int, *, start: Start, seed: int) -> Points:
    """Return the centres to begin with, drawn as scikit-learn draws them."""
    if start == "k-means++":
        centres, _ = kmeans_plusplus(points, k, random_state=seed)
    else:
        shares = np.full(len(points), 1 / len(points))
        draw = check_random_state(seed).choice
        centres = points[draw(len(points), size=k, replace=False, p=shares)]
    return np.ascontiguousarray(centres, dtype=np.float32)


def _means(
    points: Points, labels: Labels, squared: NDArray[np.float32], k: int
) -> Points:
    sums = np.zeros((k, points.shape[1]), dtype=np.float32)
    sizes = np.zeros(k, dtype=np.float32)
    _add_up(points, labels, sums, sizes)
    empty = np.flatnonzero(sizes == 0)
    if len(empty):
        # As scikit-learn: an empty cluster takes the point farthest from its centre.
        farthest = np.argsort(-squared, kind="stable")[: len(empty)]
        for cluster, point in zip(empty, farthest, strict=True):
            sums[labels[point]] -= points[point]
            sizes[labels[point]] -= 1
            sums[cluster], sizes[cluster] = points[point], 1
    means: Points = sums / np.maximum(sizes, 1)[:, None]
    return means


@compiled
def _add_up(
    points: Points, labels: Labels, sums: Points, sizes: NDArray[np.float32]
) -> None:
    for row in range(len(points)):
        cluster = labels[row]
        sizes[cluster] += 1
        for value in range(points.shape[1]):
            sums[cluster, value] += points[row, value]
