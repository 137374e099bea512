"""Probabilities calibrated anew for a correction, by the hands whose class is known.

A classifier's probabilities may mean what they say on the whole and still be unfair to a
class. One slope and an offset for each class mend that: the logarithms of the
probabilities are multiplied by the slope, the offsets are added. How far the offsets may
go is not set but found: they are held to 0 as strongly as serves signers best from whom
they were not learnt.

N judged hands, V hands of known class, C classes.

References: Alexandari, Kundaje and Shrikumar, Maximum likelihood with bias-corrected
calibration is hard-to-beat at label shift adaptation, ICML 2020, arXiv:1901.06852. The
holding of the offsets is ours.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import default_rng
from numpy.typing import NDArray

Reals = NDArray[np.float64]
STRENGTHS: Final = (1.0, 10.0, 100.0, 1000.0)
"""Penalties of the squared offsets that are tried, in log-likelihood."""
PARTS: Final = 5
"""Signers are dealt into so many parts to choose among the strengths."""
SLOPE_STRENGTH: Final = 1e-3
ROUNDS: Final = 30
HALVINGS: Final = 20
CLOSE: Final = 1e-3
"""Newton's method ends with a step below this; the next would be its square."""
SMALLEST: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Calibration:
    """What is done to the logarithms of probabilities.

    Attributes:
        slope: what they are multiplied by.
        offsets: what is then added, shape (C,).
        strength: how strongly the offsets were held to 0.
    """

    slope: float
    offsets: Reals
    strength: float

    def applied(self, probabilities: Reals) -> Reals:
        """Return calibrated probabilities, shape (N, C)."""
        return _softmax(self.slope * _logs(probabilities) + self.offsets)


def fitted_calibration(
    probabilities: Reals, true: NDArray[np.intp], strength: float
) -> Calibration:
    """Return the calibration of greatest penalised likelihood, by Newton's method.

    A class that is never true gets no offset.

    Args:
        probabilities: shape (V, C).
        true: classes as numbers from 0, shape (V,).
        strength: penalty of the squared offsets.
    """
    logs = _logs(probabilities)
    found = np.concatenate([[1.0], np.zeros(logs.shape[1])])  # (1 + C,)
    for _ in range(ROUNDS):
        shares = _softmax(found[0] * logs + found[1:])
        pull = _pulls(logs, shares, true).sum(axis=0) - _held(found, strength)
        bent = _curvature(logs, shares, strength)
        step = _solved(bent, pull, np.concatenate([[0], 1 + np.unique(true)]))
        found = _uphill(found, step, logs, true, strength)
        if np.abs(step).max() < CLOSE:
            break
    return Calibration(float(found[0]), found[1:], strength)


def chosen_strength(
    probabilities: Reals, true: NDArray[np.intp], signers: NDArray[np.intp]
) -> float:
    """Return the strength whose calibration surprises held-out signers least.

    Args:
        probabilities: shape (V, C).
        true: classes as numbers from 0, shape (V,).
        signers: groups as numbers, shape (V,); of one group its hands are dealt out.
    """
    present, codes = np.unique(signers, return_inverse=True)
    if len(present) == 1:
        codes = np.arange(len(true))
    count = int(codes.max()) + 1
    part = default_rng(0).permutation(count)[codes] % min(PARTS, count)

    def surprise(strength: float) -> float:
        total = 0.0
        for held in np.unique(part) if count > 1 else ():
            out = part == held
            told = fitted_calibration(probabilities[~out], true[~out], strength)
            right = told.applied(probabilities[out])[np.arange(out.sum()), true[out]]
            total -= float(np.log(np.maximum(right, SMALLEST)).sum())
        return total

    # Of equals the strongest: without evidence probabilities stay as they are.
    return min(reversed(STRENGTHS), key=surprise)


def drawn_offsets(
    calibration: Calibration,
    probabilities: Reals,
    true: NDArray[np.intp],
    weights: Reals,
) -> Reals:
    """Return offsets that vary as those of R drawn samples of the known hands would.

    One step of Newton's method from the calibration of all; the slope stays. The drawn
    offsets are held as weakly as any are: how far the held ones are from the truth does
    not show in how little they move.

    Args:
        calibration: fitted on all V hands.
        probabilities: shape (V, C).
        true: classes as numbers from 0, shape (V,).
        weights: how often each hand was drawn, shape (R, V).

    Returns:
        Shape (R, C).
    """
    logs = _logs(probabilities)
    shares = calibration.applied(probabilities)
    pulls = (weights - 1.0) @ _pulls(logs, shares, true)
    bent = _curvature(logs, shares, min(STRENGTHS))
    step = _solved(bent, pulls.T, 1 + np.unique(true))
    moved: Reals = calibration.offsets + step.T[:, 1:]
    return moved


def _logs(probabilities: Reals) -> Reals:
    logs: Reals = np.log(np.maximum(probabilities, SMALLEST))
    return logs


def _softmax(scores: Reals) -> Reals:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Reals = raised / raised.sum(axis=1, keepdims=True)
    return shares


def _pulls(logs: Reals, shares: Reals, true: NDArray[np.intp]) -> Reals:
    """Return the gradient of each hand's log-likelihood, shape (V, 1 + C)."""
    short = -shares
    short[np.arange(len(true)), true] += 1.0
    return np.column_stack([(short * logs).sum(axis=1), short])


def _held(found: Reals, strength: float) -> Reals:
    held = strength * found
    held[0] = SLOPE_STRENGTH * (found[0] - 1.0)
    return held


def _curvature(logs: Reals, shares: Reals, strength: float) -> Reals:
    """Return minus the second derivatives of the penalised log-likelihood."""
    tilted = (shares * logs).sum(axis=1)  # (V,)
    across = ((logs - tilted[:, None]) * shares).sum(axis=0)  # (C,)
    bent = np.empty((len(across) + 1, len(across) + 1))
    bent[0, 0] = (shares * logs**2).sum() - (tilted**2).sum() + SLOPE_STRENGTH
    bent[0, 1:] = bent[1:, 0] = across
    bent[1:, 1:] = np.diag(shares.sum(axis=0) + strength) - shares.T @ shares
    return bent


def _solved(bent: Reals, pull: Reals, free: NDArray[np.intp]) -> Reals:
    """Return Newton's step of the free numbers; the others do not move."""
    step = np.zeros_like(pull)
    step[free] = np.linalg.solve(bent[np.ix_(free, free)], pull[free])
    return step


def _uphill(
    found: Reals, step: Reals, logs: Reals, true: NDArray[np.intp], strength: float
) -> Reals:
    """Return where a step leads, shortened until it does not lead down."""

    def height(place: Reals) -> float:
        right = _softmax(place[0] * logs + place[1:])[np.arange(len(true)), true]
        penalty = _held(place, strength) @ (place - np.eye(len(place))[0])
        return float(np.log(np.maximum(right, 1e-300)).sum() - penalty / 2)

    now = height(found)
    for _ in range(HALVINGS):
        if height(found + step) >= now:
            return found + step
        step = step / 2
    return found
