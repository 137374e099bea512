"""Hands whose handshapes are counted, and what comes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dashboard.records.words import Words
from models.prevalence import Likeliest, Reals, Shares
from models.prevalence_alike import kinds_of
from models.prevalence_counting import Unit, shared_weights
from models.prevalence_intervals import Judged
from models.prevalence_known import Calibrated, Known
from models.prevalence_labelled import NOT_LABELLED
from models.prevalence_reading import TAUGHT

Mask = NDArray[np.bool_]
Places = NDArray[np.intp]
FEW: Final = 20_000
"""So many hands are copied to be counted; of more all are gone through, and some weigh
nothing."""

UNIT_NAMES: Final[dict[Unit, str]] = {
    "token": "Clips: each clip counts once",
    "crop": "Hands: each picture counts",
    "sign": "Signs: each gloss counts once",
    "signer": "Signers: each counts once",
}


@dataclass(frozen=True, slots=True, eq=False)
class FrequencyItems:
    """All hands that one classifier judged, N of them, C classes.

    Attributes:
        classes: names, in the order of the probabilities.
        item_ids: of the hands, sorted, texts of length N.
        probabilities: shape (N, C).
        said: what each is taken for.
        calibrated: probabilities as its known mistakes calibrate them; None: none known.
        doubt, lots: how unsure the run is of each hand, and what is drawn for each, for
            the order of labelling, shape (N,).
        true: class by the labels of its corpus.
        part, corpus, clip, signer, sign: of each hand; signers and signs are told apart
            by corpus.
        second: True for the second hand of a two-handed sign, shape (N,).
        known: what the classifier's mistakes are known from; None: nothing.
    """

    classes: tuple[str, ...]
    item_ids: pa.StringArray
    probabilities: Shares
    said: Likeliest
    calibrated: Calibrated | None
    doubt: Reals
    lots: Reals
    true: Words
    part: Words
    corpus: Words
    clip: Words
    signer: Words
    sign: Words
    second: Mask
    known: Known | None

    @property
    def counted(self) -> Mask:
        """Which hands are counted: those that the classifier was not made with."""
        return counted_of(self.part)

    def ids(self, places: Sequence[int] | Places) -> list[str]:
        """Return the ids of some hands."""
        listed: list[str] = self.item_ids.take(pa.array(places)).to_pylist()
        return listed

    def chosen(self, corpus: str | None, signer: str | None) -> Mask:
        """Return which hands are counted of one corpus and signer; None: of all."""
        chosen = self.counted
        if corpus is not None:
            chosen = chosen & self.corpus.are(corpus)
        if signer is not None:
            chosen = chosen & self.signer.are(signer)
        return chosen

    def weights(self, chosen: Mask, unit: Unit) -> Reals:
        """Return what each chosen hand counts."""
        return shared_weights(self.second[chosen], self._together(chosen, unit))

    def judged(self, chosen: Mask, unit: Unit) -> Judged:
        """Return the chosen hands as they are counted.

        They alone where they are few, else all hands: the others weigh nothing.
        """
        weights = self.weights(chosen, unit)
        if len(weights) > FEW:
            every = np.zeros(len(chosen))
            every[chosen] = weights
            return Judged(
                self.probabilities,
                every,
                self.signer.groups(),
                self.sign.groups(),
                likeliest=self.said,
                calibrated=self.calibrated,
            )
        calibrated = None
        if self.calibrated is not None:
            rows = self.calibrated.probabilities[chosen].astype(np.float64)
            calibrated = Calibrated(rows, kinds_of(rows), self.calibrated.start)
        return Judged(
            self.probabilities[chosen].astype(np.float64),
            weights,
            self.signer.some(chosen).groups(),
            self.sign.some(chosen).groups(),
            likeliest=self.said_of(chosen),
            calibrated=calibrated,
        )

    def said_of(self, chosen: Mask) -> Likeliest:
        """Return what the chosen hands are taken for."""
        said = self.said
        return Likeliest(said.codes[chosen], said.sure[chosen], said.classes)

    def labelled_shares(self, chosen: Mask, unit: Unit) -> Reals | None:
        """Return shares by the labels; None unless all chosen hands have one."""
        codes = self.true.some(chosen).numbers(self.classes, NOT_LABELLED)
        if not len(codes) or (codes == NOT_LABELLED).any():
            return None
        weights = self.weights(chosen, unit)
        counts = np.bincount(codes, weights=weights, minlength=len(self.classes))
        shares: Reals = counts / max(float(counts.sum()), 1e-12)
        return shares

    def shares_of_signers(
        self, signers: Sequence[str], chosen: Mask, unit: Unit
    ) -> Reals:
        """Return raw shares of each signer's hands, all counted, shape (signers, C)."""
        numbers = self.signer.some(chosen).numbers(tuple(signers), len(signers))
        together = self._together(chosen, unit)
        if unit == "sign" and together is not None:
            # Within a signer each sign counts once.
            pairs = numbers * (int(together.max(initial=0)) + 1) + together
            together = np.unique(pairs, return_inverse=True)[1].astype(np.int64)
        weights = shared_weights(self.second[chosen], together)
        classes = len(self.classes)
        cells = numbers * classes + self.said.codes[chosen]
        counts = np.bincount(cells, weights, (len(signers) + 1) * classes)
        counts = counts.reshape(-1, classes)[:-1]
        totals = counts.sum(axis=1, keepdims=True)
        nothing = np.full_like(counts, np.nan)
        return np.divide(counts, totals, out=nothing, where=totals > 0)

    def taken_for(self, chosen: Mask, handshape: str) -> Places:
        """Return the places of chosen hands taken for a handshape, the surest first."""
        likeliest = self.said.codes == self.classes.index(handshape)
        places = np.flatnonzero(chosen & likeliest)
        return places[np.argsort(-self.said.sure[places], kind="stable")]

    def _together(self, chosen: Mask, unit: Unit) -> NDArray[np.int64] | None:
        """Return the group of each chosen hand that counts once; None: each does."""
        words = {"token": self.clip, "sign": self.sign, "signer": self.signer}
        return words[unit].some(chosen).groups() if unit in words else None


def counted_of(part: Words) -> Mask:
    """Return which hands are counted by their parts; if none is free of them all are."""
    free: Mask = ~part.are(*TAUGHT)
    return free if free.any() else np.ones(len(free), bool)


@dataclass(frozen=True, slots=True)
class Interval:
    """A share with its 95 % interval."""

    share: float
    low: float
    high: float


NEVER: Final = Interval(0.0, 0.0, 0.0)
"""Of a handshape that the classifier does not know."""


@dataclass(frozen=True, slots=True)
class HandshapeFrequency:
    """How common one handshape is, by each way of counting; None where it cannot be said."""

    handshape: str
    raw: Interval
    corrected: Interval | None
    labelled: float | None

    @property
    def best(self) -> Interval:
        """The corrected share where there is one, else the raw one."""
        return self.corrected or self.raw
