"""Bootstrap samples of items that come in groups: how much each item counts in each.

A sample draws signers and, independently, signs; an item counts as often as both were
drawn. N items, R samples. A million items in 200 samples would not fit into memory, so
samples are gone through one after the other.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from models.prevalence import Reals


@dataclass(frozen=True, slots=True)
class Drawn:
    """What N items count as they are, and in each of R samples.

    Attributes:
        weights: as they are, shape (N,).
        codes: group of each item, for each way of grouping, shape (N,).
        times: how often each group was drawn, for each way of grouping, shape (R, G).
    """

    weights: Reals
    codes: tuple[NDArray[np.intp], ...]
    times: tuple[Reals, ...]
    draws: int

    def __len__(self) -> int:
        return 1 + self.draws

    def __iter__(self) -> Iterator[Reals]:
        """Yield the weights as they are, then those of each sample, shape (N,)."""
        yield self.weights
        for sample in range(self.draws):
            drawn = self.weights
            for codes, times in zip(self.codes, self.times, strict=True):
                drawn = drawn * times[sample][codes]
            # Where no drawn signer made a drawn sign nothing is said: count all.
            yield drawn if drawn.any() else self.weights

    def counted(self, codes: NDArray[np.intp], classes: int) -> Reals:
        """Return weighted counts of classes, shape (1 + R, classes)."""
        return np.stack([np.bincount(codes, w, classes) for w in self])

    def as_they_are(self) -> "Drawn":
        """Return as many samples in which every item counts what it counts."""
        return replace(self, codes=(), times=())


def drawn_weights(
    weights: Reals,
    groupings: tuple[NDArray[np.intp], ...],
    draws: int,
    rng: Generator,
) -> Drawn:
    """Return samples that draw whole groups, by each way of grouping independently."""
    codes, times = [], []
    for groups in groupings:
        present, numbers = np.unique(groups, return_inverse=True)
        if len(present) > 1:
            codes.append(numbers)
            times.append(_times(len(present), draws, rng))
    return Drawn(weights, tuple(codes), tuple(times), draws)


def multiplicities(groups: NDArray[np.intp], draws: int, rng: Generator) -> Reals:
    """Return how often each item's group is drawn, shape (draws, N)."""
    present, codes = np.unique(groups, return_inverse=True)
    if len(present) <= 1:
        return np.ones((draws, len(groups)))
    return _times(len(present), draws, rng)[:, codes]


def _times(groups: int, draws: int, rng: Generator) -> Reals:
    even = np.full(groups, 1 / groups)
    return rng.multinomial(groups, even, size=draws).astype(np.float64)
