"""Probabilities that mean what they say: one temperature, found on validation.

Reference: Guo et al., On calibration of modern neural networks, ICML 2017,
arXiv:1706.04599.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]
RANGE: Final = (0.05, 20.0)
_GOLDEN: Final = (5**0.5 - 1) / 2
_ROUNDS: Final = 60


def probabilities(scores: Reals, temperature: float = 1.0) -> Reals:
    """Return the softmax of scores over a temperature, shape (N, C)."""
    scaled = scores / temperature
    scaled = scaled - scaled.max(axis=1, keepdims=True)
    raised = np.exp(scaled)
    shares: Reals = raised / raised.sum(axis=1, keepdims=True)
    return shares


def surprise(scores: Reals, true: NDArray[np.intp], temperature: float) -> float:
    """Return the mean of minus the logarithm of the true class's probability."""
    shares = probabilities(scores, temperature)[np.arange(len(true)), true]
    return float(-np.log(np.maximum(shares, 1e-12)).mean())


def fitted_temperature(scores: Reals, true: NDArray[np.intp]) -> float:
    """Return the temperature of least surprise; 1 where there is nothing to fit it on.

    The surprise has one minimum over the inverse temperature, so that a golden-section
    search over its logarithm finds it.

    Args:
        scores: of validation examples, shape (N, C).
        true: classes as numbers from 0, shape (N,).
    """
    if not len(true):
        return 1.0
    low, high = np.log(RANGE)
    for _ in range(_ROUNDS):
        first, second = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
        if surprise(scores, true, np.exp(first)) < surprise(
            scores, true, np.exp(second)
        ):
            high = second
        else:
            low = first
    return float(np.exp((low + high) / 2))
