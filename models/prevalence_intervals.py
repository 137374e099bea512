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
from numpy.typing import NDArray

from models.prevalence import (
    DEFAULT_THRESHOLD,
    Method,
    Reals,
    adjusted_shares,
    class_factors,
    confusion_counts,
    confusion_shares,
    raw_counts,
    saerens_shares,
)
from models.prevalence_alike import kinds_of
from models.prevalence_calibration import drawn_offsets
from models.prevalence_draws import Drawn, drawn_weights, multiplicities
from models.prevalence_known import (
    Known,
    calibration_of,
    class_shares,
    expected_classes,
)
from models.prevalence_labelled import Given, labelled_shares
from store.errors import CallError

DRAWS: Final = 200
LOW_HIGH: Final = (2.5, 97.5)
CLOSE_ENOUGH: Final = 1e-5
"""Samples end their iterations earlier than the estimate itself."""
SMOOTHING: Final = 1.0
"""Cases added to each row of a drawn confusion: what was never seen may happen."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a classifier says of N hands to be counted.

    Attributes:
        probabilities: shape (N, C).
        weights: what each counts, shape (N,).
        signers, signs: groups as numbers from 0, shape (N,).
        given: labels of some of them; None: of none.
    """

    probabilities: Reals
    weights: Reals
    signers: NDArray[np.intp]
    signs: NDArray[np.intp]
    given: Given | None = None

    def __post_init__(self) -> None:
        if not len(self.probabilities):
            raise CallError("There is no prediction to count.")


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
    point = raw_counts(judged.probabilities, judged.weights, threshold=threshold)
    classes = judged.probabilities.shape[1]
    sure = judged.probabilities.max(axis=1) >= threshold
    # What is not sure enough is counted in a class that is then left out.
    said = np.where(sure, judged.probabilities.argmax(axis=1), classes)
    counts = drawn.counted(said, classes + 1)[1:, :classes]
    totals = counts.sum(axis=1, keepdims=True)
    shares = np.divide(
        counts, totals, out=np.full_like(counts, np.nan), where=totals > 0
    )
    return np.concatenate([point.shares[None], shares])


def _adjusted(judged: Judged, drawn: Drawn, known: Known, rng: Generator) -> Reals:
    classes = judged.probabilities.shape[1]
    shares = drawn.counted(judged.probabilities.argmax(axis=1), classes)
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
    return _agreeing(judged.probabilities, drawn, wanted[0] * balance[0] / balance)


def _calibrated(judged: Judged, drawn: Drawn, known: Known, rng: Generator) -> Reals:
    """Return estimates by probabilities calibrated anew, for each drawn validation."""
    weights = _known_weights(known, len(drawn), rng)
    calibration = calibration_of(known)
    offsets = drawn_offsets(calibration, known.probabilities, known.true, weights)
    priors = class_shares(known, weights) * np.exp(calibration.offsets - offsets)
    return _agreeing(calibration.applied(judged.probabilities), drawn, priors)


def _labelled(
    judged: Judged, drawn: Drawn, known: Known | None, rng: Generator
) -> Reals:
    if judged.given is None or not judged.given.labelled.any():
        raise CallError("Frequencies by labels need a label of a hand that is counted.")
    expected = expected_classes(judged.probabilities, judged.weights, known)
    astray = np.zeros((len(drawn), expected.shape[1]))
    if known is not None:
        shares = _calibrated(judged, drawn.as_they_are(), known, rng)
        astray = shares - shares[0]
    return labelled_shares(expected, judged.given, np.stack([*drawn]), astray)


def _agreeing(probabilities: Reals, drawn: Drawn, priors: Reals) -> Reals:
    """Return the shares with which probabilities of each prior agree, (1 + draws, C).

    Samples are of kinds of items, and lie about the estimate as they lie about that of
    the kinds.
    """
    kinds = kinds_of(probabilities)
    weights = drawn.counted(kinds.codes, len(kinds.probabilities))
    of_kinds = saerens_shares(kinds.probabilities, weights[0], priors[0])
    samples = saerens_shares(
        kinds.probabilities,
        weights[1:],
        priors[1:],
        start=of_kinds,
        close=CLOSE_ENOUGH,
    )
    point = saerens_shares(probabilities, drawn.weights, priors[0], start=of_kinds)
    moved = np.clip(samples + (point - of_kinds), 0.0, None)
    return np.concatenate([point[None], moved / moved.sum(axis=1, keepdims=True)])


def _known_weights(known: Known, rows: int, rng: Generator) -> Reals:
    """Return weights of validation items: all alike first, then drawn, (rows, V)."""
    if len(np.unique(known.signers)) > 1:
        drawn = multiplicities(known.signers, rows, rng)
    else:
        drawn = rng.exponential(size=(rows, len(known.signers)))
    drawn[0] = 1.0
    return drawn
