"""Frequencies from a few labels and many predictions.

An annotator labels some hands of the corpus that is counted. Which ones is drawn: the
less sure a classifier is of a hand, the likelier the hand is among the first to be
labelled. What the labels say of the classifier's mistakes then holds for the hands that
nobody labelled, each labelled hand standing for as many as its chance tells.

Labels given in the order of `label_order` from its beginning are such a sample, however
many they are. Hands labelled for other reasons stand for themselves alone.

N hands, C classes, R bootstrap samples.

References: Duffield, Lund and Thorup, Priority sampling for estimation of arbitrary
subset sums, 2007, doi:10.1145/1314690.1314696 (who is labelled, with which chance);
Angelopoulos et al., Prediction-powered inference, 2023, doi:10.1126/science.adi6000, and
Zrnic and Candès, Active statistical inference, 2024, arXiv:2403.03208 (predictions mended
by labels of known chance); James and Stein, Estimation with quadratic loss, 1961 (how far
what few labels say of the others is believed).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.prevalence_draws import Drawn
from store.errors import CallError

Reals = NDArray[np.float64]
Mask = NDArray[np.bool_]
NOT_LABELLED: Final = -1
LEAST_DOUBT: Final = 0.05
"""Even a hand of which the classifier is sure may be asked for."""
SMALLEST: Final = 1e-12


@dataclass(frozen=True, slots=True)
class Given:
    """The labels of N hands.

    Attributes:
        labels: class as a number from 0, `NOT_LABELLED` where none, shape (N,).
        chances: probability with which each hand was to be labelled, shape (N,); 1
            for a hand that stands for itself alone. Read of labelled hands only.
    """

    labels: NDArray[np.intp]
    chances: Reals

    def __post_init__(self) -> None:
        chances = self.chances[self.labelled]
        if ((chances <= 0) | (chances > 1)).any():
            raise CallError(
                "The chances of labelled hands must lie above 0 and be at most 1."
            )

    @property
    def labelled(self) -> Mask:
        """Which hands have a label."""
        mask: Mask = self.labels != NOT_LABELLED
        return mask


def doubts(probabilities: Reals) -> Reals:
    """Return how unsure a classifier is of each hand, above 0, shape (N,).

    The expected distance between a hand's label and its probabilities: labelling by it
    makes the estimate of shares vary least.
    """
    expected = (probabilities * (1 - probabilities)).sum(axis=1)
    found: Reals = np.sqrt(np.maximum(expected, 0.0)) + LEAST_DOUBT
    return found


def label_order(doubt: Reals, lots: Reals) -> NDArray[np.intp]:
    """Return hands in the order in which they are to be labelled, shape (N,).

    Args:
        doubt: from `doubts`.
        lots: a random number in (0, 1] of each hand, the same whenever it is asked for.
    """
    return np.argsort(-doubt / lots, kind="stable").astype(np.intp)


def label_chances(doubt: Reals, lots: Reals, labelled: Mask) -> Reals:
    """Return with which chance each hand was labelled, shape (N,); 0: not in its turn.

    Counted are the labels from the beginning of the order up to the first hand without
    one; that hand's priority tells every chance.

    Args:
        doubt: from `doubts`.
        lots: those of `label_order`.
        labelled: which hands were labelled.
    """
    order = label_order(doubt, lots)
    missing = np.flatnonzero(~labelled[order])
    if not len(missing):
        return np.ones(len(doubt))
    first = int(missing[0])
    bound = doubt[order[first]] / lots[order[first]]
    chances = np.zeros(len(doubt))
    in_turn = order[:first]
    chances[in_turn] = np.minimum(1.0, doubt[in_turn] / bound)
    return chances


def labelled_shares(
    plain: Reals, expected: Reals, given: Given, drawn: Drawn, astray: Reals
) -> Reals:
    """Return shares of the classes by labels and probabilities together.

    The first row is the estimate. The others lie about it as drawn samples do when the
    labels are wholly believed, and go astray with the probabilities as far as the labels
    are not.

    Args:
        plain: mean of the probabilities of all hands, as it is and in R samples, shape
            (1 + R, C).
        expected: probabilities of the L labelled hands, as good as they are without the
            labels, shape (L, C).
        given: the labels of N hands.
        drawn: what each of these counts, as it is and in the samples.
        astray: how far the mean of the probabilities may be from what it should be,
            as is known without the labels: 0, then drawn, shape (1 + R, C).

    Returns:
        Shape (1 + R, C).
    """
    rows = np.flatnonzero(given.labelled)
    missed = -expected
    missed[np.arange(len(rows)), given.labels[rows]] += 1.0  # (labelled, C)
    chances = given.chances[rows, None]
    stood_for = missed * (1 / chances - 1)
    totals = np.maximum(drawn.totals(), SMALLEST)
    plain = plain + drawn.summed(missed, rows) / totals
    others = drawn.summed(stood_for, rows) / totals
    share = drawn.weights[rows, None] / totals[0]
    variance = float(((share * missed / chances) ** 2 * (1 - chances)).sum())
    believed = max(0.0, 1 - variance / max(float(others[0] @ others[0]), SMALLEST))
    unshrunk = plain + others
    estimate = plain[0] + believed * others[0]
    moved = estimate + (unshrunk - unshrunk[0]) + (1 - believed) * astray
    kept = np.clip(moved, 0.0, None)
    found: Reals = kept / np.maximum(kept.sum(axis=1, keepdims=True), SMALLEST)
    return found
