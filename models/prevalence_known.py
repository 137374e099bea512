"""What is known of a classifier's mistakes, from hands whose class is known."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.prevalence import SMALLEST, Reals
from models.prevalence_alike import agreed_shares
from models.prevalence_calibration import (
    Calibration,
    chosen_strength,
    fitted_calibration,
)
from store.errors import CallError

KEPT: Final = 4
"""Calibrations are kept for so many: every method and scope asks for the same."""


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What it says of V validation hands whose class is known.

    Attributes:
        probabilities: shape (V, C).
        true: classes as numbers from 0, shape (V,).
        signers: groups as numbers from 0, shape (V,).
    """

    probabilities: Reals
    true: NDArray[np.intp]
    signers: NDArray[np.intp]

    def __post_init__(self) -> None:
        if not len(self.true):
            raise CallError(
                "Frequencies cannot be corrected: the run has no labelled predictions "
                "that it was not trained on."
            )


@lru_cache(maxsize=KEPT)
def calibration_of(known: Known) -> Calibration:
    """Return the calibration that serves signers best from whom it was not learnt."""
    told = known.probabilities, known.true
    return fitted_calibration(*told, chosen_strength(*told, known.signers))


def expected_classes(
    probabilities: Reals, weights: Reals, known: Known | None
) -> Reals:
    """Return the best that is known of hands without their labels, shape (N, C).

    Calibrated anew and brought to the shares that the hands are found to have; where no
    mistake is known the probabilities stay as they are.
    """
    if known is None:
        return probabilities
    rows = calibration_of(known).applied(probabilities)
    prior = class_shares(known, np.ones((1, len(known.true))))[0]
    moved = rows * (agreed_shares(rows, weights, prior) / prior)
    expected: Reals = moved / np.maximum(moved.sum(axis=1, keepdims=True), SMALLEST)
    return expected


def class_shares(known: Known, drawn: Reals) -> Reals:
    """Return shares of the classes among drawn validation hands, none 0, (rows, C)."""
    true = np.maximum(counted(known.true, drawn, known.probabilities.shape[1]), 1.0)
    shares: Reals = true / true.sum(axis=1, keepdims=True)
    return shares


def counted(codes: NDArray[np.intp], weights: Reals, classes: int) -> Reals:
    """Return weighted counts of each class, shape (rows, C)."""
    counts = [np.bincount(codes, w, minlength=classes) for w in weights]
    return np.array(counts, dtype=np.float64).reshape(len(weights), classes)
