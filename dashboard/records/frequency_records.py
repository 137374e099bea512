"""Hands whose handshapes are counted, and what comes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.prevalence import Reals
from models.prevalence_counting import Origins, Unit, groups, item_weights
from models.prevalence_intervals import Judged
from models.prevalence_known import Known
from models.prevalence_labelled import NOT_LABELLED
from models.prevalence_reading import TAUGHT

Texts = NDArray[np.object_]
Mask = NDArray[np.bool_]
Places = NDArray[np.intp]

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
        item_ids: of the hands, sorted, shape (N,).
        probabilities: shape (N, C).
        true: class by the labels; None where unknown, shape (N,).
        part, corpus, clip, signer, sign: of each hand; None where unknown, shape (N,).
        second: True for the second hand of a two-handed sign, shape (N,).
        known: what the classifier's mistakes are known from; None: nothing.
    """

    classes: tuple[str, ...]
    item_ids: NDArray[np.str_]
    probabilities: Reals
    true: Texts
    part: Texts
    corpus: Texts
    clip: Texts
    signer: Texts
    sign: Texts
    second: Mask
    known: Known | None

    @property
    def counted(self) -> Mask:
        """Which hands are counted: those that the classifier was not made with."""
        free: Mask = ~np.isin(self.part.astype(np.str_), TAUGHT)
        return free if free.any() else np.ones(len(free), bool)

    def codes(self, names: Sequence[str | None], known: Sequence[str]) -> Places:
        """Return handshapes as numbers; those not known are `NOT_LABELLED`."""
        number = {name: place for place, name in enumerate(known)}
        return np.array([number.get(n or "", NOT_LABELLED) for n in names], np.intp)

    def chosen(self, corpus: str | None, signer: str | None) -> Mask:
        """Return which hands are counted of one corpus and signer; None: of all."""
        chosen = self.counted
        if corpus is not None:
            chosen = chosen & (self.corpus == corpus)
        if signer is not None:
            chosen = chosen & (self.signer == signer)
        return chosen

    def weights(self, chosen: Mask, unit: Unit) -> Reals:
        """Return what each chosen hand counts."""
        return item_weights(self._origins(chosen), unit)

    def judged(self, chosen: Mask, unit: Unit) -> Judged:
        """Return the chosen hands as they are counted."""
        return Judged(
            probabilities=self.probabilities[chosen],
            weights=self.weights(chosen, unit),
            signers=groups(list(self.signer[chosen])),
            signs=groups(list(self.sign[chosen])),
        )

    def labelled_shares(self, chosen: Mask, unit: Unit) -> Reals | None:
        """Return shares by the labels; None unless all chosen hands have one."""
        codes = self.codes(self.true[chosen].tolist(), self.classes)
        if not len(codes) or (codes == NOT_LABELLED).any():
            return None
        weights = self.weights(chosen, unit)
        counts = np.bincount(codes, weights=weights, minlength=len(self.classes))
        shares: Reals = counts / max(float(counts.sum()), 1e-12)
        return shares

    def taken_for(self, chosen: Mask, handshape: str) -> NDArray[np.intp]:
        """Return the places of chosen hands taken for a handshape, the surest first."""
        place = self.classes.index(handshape)
        sure = self.probabilities.max(axis=1)
        likeliest = self.probabilities.argmax(axis=1) == place
        places = np.flatnonzero(chosen & likeliest)
        return places[np.argsort(-sure[places], kind="stable")]

    def _origins(self, chosen: Mask) -> Origins:
        return Origins(
            clips=list(self.clip[chosen]),
            signers=list(self.signer[chosen]),
            signs=list(self.sign[chosen]),
            second_hands=self.second[chosen],
        )


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
