"""Signs of several corpora dealt anew to corpora of the same sizes, at random."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Reals = NDArray[np.float64]
KINDS_AT_MOST: Final = 256
"""Different signs, as they are counted, that are dealt by kind."""
_AT_ONCE: Final = 4_000_000
"""Signs times permutations that are held in memory together."""
_CLOSE: Final = 1e-9


def dealt_shares(counts: Sequence[Reals], permutations: int, rng: Generator) -> Reals:
    """Return shares of corpora whose signs were dealt anew, (permutations, K, C)."""
    every = np.concatenate(counts)  # (G, C)
    sizes = [len(of) for of in counts]
    kinds, number = np.unique(every, axis=0, return_counts=True)
    if len(kinds) <= KINDS_AT_MOST:
        sums = _dealt_kinds(number, sizes, permutations, rng) @ kinds
    else:
        sums = _dealt_signs(every, sizes, permutations, rng)
    dealt: Reals = sums / np.maximum(sums.sum(axis=2, keepdims=True), _CLOSE)
    return dealt


def _dealt_kinds(
    number: NDArray[np.intp], sizes: Sequence[int], permutations: int, rng: Generator
) -> Reals:
    """Return how many signs of each kind fall to each corpus, (permutations, K, kinds).

    Signs of which only a few kinds exist need not be dealt one by one.
    """
    left = np.tile(number, (permutations, 1))
    dealt = np.zeros((permutations, len(sizes), len(number)))
    for corpus, size in enumerate(sizes[:-1]):
        wanted = np.full(permutations, size)
        others = left.sum(axis=1)
        for kind in range(len(number)):
            others -= left[:, kind]
            drawn = rng.hypergeometric(left[:, kind], others, wanted)
            dealt[:, corpus, kind] = drawn
            left[:, kind] -= drawn
            wanted -= drawn
    dealt[:, -1] = left
    return dealt


def _dealt_signs(
    every: Reals, sizes: Sequence[int], permutations: int, rng: Generator
) -> Reals:
    """Return the sums of the signs that fall to each corpus, (permutations, K, C)."""
    rows = every.astype(np.float32)
    ends = np.cumsum(sizes)
    parts = []
    chunk = max(1, _AT_ONCE // len(rows))
    for done in range(0, permutations, chunk):
        number = min(chunk, permutations - done)
        order = rng.permuted(np.tile(np.arange(len(rows)), (number, 1)), axis=1)
        sums = [
            _summed(rows, order[:, end - size : end])
            for size, end in zip(sizes[:-1], ends[:-1], strict=True)
        ]
        last = np.maximum(every.sum(axis=0) - sum(sums), 0.0)
        parts.append(np.stack([*sums, last], axis=1))
    return np.concatenate(parts)


def _summed(rows: NDArray[np.float32], chosen: NDArray[np.intp]) -> Reals:
    """Return the sum of chosen rows, a choice per row, (permutations, C)."""
    marks = np.zeros((len(chosen), len(rows)), np.float32)
    np.put_along_axis(marks, chosen, 1.0, axis=1)
    sums: Reals = (marks @ rows).astype(np.float64)
    return sums
