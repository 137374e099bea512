"""Items that say nearly the same, counted as one: estimates of many cost what few cost.

The shares with which probabilities agree are found in many rounds over all items, for
each bootstrap sample anew. Which of two items alike was drawn moves no sample, so samples
are of kinds of items; the estimate itself begins at that of the kinds and ends on all.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.prevalence import CLOSE, Reals, saerens_shares

SURE: Final = 0.995
"""Items of at least this probability are alike if they are of one class."""
ALONE: Final = 3_000
"""Up to so many items that are less sure are each a kind of their own."""
BINS: Final = (32, 16, 8, 4, 2, 1)
"""Into so many steps of doubt items of the same two likeliest classes fall, at first."""
_AT_ONCE: Final = 65_536
_LEAST_DOUBT: Final = 1e-4


@dataclass(frozen=True, slots=True)
class Kinds:
    """N items as K kinds.

    Attributes:
        codes: kind of each item, shape (N,).
        probabilities: mean of each kind, shape (K, C).
    """

    codes: NDArray[np.intp]
    probabilities: Reals

    def weights(self, items: Reals) -> Reals:
        """Return how much each kind counts where items count so much, shape (K,)."""
        return np.bincount(self.codes, items, len(self.probabilities)).astype(float)


def kinds_of(probabilities: Reals) -> Kinds:
    """Return items as kinds: the sure of one class, and if they are many those alike.

    Alike are items of the same two likeliest classes and about the same doubt.

    Args:
        probabilities: shape (N, C).
    """
    most = probabilities.max(axis=1)
    codes = probabilities.argmax(axis=1)
    unsure = np.flatnonzero(most < SURE)
    first = probabilities.shape[1]
    if len(unsure) <= ALONE:
        codes[unsure] = first + np.arange(len(unsure))
    else:
        codes[unsure] = first + _alike(probabilities, unsure)
    _, codes = np.unique(codes, return_inverse=True)
    sizes = np.bincount(codes)
    sums = [np.bincount(codes, column, len(sizes)) for column in probabilities.T]
    return Kinds(codes, np.stack(sums, axis=1) / sizes[:, None])


def agreed_shares(
    probabilities: Reals, weights: Reals, prior: Reals, kinds: Kinds | None = None
) -> Reals:
    """Return `saerens_shares` of many items, found sooner: those of their kinds first.

    Args:
        probabilities: calibrated, shape (N, C).
        weights: what each item counts, shape (N,).
        prior: class shares for which they were calibrated, shape (C,).
        kinds: of the items, where they are known.
    """
    kinds = kinds or kinds_of(probabilities)
    start = saerens_shares(
        kinds.probabilities, kinds.weights(weights), prior, close=CLOSE / 10
    )
    return saerens_shares(probabilities, weights, prior, start=start)


def _alike(probabilities: Reals, places: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return a number of the kind of some items; at most about `ALONE` kinds."""
    pairs, doubts = [], []
    for i in range(0, len(places), _AT_ONCE):
        rows = probabilities[places[i : i + _AT_ONCE]]
        order = np.argpartition(rows, -2, axis=1)[:, -2:]
        second, most = np.sort(np.take_along_axis(rows, order, axis=1), axis=1).T
        pairs.append(_pair(rows, order))
        doubts.append(np.stack([1 - most, (1 - most - second).clip(0)]))
    pair, doubt = np.concatenate(pairs), np.concatenate(doubts, axis=1)
    depth = np.log(np.maximum(doubt, _LEAST_DOUBT)) / np.log(_LEAST_DOUBT)
    codes = pair
    for bins in BINS:
        steps = np.minimum(depth * bins, bins - 1).astype(np.intp)
        kind = (pair * bins + steps[0]) * bins + steps[1]
        codes = np.unique(kind, return_inverse=True)[1]
        if codes.max() < ALONE:
            break
    return codes


def _pair(rows: Reals, order: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return one number for the two likeliest classes of each row, likeliest first."""
    values = np.take_along_axis(rows, order, axis=1)
    swapped = values[:, 0] > values[:, 1]
    first = np.where(swapped, order[:, 0], order[:, 1])
    pair: NDArray[np.intp] = first * rows.shape[1] + order.sum(axis=1) - first
    return pair
