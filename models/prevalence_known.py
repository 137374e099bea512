"""What is known of a classifier's mistakes, from hands whose class is known."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.prevalence import Reals, Shares
from models.prevalence_alike import Kinds, Start, agreed_shares, kinds_of
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
        calibration: what `calibration_of` returns, where it was found before.
    """

    probabilities: Reals
    true: NDArray[np.intp]
    signers: NDArray[np.intp]
    calibration: Calibration | None = None

    def __post_init__(self) -> None:
        if not len(self.true):
            raise CallError(
                "Frequencies cannot be corrected: the run has no labelled predictions "
                "that it was not trained on."
            )


@lru_cache(maxsize=KEPT)
def calibration_of(known: Known) -> Calibration:
    """Return the calibration that serves signers best from whom it was not learnt."""
    if known.calibration is not None:
        return known.calibration
    told = known.probabilities, known.true
    return fitted_calibration(*told, chosen_strength(*told, known.signers))


@dataclass(frozen=True, slots=True, eq=False)
class Calibrated:
    """Probabilities of N hands as they are calibrated anew, whoever is counted.

    Attributes:
        probabilities: shape (N, C).
        kinds: of the hands.
        start: estimates of all of them: those of some are found sooner from there; None:
            not known.
    """

    probabilities: Shares
    kinds: Kinds
    start: Start | None = None


def calibrated(known: Known, probabilities: Shares) -> Calibrated:
    """Return probabilities, shape (N, C), calibrated by what is known of mistakes."""
    whole = np.asarray(probabilities, np.float64)
    rows = calibration_of(known).applied(whole)
    return Calibrated(rows, kinds_of(rows))


def expected_factors(known: Known, told: Calibrated, weights: Reals) -> Reals:
    """Return by what classes are multiplied to what is best known of hands, shape (C,).

    That brings them to the shares that the hands are found to have: `posterior` of the
    calibrated probabilities is what is known of each hand without its label.
    """
    prior = known_shares(known)
    shares = agreed_shares(
        told.probabilities, weights, prior, told.kinds, start=told.start
    )
    return shares / prior


def known_shares(known: Known) -> Reals:
    """Return shares of the classes among the known hands, none 0, shape (C,)."""
    shares: Reals = class_shares(known, np.ones((1, len(known.true))))[0]
    return shares


def class_shares(known: Known, drawn: Reals) -> Reals:
    """Return shares of the classes among drawn validation hands, none 0, (rows, C)."""
    true = np.maximum(counted(known.true, drawn, known.probabilities.shape[1]), 1.0)
    shares: Reals = true / true.sum(axis=1, keepdims=True)
    return shares


def counted(codes: NDArray[np.intp], weights: Reals, classes: int) -> Reals:
    """Return weighted counts of each class, shape (rows, C)."""
    counts = [np.bincount(codes, w, minlength=classes) for w in weights]
    return np.array(counts, dtype=np.float64).reshape(len(weights), classes)
