"""Which clips a batch has: P glosses and K clips of each, or clips at random."""

from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

RUN: Final = 5
"""Glosses side by side: as many as a group of synthetic minimal pairs has."""


class Drawing:
    """Draws rows of clips.

    Args:
        labels: of N clips, shape (N,).
        batch: clips in a batch, about.
        per_gloss: clips of each gloss (K of P-K batches); 0: clips at random, whatever
            their gloss.
        side_by_side: share of batches of glosses that stand side by side, in runs of
            five: the synthetic corpus numbers its minimal pairs so.

    Reference: Hermans, Beyer and Leibe, In defense of the triplet loss for person
    re-identification, 2017, arXiv:1703.07737 (P-K batches).
    """

    def __init__(
        self,
        labels: NDArray[np.intp],
        *,
        batch: int,
        per_gloss: int,
        side_by_side: float = 0.0,
    ) -> None:
        self._rows_of = [np.flatnonzero(labels == label) for label in np.unique(labels)]
        self._clips, self._per_gloss = len(labels), per_gloss
        self._side_by_side = side_by_side
        self._glosses = min(max(2, batch // max(per_gloss, 1)), len(self._rows_of))
        self.size = self._glosses * per_gloss or min(batch, self._clips)

    @property
    def steps(self) -> int:
        """Batches that show about each clip once."""
        return max(1, self._clips // self.size)

    def rows(self, rng: Generator) -> NDArray[np.intp]:
        """Return rows of a batch; a gloss of fewer than K clips repeats them."""
        if not self._per_gloss:
            return rng.choice(self._clips, self.size, replace=False).astype(np.intp)
        drawn = []
        for gloss in self._drawn_glosses(rng):
            own = self._rows_of[gloss]
            again = len(own) < self._per_gloss
            drawn.append(rng.choice(own, self._per_gloss, replace=again))
        return np.concatenate(drawn)

    def _drawn_glosses(self, rng: Generator) -> NDArray[np.intp]:
        known = len(self._rows_of)
        if not self._side_by_side or rng.random() >= self._side_by_side:
            return rng.choice(known, self._glosses, replace=False).astype(np.intp)
        runs = rng.permutation(-(-known // RUN))
        glosses = (runs[:, None] * RUN + np.arange(RUN)).reshape(-1)
        return glosses[glosses < known][: self._glosses].astype(np.intp)
