"""The true neighbours of points: exact, their distances computed from the differences."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.compiled import compiled

Points = NDArray[np.float32]
Layout = NDArray[np.float64]
"""Places on a map, shape (N, 2)."""
Places = NDArray[np.int32]
SPARE: Final = 8
"""So many more are looked at: products of rounded numbers confuse nearly equal distances."""


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """The nearest of N points, the nearest first; of equally near ones the first.

    Attributes:
        places: which points they are, shape (N, count).
        distances: Euclidean, shape (N, count).
    """

    places: Places
    distances: Points

    def first(self, count: int) -> "Neighbours":
        """Return the nearest of them."""
        return Neighbours(self.places[:, :count], self.distances[:, :count])


def neighbours_of(queries: Points, points: Points, count: int) -> Neighbours:
    """Return the points nearest to each query, at most as many as there are.

    Args:
        queries: shape (Q, D).
        points: shape (N, D).
        count: how many.
    """
    nobody = np.full(len(queries), -1, np.int64)
    return _nearest(queries, points, nobody, min(count, len(points)))


def neighbours_within(points: Points, count: int) -> Neighbours:
    """Return the points nearest to each point but itself, at most all others.

    Args:
        points: shape (N, D).
        count: how many.
    """
    return _nearest(points, points, np.arange(len(points)), min(count, len(points) - 1))


def _nearest(
    queries: Points, points: Points, themselves: NDArray[np.int64], count: int
) -> Neighbours:
    import faiss  # noqa: PLC0415 - the command line starts without it

    # About the mean, products lose less of small distances.
    mean = points.mean(axis=0)
    rows, others = (np.ascontiguousarray(part - mean) for part in (queries, points))
    asked = min(count + 1 + SPARE, len(points))
    _, found = faiss.knn(rows, others, asked)
    places = np.ascontiguousarray(found.astype(np.int32))
    distances = _distances(rows, others, places)
    distances[places == themselves[:, None]] = np.inf
    order = np.lexsort((places, distances))[:, :count]
    return Neighbours(
        np.take_along_axis(places, order, axis=1),
        np.take_along_axis(distances, order, axis=1),
    )


@compiled
def _distances(queries: Points, points: Points, places: Places) -> Points:
    found = np.empty(places.shape, np.float32)
    for row in range(len(places)):
        for column in range(places.shape[1]):
            other = places[row, column]
            total = 0.0
            for value in range(points.shape[1]):
                apart = queries[row, value] - points[other, value]
                total += apart * apart
            found[row, column] = np.sqrt(total)
    return found
