"""One draw of hands with shifted classes: how near each way of counting comes.

The protocol is told in `tests.bench.frequencies`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

from models.mutual_information import codes_of
from models.prevalence import Method
from models.prevalence_alike import posterior
from models.prevalence_intervals import Frequencies, Judged, frequencies
from models.prevalence_known import Known
from models.prevalence_labelled import (
    NOT_LABELLED,
    Given,
    doubts,
    label_chances,
    label_order,
)

Reals = NDArray[np.float64]
Places = NDArray[np.intp]
LABELS: Final = (50, 100, 200, 300)
UNLABELLED: Final[tuple[Method, ...]] = ("raw", "adjusted", "saerens", "calibrated")
ORACLES: Final[tuple[Method, ...]] = ("adjusted", "calibrated")
BOOTSTRAP: Final = 100
THRESHOLD: Final = 0.7


@dataclass(frozen=True, slots=True)
class Tested:
    """What a classifier says of hands of known class that it was not trained on."""

    probabilities: Reals
    true: Places
    signers: Places

    @property
    def classes(self) -> int:
        """How many classes there are."""
        return self.probabilities.shape[1]

    def known(self, rows: Places) -> Known:
        """Return some of the hands as what mistakes are known from."""
        return Known(self.probabilities[rows], self.true[rows], self.signers[rows])

    def judged(self, rows: Places, weights: Reals) -> Judged:
        """Return some of the hands as what is to be counted; copies are one sign."""
        signs = codes_of(rows).astype(np.intp)
        return Judged(self.probabilities[rows], weights, self.signers[rows], signs)

    def shares(self, rows: Places) -> Reals:
        """Return the true shares of the classes."""
        return np.bincount(self.true[rows], minlength=self.classes) / len(rows)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One draw: whose mistakes are known, who is in question, who was drawn of them.

    `shares`: with which the classes were drawn, shape (C,).
    """

    known: Places
    pool: Places
    rows: Places
    shares: Reals


def measured(found: Tested, seed: int, hands: int) -> dict[str, float]:
    """Return distances from the truth, and what is covered of it, in one draw."""
    rng = default_rng(seed)
    drawn = _drawn(found, rng, hands)
    truth = found.shares(drawn.rows)
    figures = {
        f"{name}-l1": _distance(shares, truth)
        for name, shares in _simple(found, drawn, rng)
    }
    for name, said in _estimates(found, drawn, rng, seed):
        figures |= {
            f"{name}-l1": _distance(said.shares, truth),
            f"{name}-covered": _covered(said, truth),
            f"{name}-covered-population": _covered(said, drawn.shares),
        }
    return figures


def _estimates(
    found: Tested, drawn: Drawn, rng: Generator, seed: int
) -> Iterator[tuple[str, Frequencies]]:
    known = found.known(drawn.known)
    # A hand drawn twice weighs twice: the estimates are the same and sooner there.
    once, copies = np.unique(drawn.rows, return_counts=True)
    judged = found.judged(once, copies.astype(np.float64))
    for method in UNLABELLED:
        yield method, _counted(judged, known, method, seed)
    every = found.judged(drawn.rows, np.ones(len(drawn.rows)))
    rows = every.calibrated_by(known).probabilities
    expected = posterior(rows, every.factors_by(known))
    doubt, lots = doubts(expected), 1 - rng.random(len(drawn.rows))
    order = label_order(doubt, lots)
    for count in LABELS:
        chosen = np.isin(np.arange(len(order)), order[:count])
        labels = np.where(chosen, found.true[drawn.rows], NOT_LABELLED)
        given = Given(labels, label_chances(doubt, lots, chosen))
        asked = replace(every, given=given)
        yield f"labelled-{count}", _counted(asked, known, "labelled", seed)


def _counted(judged: Judged, known: Known, method: Method, seed: int) -> Frequencies:
    return frequencies(
        judged, known, method, threshold=THRESHOLD, draws=BOOTSTRAP, seed=seed
    )


def _simple(found: Tested, drawn: Drawn, rng: Generator) -> Iterator[tuple[str, Reals]]:
    """Yield what could be reached at best, and what is simplest."""
    once, copies = np.unique(drawn.rows, return_counts=True)
    judged, pool = found.judged(once, copies.astype(float)), found.known(drawn.pool)
    for method in ORACLES:
        yield f"{method}-oracle", frequencies(judged, pool, method, draws=0).shares
    probabilities, true = found.probabilities[drawn.rows], found.true[drawn.rows]
    said = probabilities.argmax(axis=1)
    yield "raw-all", np.bincount(said, minlength=found.classes) / len(said)
    least_sure = np.argsort(probabilities.max(axis=1), kind="stable")
    anyone = rng.permutation(len(said))
    for count in LABELS:
        mended = said.copy()
        mended[least_sure[:count]] = true[least_sure[:count]]
        shares = np.bincount(mended, minlength=found.classes) / len(said)
        yield f"raw-all-with-labels-{count}", shares
        alone = np.bincount(true[anyone[:count]], minlength=found.classes) / count
        yield f"labels-alone-{count}", alone


def _distance(shares: Reals, truth: Reals) -> float:
    return float(np.abs(shares - truth).sum())


def _covered(said: Frequencies, truth: Reals) -> float:
    return float(((said.low <= truth) & (truth <= said.high)).mean())


def _drawn(found: Tested, rng: Generator, hands: int) -> Drawn:
    """Return hands of half the signers, drawn so that classes have shares of their own."""
    signers = rng.permutation(np.unique(found.signers))
    first = np.isin(found.signers, signers[: len(signers) // 2])
    pool = np.flatnonzero(~first)
    there = np.unique(found.true[pool])
    shares = np.zeros(found.classes)
    shares[there] = rng.dirichlet(np.ones(len(there)))
    counts = rng.multinomial(hands, shares).tolist()
    rows = [
        rng.choice(pool[found.true[pool] == code], count)
        for code, count in enumerate(counts)
        if count
    ]
    return Drawn(np.flatnonzero(first), pool, np.concatenate(rows), shares)
