"""How sure the frequencies are: intervals that know of signers, signs and mistakes.

Items of one signer, or of one sign, are not independent. Each bootstrap sample draws
signers and, independently, signs; an item counts as often as both were drawn (Owen, The
pigeonhole bootstrap, 2007, doi:10.1214/07-AOAS122). The classifier's mistakes are only
known from validation: that is drawn anew too, by signer, so that the interval of a
corrected frequency is wider where few mistakes were seen.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator, default_rng

from models.prevalence import (
    DEFAULT_THRESHOLD,
    SMALLEST,
    Codes,
    Likeliest,
    Method,
    Reals,
    Shares,
    adjusted_shares,
    class_factors,
    confusion_counts,
    confusion_shares,
    likeliest,
    raw_counts,
    saerens_shares,
)
from models.prevalence_alike import (
    Kinds,
    agreed_shares,
    kinds_of,
    posterior,
)
from models.prevalence_calibration import drawn_offsets
from models.prevalence_draws import Drawn, drawn_weights, multiplicities
from models.prevalence_known import (
    Calibrated,
    Known,
    calibrated,
    calibration_of,
    class_shares,
    expected_factors,
    known_shares,
)
from models.prevalence_labelled import Given, labelled_shares
from store.errors import CallError

ESTIMATES: Final = 1
"""Raised whenever the same hands are estimated otherwise: what was estimated is kept."""
DRAWS: Final = 200
LOW_HIGH: Final = (2.5, 97.5)
CLOSE_ENOUGH: Final = 1e-5
"""Samples end their iterations earlier than the estimate itself."""
SMOOTHING: Final = 1.0
"""Cases added to each row of a drawn confusion: what was never seen may happen."""


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """What a classifier says of N hands to be counted.

    Attributes:
        probabilities: shape (N, C).
        weights: what each counts, shape (N,).
        signers, signs: groups as numbers from 0, shape (N,).
        given: labels of some of them; None: of none.
        likeliest: what each is taken for, where that was found before.
        calibrated: their calibrated probabilities, where they were found before.
        factors: what `factors_by` returns, where it was found before.
    """

    probabilities: Shares
    weights: Reals
    signers: Codes
    signs: Codes
    given: Given | None = None
    likeliest: Likeliest | None = None
    calibrated: Calibrated | None = None
    factors: Reals | None = None

    def __post_init__(self) -> None:
        if not len(self.probabilities):
            raise CallError("There is no prediction to count.")

    @property
    def said(self) -> Likeliest:
        """What each hand is taken for."""
        return self.likeliest or likeliest(self.probabilities)

    def calibrated_by(self, known: Known) -> Calibrated:
        """Return the probabilities as what is known of mistakes calibrates them."""
        return self.calibrated or calibrated(known, self.probabilities)

    def factors_by(self, known: Known) -> Reals:
        """Return `expected_factors` of the hands, shape (C,)."""
        if self.factors is not None:
            return self.factors
        return expected_factors(known, self.calibrated_by(known), self.weights)


@dataclass(frozen=True, slots=True)
class Frequencies:
    """Share of each class with its 95 % interval, shapes (C,); NaN: nothing counted."""

    shares: Reals
    low: Reals
    high: Reals


def frequencies(
    judged: Judged,
    known: Known | None,
    method: Method,
    *,
    threshold: float = DEFAULT_THRESHOLD,
    draws: int = DRAWS,
    seed: int = 0,
) -> Frequencies:
    """Return frequencies by one method, with bootstrap intervals.

    Arguments and errors: see `drawn_frequencies`.
    """
    found = drawn_frequencies(
        judged, known, method, threshold=threshold, draws=draws, seed=seed
    )
    drawn = found[1:] if draws else found
    counted = drawn[np.isfinite(drawn).all(axis=1)]
    if not len(counted):
        nothing = np.full(found.shape[1], np.nan)
        return Frequencies(found[0], nothing, nothing)
    low, high = np.percentile(counted, LOW_HIGH, axis=0)
    return Frequencies(found[0], np.fmin(low, found[0]), np.fmax(high, found[0]))


def drawn_frequencies(
    judged: Judged,
    known: Known | None,
    method: Method,
    *,
    threshold: float = DEFAULT_THRESHOLD,
    draws: int = DRAWS,
    seed: int = 0,
) -> Reals:
    """Return shares of the classes by one method, then those of bootstrap samples.

    Args:
        judged: what is counted.
        known: what the mistakes are known from; not needed for raw counts.
        method: one of `METHODS`.
        threshold: least probability of what raw counts keep.
        draws: bootstrap samples.
        seed: of the bootstrap.

    Returns:
        Shape (1 + draws, C); NaN in samples in which nothing was counted.

    Raises:
        CallError: a correction was asked for without known mistakes, or labels to count
            by without a label.
    """
    rng = default_rng(seed)
    drawn = drawn_weights(judged.weights, (judged.signers, judged.signs), draws, rng)
    if method == "raw":
        return _raw(judged, drawn, threshold)
    if method == "labelled":
        return _labelled(judged, drawn, known, rng)
    if known is None:
        raise CallError(f"Frequencies by {method} need predictions of known classes.")
    if method == "adjusted":
        return _adjusted(judged, drawn, known, rng)
    if method == "calibrated":
        return _calibrated(judged, drawn, known, rng)
    return _saerens(judged, drawn, known, rng)


def _raw(judged: Judged, drawn: Drawn, threshold: float) -> Reals:
    said, classes = judged.said, judged.said.classes
    point = raw_counts(said, judged.weights, threshold=threshold)
    # What is not sure enough is counted in a class that is then left out.
    codes = np.where(said.sure >= threshold, said.codes, classes)
    counts = drawn.counted(codes, classes + 1)[1:, :classes]
    totals = counts.sum(axis=1, keepdims=True)
    shares = np.divide(
        counts, totals, out=np.full_like(counts, np.nan), where=totals > 0
    )
    return np.concatenate([point.shares[None], shares])


def _adjusted(judged: Judged, drawn: Drawn, known: Known, rng: Generator) -> Reals:
    classes = judged.probabilities.shape[1]
    shares = drawn.counted(judged.said.codes, classes)
    shares /= shares.sum(axis=1, keepdims=True)
    said = known.probabilities.argmax(axis=1)
    counts = np.stack(
        [
            confusion_counts(known.true, said, weights, classes=classes)
            for weights in _known_weights(known, len(drawn), rng)
        ]
    )
    confusions = confusion_shares(counts, smoothing=SMOOTHING)
    confusions[0] = confusion_shares(counts[0])
    return adjusted_shares(shares, confusions)


def _saerens(judged: Judged, drawn: Drawn, known: Known, rng: Generator) -> Reals:
    """Return estimates; those of drawn validations move as far as its balance does."""
    weights = _known_weights(known, len(drawn), rng)
    wanted = class_shares(known, weights)
    balance = class_factors(known.probabilities, weights, wanted)
    told = Calibrated(judged.probabilities, kinds_of(judged.probabilities))
    return _agreeing(told, drawn, wanted[0] * balance[0] / balance)


def _calibrated(judged: Judged, drawn: Drawn, known: Known, rng: Generator) -> Reals:
    """Return estimates by probabilities calibrated anew, for each drawn validation."""
    priors = _drawn_priors(known, len(drawn), rng)
    return _agreeing(judged.calibrated_by(known), drawn, priors)


def _drawn_priors(known: Known, rows: int, rng: Generator) -> Reals:
    """Return shares for which probabilities are calibrated by drawn validations, (rows, C)."""
    weights = _known_weights(known, rows, rng)
    calibration = calibration_of(known)
    offsets = drawn_offsets(calibration, known.probabilities, known.true, weights)
    priors: Reals = class_shares(known, weights) * np.exp(calibration.offsets - offsets)
    return priors


def _labelled(
    judged: Judged, drawn: Drawn, known: Known | None, rng: Generator
) -> Reals:
    given = judged.given
    if given is None or not given.labelled.any():
        raise CallError("Frequencies by labels need a label of a hand that is counted.")
    rows = np.flatnonzero(given.labelled)
    if known is None:
        expected = np.asarray(judged.probabilities, np.float64)
        plain = drawn.summed(expected) / np.maximum(drawn.totals(), SMALLEST)
        astray = np.zeros_like(plain)
        return labelled_shares(plain, expected[rows], given, drawn, astray)
    told = judged.calibrated_by(known)
    factors = judged.factors_by(known)
    expected = posterior(np.asarray(told.probabilities[rows], np.float64), factors)
    plain = _means(told, drawn, factors, factors * known_shares(known))
    priors = _drawn_priors(known, len(drawn), rng)
    of_kinds = _agreeing_kinds(told.kinds, drawn.as_they_are(), priors)
    return labelled_shares(plain, expected, given, drawn, of_kinds - of_kinds[0])


def _means(told: Calibrated, drawn: Drawn, factors: Reals, shares: Reals) -> Reals:
    """Return means of what is known of hands, shape (1 + R, C).

    That of all hands are the shares with which they agree. Those of samples are of
    kinds, and lie about it as they lie about that of the kinds.
    """
    counts = drawn.counted(told.kinds.codes, len(told.kinds.probabilities))
    of_kinds = counts @ posterior(told.kinds.probabilities, factors)
    of_kinds /= np.maximum(drawn.totals(), SMALLEST)
    means: Reals = shares + (of_kinds - of_kinds[0])
    return means


def _agreeing(told: Calibrated, drawn: Drawn, priors: Reals) -> Reals:
    """Return the shares with which probabilities of each prior agree, (1 + draws, C).

    Samples are of kinds of items, and lie about the estimate as they lie about that of
    the kinds.
    """
    of_kinds = _agreeing_kinds(told.kinds, drawn, priors)
    point = agreed_shares(
        told.probabilities, drawn.weights, priors[0], told.kinds, start=told.start
    )
    moved = np.clip(of_kinds[1:] + (point - of_kinds[0]), 0.0, None)
    return np.concatenate([point[None], moved / moved.sum(axis=1, keepdims=True)])


def _agreeing_kinds(kinds: Kinds, drawn: Drawn, priors: Reals) -> Reals:
    """Return the same of kinds in place of items, shape (1 + draws, C)."""
    weights = drawn.counted(kinds.codes, len(kinds.probabilities))
    first = saerens_shares(kinds.probabilities, weights[0], priors[0])
    samples = saerens_shares(
        kinds.probabilities, weights[1:], priors[1:], start=first, close=CLOSE_ENOUGH
    )
    return np.concatenate([first[None], samples])


def _known_weights(known: Known, rows: int, rng: Generator) -> Reals:
    """Return weights of validation items: all alike first, then drawn, (rows, V)."""
    if len(np.unique(known.signers)) > 1:
        drawn = multiplicities(known.signers, rows, rng)
    else:
        drawn = rng.exponential(size=(rows, len(known.signers)))
    drawn[0] = 1.0
    return drawn
