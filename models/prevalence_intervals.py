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
from models.prevalence_calibration import drawn_offsets
from models.prevalence_known import (
    Known,
    calibration_of,
    class_shares,
    counted,
    expected_classes,
)
from models.prevalence_labelled import Given, labelled_shares
from store.errors import CallError

DRAWS: Final = 200
LOW_HIGH: Final = (2.5, 97.5)
AT_ONCE: Final = 4_000_000
"""Items times draws that are held in memory together."""
SURE: Final = 0.995
"""Items of at least this probability count as alike in the samples."""
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
    weights = _drawn_weights(judged, draws, rng)
    everything = np.concatenate([judged.weights[None], weights])  # (1 + draws, N)
    if method == "raw":
        return _raw(judged, everything, threshold)
    if method == "labelled":
        return _labelled(judged, everything, known, rng)
    if known is None:
        raise CallError(f"Frequencies by {method} need predictions of known classes.")
    if method == "adjusted":
        return _adjusted(judged, everything, known, rng)
    if method == "calibrated":
        return _calibrated(judged, everything, known, rng)
    return _saerens(judged, everything, known, rng)


def _drawn_weights(judged: Judged, draws: int, rng: Generator) -> Reals:
    by_signer = _multiplicities(judged.signers, draws, rng)
    by_sign = _multiplicities(judged.signs, draws, rng)
    weights: Reals = judged.weights * by_signer * by_sign
    # A sample in which no drawn signer made a drawn sign says nothing: count all.
    empty = weights.sum(axis=1) <= 0
    weights[empty] = judged.weights
    return weights


def _multiplicities(groups: NDArray[np.intp], draws: int, rng: Generator) -> Reals:
    """Return how often each item's group is drawn, shape (draws, N)."""
    present, codes = np.unique(groups, return_inverse=True)
    if len(present) <= 1:
        return np.ones((draws, len(groups)))
    even = np.full(len(present), 1 / len(present))
    drawn = rng.multinomial(len(present), even, size=draws)  # (draws, G)
    return drawn[:, codes].astype(np.float64)


def _raw(judged: Judged, weights: Reals, threshold: float) -> Reals:
    point = raw_counts(judged.probabilities, weights[0], threshold=threshold)
    classes = judged.probabilities.shape[1]
    sure = judged.probabilities.max(axis=1) >= threshold
    likeliest = judged.probabilities[sure].argmax(axis=1)
    counts = counted(likeliest, weights[1:, sure], classes)
    totals = counts.sum(axis=1, keepdims=True)
    drawn = np.divide(
        counts, totals, out=np.full_like(counts, np.nan), where=totals > 0
    )
    return np.concatenate([point.shares[None], drawn])


def _adjusted(judged: Judged, weights: Reals, known: Known, rng: Generator) -> Reals:
    classes = judged.probabilities.shape[1]
    shares = counted(judged.probabilities.argmax(axis=1), weights, classes)
    shares /= shares.sum(axis=1, keepdims=True)
    said = known.probabilities.argmax(axis=1)
    counts = np.stack(
        [
            confusion_counts(known.true, said, drawn, classes=classes)
            for drawn in _known_weights(known, len(weights), rng)
        ]
    )
    confusions = confusion_shares(counts, smoothing=SMOOTHING)
    confusions[0] = confusion_shares(counts[0])
    return adjusted_shares(shares, confusions)


def _saerens(judged: Judged, weights: Reals, known: Known, rng: Generator) -> Reals:
    """Return estimates; those of drawn validations move as far as its balance does."""
    drawn = _known_weights(known, len(weights), rng)
    wanted = class_shares(known, drawn)
    balance = class_factors(known.probabilities, drawn, wanted)
    return _agreeing(judged.probabilities, weights, wanted[0] * balance[0] / balance)


def _calibrated(judged: Judged, weights: Reals, known: Known, rng: Generator) -> Reals:
    """Return estimates by probabilities calibrated anew, for each drawn validation."""
    drawn = _known_weights(known, len(weights), rng)
    calibration = calibration_of(known)
    offsets = drawn_offsets(calibration, known.probabilities, known.true, drawn)
    priors = class_shares(known, drawn) * np.exp(calibration.offsets - offsets)
    return _agreeing(calibration.applied(judged.probabilities), weights, priors)


def _labelled(
    judged: Judged, weights: Reals, known: Known | None, rng: Generator
) -> Reals:
    if judged.given is None or not judged.given.labelled.any():
        raise CallError("Frequencies by labels need a label of a hand that is counted.")
    expected = expected_classes(judged.probabilities, judged.weights, known)
    astray = np.zeros((len(weights), expected.shape[1]))
    if known is not None:
        as_they_are = np.repeat(weights[:1], len(weights), axis=0)
        drawn = _calibrated(judged, as_they_are, known, rng)
        astray = drawn - drawn[0]
    return labelled_shares(expected, judged.given, weights, astray)


def _agreeing(probabilities: Reals, weights: Reals, priors: Reals) -> Reals:
    """Return the shares with which probabilities of each prior agree, (1 + draws, C)."""
    point = saerens_shares(probabilities, weights[0], priors[0])
    rows, drawn = _merged(probabilities, weights[1:])
    step = max(1, AT_ONCE // len(rows))
    found = [point[None]]
    for i in range(0, len(drawn), step):
        chosen, shares = drawn[i : i + step], priors[1 + i : 1 + i + step]
        found.append(
            saerens_shares(rows, chosen, shares, start=point, close=CLOSE_ENOUGH)
        )
    return np.concatenate(found)


def _merged(probabilities: Reals, weights: Reals) -> tuple[Reals, Reals]:
    """Return probabilities and weights in which sure items of a class are one.

    Most items are sure, and which of them is drawn moves no estimate: samples take a
    tenth of the time.
    """
    sure = probabilities.max(axis=1) >= SURE
    likeliest = probabilities[sure].argmax(axis=1)
    present, codes = np.unique(likeliest, return_inverse=True)
    means = [probabilities[sure][codes == i].mean(axis=0) for i in range(len(present))]
    merged = counted(codes, weights[:, sure], len(present))
    rows = np.concatenate([probabilities[~sure], *(mean[None] for mean in means)])
    return rows, np.concatenate([weights[:, ~sure], merged], axis=1)


def _known_weights(known: Known, rows: int, rng: Generator) -> Reals:
    """Return weights of validation items: all alike first, then drawn, (rows, V)."""
    if len(np.unique(known.signers)) > 1:
        drawn = _multiplicities(known.signers, rows, rng)
    else:
        drawn = rng.exponential(size=(rows, len(known.signers)))
    drawn[0] = 1.0
    return drawn
