"""How far a map can be trusted: which neighbours on it are true, and which are missing.

Trustworthiness falls with every point that a map shows among the k nearest of another
though it is not, the more the farther away it truly is. Neighbourhood preservation (later
called continuity) falls with every true neighbour that the map puts elsewhere, the more
the farther away. Both are 1 where the map keeps all neighbourhoods, and about 0.5 where
points are placed at random. Trust of one point is the plain share of its k true
neighbours that are its neighbours on the map.

Reference: Venna and Kaski, Neighborhood preservation in nonlinear projection methods: an
experimental study, ICANN 2001, doi:10.1007/3-540-44668-0_68.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from models.compiled import compiled
from models.projections.neighbours import Layout, Neighbours, Places, Points

NEIGHBOURS: Final = 10
BLOCK_VALUES: Final = 1 << 22
ROUNDING: Final = 4e-7
"""Squared distances that differ by less, of the lengths that they are made of, are equal."""
Ranks = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Trust:
    """What a map of N points keeps of their k nearest neighbours.

    Attributes:
        trustworthiness: of neighbours that it shows, up to 1.
        neighbourhood_preservation: of true neighbours, up to 1.
        kept: share of each point's true neighbours that it keeps, shape (N,).
        neighbours: k.
    """

    trustworthiness: float
    neighbourhood_preservation: float
    kept: NDArray[np.float64]
    neighbours: int


def trust_of(
    points: Points,
    layout: Layout,
    true: Neighbours,
    *,
    told: Callable[[int], object] = lambda rows: None,
) -> Trust:
    """Return how far a map can be trusted.

    Of equally distant points none ranks behind another. Time grows with N squared, memory
    with N.

    Args:
        points: what the map shows, shape (N, D); N is 3 or more.
        layout: where it shows them, shape (N, 2).
        true: neighbours of the points; at least `neighbours_shown(N)` each.
        told: hears of every block of points: how many.
    """
    near = neighbours_shown(len(points))
    shown = _neighbours_on_map(layout, near)
    true_ranks = _true_ranks(points, shown, told)
    shown_ranks = _ranks_on_map(layout, np.ascontiguousarray(true.places[:, :near]))
    return Trust(
        trustworthiness=_measure(true_ranks),
        neighbourhood_preservation=_measure(shown_ranks),
        kept=(true_ranks <= near).mean(axis=1),
        neighbours=near,
    )


def neighbours_shown(count: int) -> int:
    """Return how many neighbours are looked at: ten, less on maps of few points.

    The measure of Venna and Kaski is defined for less than half of the points.
    """
    return max(1, min(NEIGHBOURS, (count - 1) // 2))


def _measure(ranks: Ranks) -> float:
    """Return trustworthiness or preservation by the ranks of each point's neighbours."""
    count, near = ranks.shape
    behind = np.maximum(ranks - near, 0).sum()
    return float(1 - 2 * behind / (count * near * (2 * count - 3 * near - 1)))


def _neighbours_on_map(layout: Layout, near: int) -> Places:
    from scipy.spatial import cKDTree  # noqa: PLC0415 - takes a while

    distances, places = cKDTree(layout).query(layout, near + 1)
    themselves = places == np.arange(len(layout))[:, None]
    distances[themselves] = np.inf
    order = np.lexsort((places, distances))[:, :near]
    return np.take_along_axis(places, order, axis=1).astype(np.int32)


def _true_ranks(points: Points, shown: Places, told: Callable[[int], object]) -> Ranks:
    """Return how many points are as near as those shown near, or nearer; (N, k)."""
    ranks = np.empty(shown.shape, np.int64)
    points = points - points.mean(axis=0)
    lengths = np.einsum("nd,nd->n", points, points)
    turned = np.ascontiguousarray(-2 * points.T)
    block = max(1, min(len(points), BLOCK_VALUES // len(points)))
    for start in range(0, len(points), block):
        rows = slice(start, start + block)
        apart = points[rows] @ turned  # (B, N)
        apart += lengths[rows, None]
        apart += lengths
        slack = ROUNDING * (lengths[rows] + lengths.max())
        _fill_ranks(apart, start, shown[rows], slack, ranks[rows])
        told(len(apart))
    return ranks


@compiled
def _fill_ranks(
    apart: Points, start: int, shown: Places, slack: Points, ranks: Ranks
) -> None:
    for row in range(len(apart)):
        apart[row, start + row] = -np.inf
        _count_nearer(apart[row], shown[row], slack[row], ranks[row])


@compiled
def _ranks_on_map(layout: Layout, true: Places) -> Ranks:
    ranks = np.empty(true.shape, np.int64)
    apart = np.empty(len(layout))
    for row in range(len(layout)):
        for other in range(len(layout)):
            across = layout[other, 0] - layout[row, 0]
            along = layout[other, 1] - layout[row, 1]
            apart[other] = across * across + along * along
        apart[row] = -np.inf
        _count_nearer(apart, true[row], 0.0, ranks[row])
    return ranks


@compiled
def _count_nearer(
    apart: NDArray[np.floating[Any]],
    places: NDArray[np.int32],
    slack: float,
    ranks: NDArray[np.int64],
) -> None:
    """Fill in ranks by squared distances to all; a point counts itself, so they begin at 1."""
    for column in range(len(places)):
        limit = apart[places[column]] - slack
        nearer = 0
        for other in range(len(apart)):
            nearer += apart[other] < limit
        ranks[column] = nearer
