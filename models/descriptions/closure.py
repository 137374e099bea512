"""Families of alike descriptions: the max-min transitive closure and its cuts.

T(a, b) is the largest similarity s such that a chain of descriptions leads from a to b in
which neighbours are at least s alike. That is single linkage: all cuts of T together are
a dendrogram. Drawn so that branches do not cross, every family of every cut is a stretch
of neighbouring leaves, so that an order and the similarity between neighbours say it all.

Reference: Adachi and Kamata, COLING 1996; Zadeh, Similarity relations and fuzzy
orderings, 1971.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from models.descriptions.similarity import TOLERANCE, Comparison, Places, Similarities


@dataclass(frozen=True, slots=True)
class Join:
    """One join of the dendrogram.

    Attributes:
        left, right: places of descriptions, or number of descriptions + number of a join.
        similarity: max-min similarity at which they join.
        members: descriptions below.
    """

    left: int
    right: int
    similarity: float
    members: int


class Dendrogram:
    """All families of N descriptions at all thresholds.

    Args:
        count: N.
        joins: the N - 1 joins, the most similar first.
    """

    def __init__(self, count: int, joins: Sequence[Join]) -> None:
        self.count = count
        self.joins = list(joins)
        self.order, self.between = _drawn(count, joins)

    @cached_property
    def place(self) -> Places:
        """Where each description stands in `order`, shape (N,)."""
        place = np.empty(self.count, np.int64)
        place[self.order] = np.arange(self.count)
        return place

    def closure(self, chosen: Sequence[int] | Places | None = None) -> Similarities:
        """Return T among descriptions.

        Args:
            chosen: places of M descriptions; None: all, in the order they were given.

        Returns:
            Shape (M, M), 1 on the diagonal.
        """
        wanted = np.arange(self.count) if chosen is None else np.asarray(chosen)
        place = self.place[wanted]
        ranked = np.argsort(place)
        between = self._between(place[ranked])
        matrix = np.ones((len(wanted), len(wanted)))
        for row in range(len(wanted) - 1):
            below = np.minimum.accumulate(between[row:])
            matrix[ranked[row], ranked[row + 1 :]] = below
            matrix[ranked[row + 1 :], ranked[row]] = below
        return matrix

    def families(self, threshold: float, *, smallest: int = 1) -> list[Places]:
        """Return the families of a cut, the largest first, each in drawing order.

        In a family every member is joined to the others by a chain at least as alike as
        `threshold`.

        Args:
            threshold: similarity of the cut.
            smallest: families of fewer members are left out; single descriptions are
                families of one.
        """
        edges = self._edges(threshold)
        sizes = np.diff(edges)
        kept = np.flatnonzero(sizes >= smallest)
        ranked = kept[np.argsort(-sizes[kept], kind="stable")]
        return [self.order[edges[place] : edges[place + 1]] for place in ranked]

    def sizes(self, threshold: float) -> Places:
        """Return the sizes of the families of a cut, in drawing order."""
        sizes: Places = np.diff(self._edges(threshold))
        return sizes

    def family_of(self, member: int, threshold: float) -> Places:
        """Return the family that a description belongs to, in drawing order."""
        edges = self._edges(threshold)
        number = int(np.searchsorted(edges, self.place[member], side="right")) - 1
        family: Places = self.order[edges[number] : edges[number + 1]]
        return family

    def _edges(self, threshold: float) -> Places:
        """Return where the families of a cut begin and end in drawing order."""
        breaks = np.flatnonzero(self.between < threshold - TOLERANCE) + 1
        ends = [0, *breaks.tolist(), self.count] if self.count else [0]
        return np.array(ends, np.int64)

    def _between(self, place: Places) -> Similarities:
        """Return T between neighbours among leaves at rising places, shape (M - 1,)."""
        if len(place) < 2:  # noqa: PLR2004 - no neighbours
            return np.empty(0)
        if place[-1] - place[0] == len(place) - 1:
            return self.between[place[0] : place[-1]]
        lowest: Similarities = np.minimum.reduceat(self.between, place[:-1])
        lowest[-1] = self.between[place[-2] : place[-1]].min()
        return lowest


def dendrogram(compared: Comparison) -> Dendrogram:
    """Return the families of compared descriptions. The comparison is used up."""
    return Dendrogram(len(compared.order), _joins(compared.condensed, compared.order))


def dendrogram_of(similarity: Similarities) -> Dendrogram:
    """Return the families of descriptions whose similarity matrix is given."""
    count = len(similarity)
    condensed = similarity[np.triu_indices(count, 1)].astype(np.float64)
    return Dendrogram(count, _joins(condensed, np.arange(count)))


def with_merged(kept: Dendrogram, same_as: Sequence[int]) -> Dendrogram:
    """Return the dendrogram with the descriptions that were merged before.

    Args:
        kept: of the descriptions that were left, in order of their first occurrence.
        same_as: for each of all descriptions, its place among those that were left.
    """
    total = len(same_as)
    top: dict[int, int] = {}
    members: dict[int, int] = {}
    joins: list[Join] = []
    for place, own in enumerate(same_as):
        if own in top:
            members[own] += 1
            joins.append(Join(top[own], place, 1.0, members[own]))
            top[own] = total + len(joins) - 1
        else:
            top[own], members[own] = place, 1
    merged = len(joins)
    weight = dict(members)
    for number, join in enumerate(kept.joins):
        left = _moved(join.left, kept.count, top, total + merged)
        right = _moved(join.right, kept.count, top, total + merged)
        below = weight[join.left] + weight[join.right]
        weight[kept.count + number] = below
        joins.append(Join(left, right, join.similarity, below))
    return Dendrogram(total, joins)


def _moved(side: int, count: int, top: dict[int, int], first_join: int) -> int:
    return top[side] if side < count else first_join + side - count


def _joins(condensed: Similarities, order: Places) -> list[Join]:
    """Return the joins of single linkage; turns the similarities into distances."""
    # SciPy takes most of a second to import, which starting the dashboard need not pay.
    from scipy.cluster.hierarchy import linkage  # noqa: PLC0415

    count = len(order)
    if count < 2:  # noqa: PLR2004 - nothing to join
        return []
    distances = np.subtract(1.0, condensed, out=condensed)
    linked: NDArray[np.float64] = linkage(distances, "single")
    return [
        Join(
            _place(left, order),
            _place(right, order),
            # An ulp is lost in 1 - (1 - S).
            round(1.0 - distance, 15),
            int(members),
        )
        for left, right, distance, members in linked.tolist()
    ]


def _place(side: float, order: Places) -> int:
    number = int(side)
    return int(order[number]) if number < len(order) else number


def _drawn(count: int, joins: Sequence[Join]) -> tuple[Places, Similarities]:
    """Return the leaves so that no branches cross, and T between neighbours."""
    ends: list[tuple[int, int]] = [(leaf, leaf) for leaf in range(count)]
    following = np.full(count, -1, np.int64)
    alike = np.zeros(count)
    for join in joins:
        (first, last), (start, end) = ends[join.left], ends[join.right]
        following[last], alike[last] = start, join.similarity
        ends.append((first, end))
    order = np.empty(count, np.int64)
    leaf = ends[-1][0] if ends else -1
    for place in range(count):
        order[place] = leaf
        leaf = int(following[leaf])
    return order, alike[order[:-1]] if count else alike
