"""Bootstrap samples of items that come in groups: how much each item counts in each.

A sample draws signers and, independently, signs; an item counts as often as both were
drawn. All items of one signer and one sign, a cell, are drawn together: what samples
count is summed by cells first, so that a sample costs what there are cells, not items.
N items, M cells, R samples.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

from models.prevalence import Codes, Reals
from models.prevalence_alike import into_groups


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """What N items count as they are, and in each of R samples.

    Attributes:
        weights: as they are, shape (N,).
        cells: cell of each item, shape (N,).
        groups: group of each cell, for each way of grouping, shape (M,).
        times: how often each group was drawn, for each way of grouping, shape (R, G).
        draws: R.
    """

    weights: Reals
    cells: Codes
    groups: tuple[NDArray[np.intp], ...]
    times: tuple[Reals, ...]
    draws: int

    def __len__(self) -> int:
        return 1 + self.draws

    def __iter__(self) -> Iterator[Reals]:
        """Yield how often each cell counts as it is, then in each sample, shape (M,)."""
        count = self._count
        there = np.bincount(self.cells, self.weights, count) > 0
        yield np.ones(count)
        for sample in range(self.draws):
            drawn = np.ones(count)
            for groups, times in zip(self.groups, self.times, strict=True):
                drawn *= times[sample][groups]
            # Where no drawn signer made a drawn sign nothing is said: count all.
            yield drawn if drawn[there].any() else np.ones(count)

    def counted(self, codes: Codes, classes: int) -> Reals:
        """Return weighted counts of classes, shape (1 + R, classes)."""
        by_cell = csc_array(
            (self.weights, (self.cells, codes)), shape=(self._count, classes)
        )
        by_cell.sum_duplicates()
        by_class = csr_array(by_cell.T)
        return np.stack([by_class @ times for times in self])

    def summed(self, values: Reals, places: Codes | None = None) -> Reals:
        """Return weighted sums of what items have, shape (1 + R, C).

        Args:
            values: of some items, shape (n, C).
            places: of these among the N; None: all of them.
        """
        cells = self.cells if places is None else self.cells[places]
        weights = self.weights if places is None else self.weights[places]
        by_cell = into_groups(cells, weights, self._count) @ values
        return np.stack([times @ by_cell for times in self])

    def totals(self) -> Reals:
        """Return the weight of all items together, shape (1 + R, 1)."""
        by_cell = np.bincount(self.cells, self.weights, self._count)
        return np.array([[times @ by_cell] for times in self])

    def as_they_are(self) -> "Drawn":
        """Return as many samples in which every item counts what it counts."""
        return replace(self, groups=(), times=())

    @property
    def _count(self) -> int:
        return int(self.cells.max(initial=-1)) + 1


def drawn_weights(
    weights: Reals,
    groupings: tuple[NDArray[np.intp], ...],
    draws: int,
    rng: Generator,
) -> Drawn:
    """Return samples that draw whole groups, by each way of grouping independently.

    Groups of which no item counts are not drawn.
    """
    cells = np.zeros(len(weights), np.int64)
    codes, times = [], []
    for groups in groupings:
        present, numbers = _numbered(groups, weights > 0)
        if present > 1:
            codes.append(numbers)
            times.append(_times(present, draws, rng))
            cells = cells * present + numbers
    cells, present_cells = pd.factorize(cells)
    firsts = np.empty(len(present_cells), np.intp)
    firsts[cells[::-1]] = np.arange(len(cells) - 1, -1, -1)
    of_cells = tuple(numbers[firsts] for numbers in codes)
    return Drawn(weights, cells, of_cells, tuple(times), draws)


def multiplicities(groups: NDArray[np.intp], draws: int, rng: Generator) -> Reals:
    """Return how often each item's group is drawn, shape (draws, N)."""
    present, codes = _numbered(groups, np.ones(len(groups), bool))
    if present <= 1:
        return np.ones((draws, len(groups)))
    return _times(present, draws, rng)[:, codes]


def _numbered(
    groups: NDArray[np.intp], counts: NDArray[np.bool_]
) -> tuple[int, NDArray[np.intp]]:
    """Return how many groups have an item that counts, and each item's number among them.

    The number of an item of another group is any of them.
    """
    there = np.zeros(int(groups.max(initial=-1)) + 1, bool)
    there[groups[counts]] = True
    numbers = np.maximum(np.cumsum(there) - 1, 0)
    return int(there.sum()), numbers[groups]


def _times(groups: int, draws: int, rng: Generator) -> Reals:
    even = np.full(groups, 1 / groups)
    return rng.multinomial(groups, even, size=draws).astype(np.float64)
