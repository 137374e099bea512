"""How much two groupings of the same things say about each other.

Reference: Vinh, Epps and Bailey, Information theoretic measures for clusterings
comparison, JMLR 2010.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.signedinteger[Any]]
"""Groups as numbers from 0, shape (N,)."""


def codes_of(names: NDArray[np.generic]) -> NDArray[np.int64]:
    """Return names (or numbers with gaps) as numbers from 0."""
    numbered: NDArray[np.int64] = np.unique(names, return_inverse=True)[1]
    return numbered


def counts_together(one: Codes, other: Codes) -> NDArray[np.int64]:
    """Return how often each pair of groups meets, shape (groups, other groups)."""
    shape = (int(one.max(initial=-1)) + 1, int(other.max(initial=-1)) + 1)
    flat = one.astype(np.int64) * shape[1] + other
    return np.bincount(flat, minlength=shape[0] * shape[1]).reshape(shape)


def mutual_information(counts: NDArray[np.int64]) -> float:
    """Return the mutual information of two groupings, in nats."""
    shares = counts[counts > 0] / counts.sum()
    joint = float((shares * np.log(shares)).sum())
    return joint + entropy(counts.sum(axis=0)) + entropy(counts.sum(axis=1))


def entropy(sizes: NDArray[np.int64]) -> float:
    """Return the entropy of groups of these sizes, in nats."""
    shares = sizes[sizes > 0] / sizes.sum()
    return float(-(shares * np.log(shares)).sum())


def normalized_mutual_information(one: Codes, other: Codes) -> float:
    """Return mutual information over the mean of the entropies, from 0 to 1.

    Two groupings of one group each say the same: 1.
    """
    counts = counts_together(one, other)
    mean = (entropy(counts.sum(axis=0)) + entropy(counts.sum(axis=1))) / 2
    return mutual_information(counts) / mean if mean else 1.0
