"""A clustering as it stands: sizes, order, typical and unsure crops, class counts."""

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dashboard.records.cluster_records import ClusterSummary, Labelled, Texts
from store.labels import NOISE

Places = NDArray[np.intp]
"""Positions of crops in the clustering, shape (n,)."""

ORDERS: Final = {
    "nearest": "Nearest to the centre first",
    "farthest": "Farthest from the centre first",
    "unsure": "Least sure first",
    "crop": "By clip and frame",
}
NEAREST_SHOWN: Final = 3
FARTHEST_SHOWN: Final = 2


class ClusterView:
    """Answers about one clustering with its labels. N crops; nothing is read here."""

    def __init__(self, labelled: Labelled) -> None:
        self.labelled = labelled
        self.members = labelled.members
        self.state = labelled.state

    @cached_property
    def summaries(self) -> list[ClusterSummary]:
        """All clusters that have crops, the largest first, noise last."""
        numbers = [n for n in self._bounds if n != NOISE]
        ordered = sorted(numbers, key=lambda n: (-self.size(n), n))
        noise = [NOISE] if NOISE in self._bounds else []
        return [self._summary(number) for number in (*ordered, *noise)]

    @cached_property
    def by_number(self) -> dict[int, ClusterSummary]:
        """All clusters that have crops, by number."""
        return {summary.number: summary for summary in self.summaries}

    def called(self, cluster: int) -> str:
        """Return what a cluster is called, e.g. `Cluster 17: bent-B`."""
        plain = "Unclustered" if cluster == NOISE else f"Cluster {cluster}"
        name = self.state.names.get(cluster)
        return f"{plain}: {name}" if name else plain

    def size(self, cluster: int) -> int:
        """Return how many crops of a cluster are not junk."""
        first, last = self._bounds.get(cluster, (0, 0))
        return last - first

    def crops(self, cluster: int, order: str = "nearest") -> Places:
        """Return the crops of a cluster that are not junk, in one of `ORDERS`."""
        first, last = self._bounds.get(cluster, (0, 0))
        return self._ordered(self._by_distance[first:last], order)

    def typical(self, cluster: int) -> Places:
        """Return the crop nearest to the centre, the next nearest and the farthest."""
        crops = self.crops(cluster)
        nearest = crops[: 1 + NEAREST_SHOWN]
        rest = crops[1 + NEAREST_SHOWN :]
        return np.concatenate([nearest, rest[::-1][:FARTHEST_SHOWN]])

    def junk(self) -> Places:
        """Return the crops that were put aside."""
        return np.flatnonzero(self.state.junk)

    def unsure(self) -> Places:
        """Return the crops that are most useful to look at next.

        Those nearest to the border between two clusters come first; junk, and crops
        that were given a handshape of their own, are left out.
        """
        unlabelled = np.array([own is None for own in self.state.assigned], bool)
        open_ = ~self.state.junk & unlabelled & (self.state.cluster != NOISE)
        open_ &= np.isfinite(self.members.margin)
        places = np.flatnonzero(open_)
        ranked: Places = places[np.argsort(self.members.margin[places], kind="stable")]
        return ranked

    @cached_property
    def label(self) -> Texts:
        """Handshape of each crop by its own label or its cluster's name; None: none."""
        numbers, inverse = np.unique(self.state.cluster, return_inverse=True)
        names = np.array(
            [self.state.names.get(int(n)) for n in numbers] or [None], object
        )
        given = np.where(
            self.state.assigned.astype(bool), self.state.assigned, names[inverse]
        )
        given[self.state.junk] = None
        return given

    @cached_property
    def class_counts(self) -> dict[str, int]:
        """Labelled crops per handshape, the commonest first."""
        counted = Counter(str(name) for name in self.label if name)
        return dict(counted.most_common())

    def new_number(self) -> int:
        """Return a number for a cluster that nothing done to this clustering used."""
        used = [event.into_cluster or NOISE for event in self.labelled.events]
        first = int(self.members.cluster.max(initial=NOISE))
        return max(first, self.state.new_cluster() - 1, *used, NOISE) + 1

    def ids(self, places: Places) -> list[str]:
        """Return the ids of crops."""
        return [str(crop) for crop in self.members.crop_ids[places]]

    @cached_property
    def _by_distance(self) -> Places:
        """Crops that are not junk, by cluster and distance."""
        alive = np.flatnonzero(~self.state.junk)
        keys = self.members.distance[alive], self.state.cluster[alive]
        sorted_: Places = alive[np.lexsort(keys)]
        return sorted_

    @cached_property
    def _bounds(self) -> dict[int, tuple[int, int]]:
        """Where the crops of each cluster begin and end in `_by_distance`."""
        clusters = self.state.cluster[self._by_distance]
        numbers, starts = np.unique(clusters, return_index=True)
        ends = [*starts[1:].tolist(), len(clusters)]
        pairs = zip(starts.tolist(), ends, strict=True)
        return dict(zip(numbers.tolist(), pairs, strict=True))

    def _ordered(self, by_distance: Places, order: str) -> Places:
        if order == "farthest":
            return by_distance[::-1]
        if order == "unsure":
            margins = self.members.margin[by_distance]
            return by_distance[np.argsort(margins, kind="stable")]
        return np.sort(by_distance) if order == "crop" else by_distance

    def _summary(self, number: int) -> ClusterSummary:
        crops = self.crops(number)
        known = self._known[crops]
        counted = Counter(name for name in known if name)
        main, most = counted.most_common(1)[0] if counted else (None, 0)
        total = counted.total()
        return ClusterSummary(
            number=number,
            name=self.state.names.get(number),
            size=len(crops),
            known=total,
            main=main,
            purity=most / total if total else float("nan"),
        )

    @cached_property
    def _known(self) -> Texts:
        """Handshape of each crop by truth, its corpus or its own label."""
        true = self.members.handshape
        return np.where(true.astype(bool), true, self.state.assigned)


def share_of_commonest(counts: Sequence[int], *, at_most: int) -> float:
    """Return the share of the commonest classes; NaN of nothing."""
    total = sum(counts)
    commonest = sorted(counts, reverse=True)[:at_most]
    return sum(commonest) / total if total else float("nan")
