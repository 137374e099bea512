"""Probabilities of several classifiers multiplied, each to a power, and the best powers."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]
SHARES: Final = np.linspace(0, 1, 21)
"""Weights that are tried of one classifier against all others."""
SMALLEST: Final = 1e-12
ROUNDS: Final = 20


def pooled(said: Reals, weights: Reals) -> Reals:
    """Return probabilities multiplied, each to the power of its weight.

    Args:
        said: by K classifiers of N hands, shape (K, N, C).
        weights: shape (K,), or (K, N) where they differ by hand.

    Returns:
        Rows of sum 1, shape (N, C).
    """
    each = weights.reshape(len(said), -1, 1)  # (K, N or 1, 1)
    logs = (each * np.log(np.maximum(said, SMALLEST))).sum(axis=0)
    raised = np.exp(logs - logs.max(axis=1, keepdims=True))
    shares: Reals = raised / raised.sum(axis=1, keepdims=True)
    return shares


def best_weights(said: Reals, true: NDArray[np.intp]) -> Reals:
    """Return the weights under which the true classes surprise least.

    The surprise is convex in the weights: one after the other is set against all others
    until nothing changes.

    Args:
        said: shape (K, N, C).
        true: shape (N,); without any the weights are equal.

    Returns:
        From 0 to 1, of sum 1, shape (K,).
    """
    weights = equal_weights(len(said))
    for _ in range(ROUNDS if len(true) else 0):
        before = weights
        for one in range(len(said)):
            weights = _set_against_others(said, true, weights, one)
        if np.allclose(weights, before):
            break
    return weights


def surprise(said: Reals, true: NDArray[np.intp], weights: Reals) -> float:
    """Return the mean of minus the logarithm of the true classes' pooled probability."""
    shares = pooled(said, weights)[np.arange(len(true)), true]
    return float(-np.log(np.maximum(shares, SMALLEST)).mean())


def equal_weights(count: int) -> Reals:
    """Return weights of sum 1 for classifiers of which nothing is known."""
    return np.full(count, 1 / count)


def _set_against_others(
    said: Reals, true: NDArray[np.intp], weights: Reals, one: int
) -> Reals:
    """Return the weights with the best share of one classifier."""
    alone = np.eye(len(said))[one]
    rest = np.where(alone > 0, 0, weights)
    rest = rest / rest.sum() if rest.any() else (1 - alone) / (len(said) - 1)
    tried = [(1 - share) * rest + share * alone for share in SHARES]
    return min(tried, key=lambda weights: surprise(said, true, weights))
