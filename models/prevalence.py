"""How common each class truly is, from a classifier that makes mistakes.

Counting what a classifier says is biased: a rare class into which a common one is misread
looks common. Estimates stand side by side: raw counts of what is sure enough; counts
corrected by the confusion matrix; the prior under which the classifier's own probabilities
agree with what it says, as they are (`saerens`) or calibrated anew
(`prevalence_calibration`); and labels of some hands that mend what is said of all
(`prevalence_labelled`).

All shares sum to 1; N items, C classes.

References: Forman, Quantifying counts and costs via classification, 2008,
doi:10.1007/s10618-008-0097-y (adjusted count; here its maximum-likelihood form, which
stays within the simplex); Saerens, Latinne and Decaestecker, Adjusting the outputs of a
classifier to new a priori probabilities, 2002, doi:10.1162/089976602753284446.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from store.errors import CallError

Reals = NDArray[np.float64]
Shares = NDArray[np.floating[Any]]
"""Probabilities of many items, which may be kept in 32 bits."""
Codes = NDArray[np.signedinteger[Any]]
"""Numbers from 0, of one item after the other."""
Method = Literal["raw", "adjusted", "saerens", "calibrated", "labelled"]
METHODS: Final[tuple[Method, ...]] = get_args(Method)
DEFAULT_THRESHOLD: Final = 0.7
ITERATIONS: Final = 2000
CLOSE: Final = 1e-6
"""Iterations end when no share moves by more than this."""
FACTOR_ITERATIONS: Final = 30
SMALLEST: Final = 1e-12


@dataclass(frozen=True, slots=True)
class Kept:
    """Raw counts of the items of which the classifier is sure enough.

    Attributes:
        counts: weighted counts of each class, shape (C,).
        coverage: share of all weight that was kept.
    """

    counts: Reals
    coverage: float

    @property
    def shares(self) -> Reals:
        """Share of each class among what was kept; NaN where nothing was."""
        total = self.counts.sum()
        return self.counts / total if total else np.full_like(self.counts, np.nan)


@dataclass(frozen=True, slots=True, eq=False)
class Likeliest:
    """The class that a classifier takes each of N items for.

    Attributes:
        codes: of the class, shape (N,).
        sure: its probability, shape (N,).
        classes: how many there are.
    """

    codes: Codes
    sure: Reals
    classes: int


def likeliest(probabilities: Shares) -> Likeliest:
    """Return what items with probabilities, shape (N, C), are taken for."""
    codes = probabilities.argmax(axis=1)
    sure = np.take_along_axis(probabilities, codes[:, None], axis=1)[:, 0]
    return Likeliest(codes, sure.astype(np.float64), probabilities.shape[1])


def raw_counts(
    said: Likeliest, weights: Reals, *, threshold: float = DEFAULT_THRESHOLD
) -> Kept:
    """Return counts of the likeliest class, of items at or above a probability.

    Args:
        said: of N items.
        weights: what each item counts, shape (N,).
        threshold: least probability of the likeliest class.

    Raises:
        CallError: the threshold is no probability.
    """
    if not 0 <= threshold <= 1:
        raise CallError(f"The threshold is {threshold}, expected 0 to 1.")
    kept = np.where(said.sure >= threshold, weights, 0.0)
    counts: Reals = np.bincount(said.codes, kept, said.classes).astype(np.float64)
    total = float(weights.sum())
    return Kept(counts, float(counts.sum()) / total if total else 0.0)


def coverage_curve(
    said: Likeliest, weights: Reals, thresholds: Sequence[float]
) -> Reals:
    """Return the share of all weight that each threshold keeps, shape (thresholds,)."""
    total = float(weights.sum()) or 1.0
    kept = [weights[said.sure >= least].sum() / total for least in thresholds]
    return np.array(kept)


def confusion_counts(
    true: NDArray[np.intp], predicted: NDArray[np.intp], weights: Reals, *, classes: int
) -> Reals:
    """Return weighted counts of true classes by predicted ones, shape (C, C)."""
    cells = np.bincount(
        true * classes + predicted, weights=weights, minlength=classes**2
    )
    return cells.astype(np.float64).reshape(classes, classes)


def confusion_shares(counts: Reals, *, smoothing: float = 0.0) -> Reals:
    """Return how each true class is predicted, rows of sum 1, shape (..., C, C).

    Args:
        counts: true by predicted, shape (..., C, C).
        smoothing: cases added to each row, spread as mistakes usually fall. A class
            without any case is taken to be always right.
    """
    classes = counts.shape[-1]
    wrong = counts * (1 - np.eye(classes))
    landing = wrong.sum(axis=-2, keepdims=True) + 1 / classes  # (..., 1, C)
    smooth = landing / landing.sum(axis=-1, keepdims=True)
    filled = counts + smoothing * smooth
    empty = counts.sum(axis=-1, keepdims=True) <= 0
    filled = np.where(empty, np.eye(classes), filled)
    shares: Reals = filled / filled.sum(axis=-1, keepdims=True)
    return shares


def adjusted_shares(predicted: Reals, confusion: Reals) -> Reals:
    """Return the class shares that best explain what was predicted.

    The shares p, none negative, of maximum likelihood in predicted = p @ confusion.

    Args:
        predicted: share of each predicted class, shape (..., C).
        confusion: rows of sum 1, shape (..., C, C).

    Returns:
        Shape (..., C).
    """
    shares = np.full_like(predicted, 1 / predicted.shape[-1])
    for _ in range(ITERATIONS):
        expected = np.einsum("...i,...ij->...j", shares, confusion)
        ratio = predicted / np.maximum(expected, SMALLEST)
        moved = shares * np.einsum("...ij,...j->...i", confusion, ratio)
        moved /= np.maximum(moved.sum(axis=-1, keepdims=True), SMALLEST)
        done = np.abs(moved - shares).max(initial=0.0) < CLOSE
        shares = moved
        if done:
            break
    return shares


def saerens_shares(
    probabilities: Reals,
    weights: Reals,
    prior: Reals,
    *,
    start: Reals | None = None,
    close: float = CLOSE,
) -> Reals:
    """Return the prior under which calibrated probabilities agree with themselves.

    By expectation and maximisation, whose slow steps are leapt over (Varadhan and Roland,
    2008, doi:10.1111/j.1467-9469.2007.00585.x), in square roots of shares. R estimates are made at once, e.g. of R bootstrap samples.

    Args:
        probabilities: calibrated, shape (N, C).
        weights: what each item counts, shape (N,) or (R, N).
        prior: class shares for which the probabilities were calibrated, shape (C,) or
            (R, C).
        start: shares to begin with, (C,); the prior where there are none.
        close: iterations end when no share moves by more than this.

    Returns:
        Shape (C,) or (R, C).
    """
    weighing = weights / np.maximum(weights.sum(axis=-1, keepdims=True), SMALLEST)
    weighing = np.atleast_2d(weighing)  # (R, N)
    factors = np.broadcast_to(
        1 / np.maximum(prior, SMALLEST), (len(weighing), prior.shape[-1])
    )
    first = prior if start is None else np.maximum(start, SMALLEST)
    shares = first / first.sum(axis=-1, keepdims=True)
    shares = np.broadcast_to(shares, factors.shape)
    found = np.array(shares)
    left = np.arange(len(found))
    for _ in range(ITERATIONS):
        once, _ = _agreeing_more(shares, factors[left], probabilities, weighing[left])
        done = np.abs(once - shares).max(axis=1, initial=0.0) < close
        found[left] = once
        left, shares, once = left[~done], shares[~done], once[~done]
        if not len(left):
            break
        shares = _leapt(shares, once, factors[left], probabilities, weighing[left])
        found[left] = shares
    return found.reshape(*weights.shape[:-1], prior.shape[-1])


def _agreeing_more(
    shares: Reals, factors: Reals, probabilities: Reals, weighing: Reals
) -> tuple[Reals, Reals]:
    """Return the mean of the probabilities under these shares, and how likely those are."""
    scaled = shares * factors
    expected = np.maximum(scaled @ probabilities.T, SMALLEST)  # (R, N)
    moved = scaled * ((weighing / expected) @ probabilities)
    moved /= np.maximum(moved.sum(axis=-1, keepdims=True), SMALLEST)
    return moved, (weighing * np.log(expected)).sum(axis=-1)


def _leapt(
    shares: Reals, once: Reals, factors: Reals, probabilities: Reals, weighing: Reals
) -> Reals:
    """Return shares many steps further on, where that is uphill; else one step further."""
    twice, before = _agreeing_more(once, factors, probabilities, weighing)
    at, first, second = np.sqrt(shares), np.sqrt(once), np.sqrt(twice)
    step = first - at
    bend = second - first - step
    turns = (bend**2).sum(axis=1, keepdims=True)
    far = np.sqrt((step**2).sum(axis=1, keepdims=True) / np.maximum(turns, SMALLEST**2))
    far = np.maximum(far, 1.0)
    leap = np.maximum((at + 2 * far * step + far**2 * bend) ** 2, SMALLEST)
    leap /= leap.sum(axis=1, keepdims=True)
    landed, after = _agreeing_more(leap, factors, probabilities, weighing)
    return np.where((after >= before)[:, None], landed, twice)


def class_factors(probabilities: Reals, weights: Reals, wanted: Reals) -> Reals:
    """Return by what to multiply each class, so that probabilities average as wanted.

    After multiplying, rows are brought back to a sum of 1.

    Args:
        probabilities: shape (V, C).
        weights: of the items, shape (R, V).
        wanted: class shares, shape (R, C).

    Returns:
        Shape (R, C), of mean logarithm 0.
    """
    weighing = weights / np.maximum(weights.sum(axis=-1, keepdims=True), SMALLEST)
    factors = np.ones_like(wanted)
    for _ in range(FACTOR_ITERATIONS):
        scale = np.maximum(factors @ probabilities.T, SMALLEST)  # (R, V)
        mean = factors * ((weighing / scale) @ probabilities)
        factors = factors * np.where(
            wanted > 0, wanted / np.maximum(mean, SMALLEST), 1.0
        )
        middle = np.log(factors).mean(axis=-1, keepdims=True)
        factors = factors / np.exp(middle)
    return factors


def whole_probabilities(
    tops: Codes, values: Reals, counts: Codes, *, classes: int
) -> Reals:
    """Return probabilities of all classes from those of the likeliest few.

    What is left is spread evenly over the classes that are not named.

    Args:
        tops: classes named, item after item.
        values: their probabilities, in the same order.
        counts: how many classes are named of each item, shape (N,).
        classes: how many there are.

    Returns:
        Rows of sum 1, shape (N, C).
    """
    items = np.repeat(np.arange(len(counts)), counts)
    named = np.bincount(items, values, len(counts))
    left = np.maximum(0.0, 1.0 - named) / np.maximum(1, classes - counts)
    whole = np.repeat(left[:, None], classes, axis=1)
    whole[items, tops] = values
    whole /= np.maximum(whole.sum(axis=1, keepdims=True), SMALLEST)
    return whole
