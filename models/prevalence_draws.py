"""Bootstrap samples of items that come in groups: how much each item counts in each.

A sample draws signers and, independently, signs; an item counts as often as both were
drawn. All items of one signer and one sign, a cell, are drawn together: what samples
count is summed by cells first, so that a sample costs what there are cells, not items.
N items, M cells, R samples.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

from models.prevalence import Codes, Reals
from models.prevalence_alike import into_groups

_AT_ONCE: Final = 100_000
"""Cells times samples that are looked at together: they stay near the processor."""
_KEPT: Final = 5_000_000
"""Cells times samples whose counts are kept, 40 MB."""


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """What N items count as they are, and in each of R samples.

    Attributes:
        weights: as they are, shape (N,).
        cells: cell of each item, shape (N,).
        groups: group of each cell, for each way of grouping, shape (M,).
        times: how often each group was drawn, for each way of grouping, shape (R, G).
        draws: R.
        counting: what `_counting` yields, kept from the first time on where it is little.
    """

    weights: Reals
    cells: Codes
    groups: tuple[NDArray[np.intp], ...]
    times: tuple[Reals, ...]
    draws: int
    counting: list[Reals] = field(default_factory=list)

    def __len__(self) -> int:
        return 1 + self.draws

    def _counting(self) -> Iterator[Reals]:
        """Yield how often cells count as they are, then in samples, some at a time, (M, r)."""
        if not self.counting:
            blocks = self._counted_anew()
            if self._count * self.draws > _KEPT:
                return blocks
            self.counting.extend(blocks)
        return iter(self.counting)

    def _counted_anew(self) -> Iterator[Reals]:
        count = self._count
        there = np.bincount(self.cells, self.weights, count) > 0
        yield np.ones((count, 1))
        at_once = max(1, _AT_ONCE // max(count, 1))
        for first in range(0, self.draws, at_once):
            some = slice(first, min(first + at_once, self.draws))
            drawn = np.ones((count, some.stop - first))
            for groups, times in zip(self.groups, self.times, strict=True):
                drawn *= np.ascontiguousarray(times[some].T)[groups]
            # Where no drawn signer made a drawn sign nothing is said: count all.
            drawn[:, ~drawn[there].any(axis=0)] = 1.0
            yield drawn

    def counted(self, codes: Codes, classes: int) -> Reals:
        """Return weighted counts of classes, shape (1 + R, classes)."""
        by_cell = csc_array(
            (self.weights, (self.cells, codes)), shape=(self._count, classes)
        )
        by_cell.sum_duplicates()
        return self._of_samples(csr_array(by_cell.T))

    def summed(self, values: Reals, places: Codes | None = None) -> Reals:
        """Return weighted sums of what items have, shape (1 + R, C).

        Args:
            values: of some items, shape (n, C).
            places: of these among the N; None: all of them.
        """
        cells = self.cells if places is None else self.cells[places]
        weights = self.weights if places is None else self.weights[places]
        by_cell = into_groups(cells, weights, self._count) @ values
        return self._of_samples(by_cell.T)

    def totals(self) -> Reals:
        """Return the weight of all items together, shape (1 + R, 1)."""
        by_cell = np.bincount(self.cells, self.weights, self._count)
        return self._of_samples(by_cell[None])

    def _of_samples(self, by_cell: Reals | csr_array) -> Reals:
        """Return sums over cells, given by (C, M), in each sample, shape (1 + R, C)."""
        if not self.groups:
            return np.repeat(by_cell.sum(axis=1)[None], 1 + self.draws, axis=0)
        return np.concatenate([(by_cell @ times).T for times in self._counting()])

    def as_they_are(self) -> "Drawn":
        """Return as many samples in which every item counts what it counts."""
        return replace(self, groups=(), times=(), counting=[])

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
