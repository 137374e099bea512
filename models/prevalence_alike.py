"""Items that say nearly the same, counted as one: estimates of many cost what few cost.

The shares with which probabilities agree are found in many rounds over all items, for
each bootstrap sample anew. So samples are of kinds of items; the estimate itself begins at
that of the kinds and ends on all.

Measured on three made runs of 20,000 hands of 30 classes, nearly all unsure: estimates are
the same within 1e-5. The ends of calibrated intervals, .016 wide on average, lie .002 from
those of samples of all hands (.014 at most); by labels, .034 wide, .0007 (.007 at most).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls
from scipy.sparse import csr_array

from models.prevalence import SMALLEST, Codes, Reals, Shares, likeliest

SURE: Final = 0.995
"""Items of at least this probability are alike if they are of one class."""
ALONE: Final = 3_000
"""Up to so many items that are less sure are each a kind of their own."""
BINS: Final = (32, 16, 8, 4, 2, 1)
"""Into so many steps of doubt items of the same two likeliest classes fall, at first."""
ROUNDS: Final = 40
_HALVINGS: Final = 20
_RIDGE: Final = 1e-10
_NEAR: Final = 1e-4
"""A step this small leads to less than a thousandth of itself from the end."""
_AT_ONCE: Final = 65_536
_NEAR_BY: Final = 4_096
"""Rows that stay near the processor while they are gone through."""
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


def kinds_of(probabilities: Shares) -> Kinds:
    """Return items as kinds: the sure of one class, and if they are many those alike.

    Alike are items of the same two likeliest classes and about the same doubt.

    Args:
        probabilities: shape (N, C).
    """
    said = likeliest(probabilities)
    codes, unsure = said.codes.copy(), np.flatnonzero(said.sure < SURE)
    first = said.classes
    if len(unsure) <= ALONE:
        codes[unsure] = first + np.arange(len(unsure))
    else:
        codes[unsure] = first + _alike(probabilities, unsure)
    _, codes = np.unique(codes, return_inverse=True)
    sizes = np.bincount(codes)
    sums = np.zeros((len(sizes), said.classes))
    for here in slices(len(codes)):
        rows = np.asarray(probabilities[here], np.float64)
        sums += into_groups(codes[here], np.ones(len(rows)), len(sizes)) @ rows
    return Kinds(codes, sums / sizes[:, None])


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """Where estimates of some of many items begin: those of all.

    Attributes:
        shares: with which all items agree, shape (C,).
        of_kinds: the same of their kinds, shape (C,).
    """

    shares: Reals
    of_kinds: Reals


def agreed_shares(
    probabilities: Shares,
    weights: Reals,
    prior: Reals,
    kinds: Kinds,
    start: Start | None = None,
) -> Reals:
    """Return `saerens_shares` of many items, found sooner.

    By sequential quadratic programming (Kim et al., A fast algorithm for maximum
    likelihood estimation of mixture proportions, 2020,
    doi:10.1080/10618600.2019.1689985), of their kinds first: from there all items are
    gone through a few times.

    Args:
        probabilities: calibrated, shape (N, C).
        weights: what each item counts, shape (N,).
        prior: class shares for which they were calibrated, shape (C,).
        kinds: of the items.
        start: estimates of more items; None: there are none.
    """
    of_kinds = shares_of_kinds(kinds, weights, prior, start)
    if start is None:
        return _likeliest_shares(probabilities, weights, prior, of_kinds)
    # Items are as far from their kinds, nearly, as all of them are.
    first = np.maximum(start.shares + (of_kinds - start.of_kinds), 0.0)
    return _likeliest_shares(probabilities, weights, prior, first / first.sum())


def shares_of_kinds(
    kinds: Kinds, weights: Reals, prior: Reals, start: Start | None = None
) -> Reals:
    """Return `agreed_shares` of items that are taken for their kinds, shape (C,)."""
    first = prior / prior.sum() if start is None else start.of_kinds
    return _likeliest_shares(kinds.probabilities, kinds.weights(weights), prior, first)


def posterior(probabilities: Shares, factors: Reals) -> Reals:
    """Return probabilities with each class multiplied, rows of sum 1, shape (N, C)."""
    moved = probabilities * factors
    moved /= np.maximum(moved.sum(axis=1, keepdims=True), SMALLEST)
    return moved


def grouped_posterior(
    probabilities: Shares, weights: Reals, factors: Reals, groups: Codes, count: int
) -> Reals:
    """Return weighted sums of what `posterior` returns by group, shape (count, C)."""
    sums = np.zeros((count, len(factors)))
    for here in slices(len(weights)):
        rows = posterior(np.asarray(probabilities[here], np.float64), factors)
        sums += into_groups(groups[here], weights[here], count) @ rows
    return sums


def _likeliest_shares(
    probabilities: Shares, weights: Reals, prior: Reals, start: Reals
) -> Reals:
    """Return the shares under which the items are likeliest, from some to begin with."""
    shares, here = start, _looked(probabilities, weights, prior, start)
    for _ in range(ROUNDS):
        best = _best_by_curve(here)
        best /= best.sum()
        if np.abs(best - shares).max() < _NEAR:
            return best
        there = _looked(probabilities, weights, prior, best)
        for _ in range(_HALVINGS):
            if there.likelihood >= here.likelihood:
                break
            best = (best + shares) / 2
            there = _looked(probabilities, weights, prior, best)
        shares, here = best, there
    return shares


@dataclass(frozen=True, slots=True)
class _Look:
    """The likelihood of shares, and how it changes with them.

    Attributes:
        likelihood: its logarithm, but for a constant.
        slope: shape (C,).
        curve: minus the second derivatives, shape (C, C).
    """

    likelihood: float
    slope: Reals
    curve: Reals


def _looked(
    probabilities: Shares, weights: Reals, prior: Reals, shares: Reals
) -> _Look:
    classes = len(prior)
    slope, curve, likelihood = np.zeros(classes), np.zeros((classes, classes)), 0.0
    for here in slices(len(weights), _NEAR_BY):
        counts = weights[here]
        if not counts.any():
            continue
        rows = np.array(probabilities[here], np.float64)
        expected = np.maximum(rows @ (shares / prior), SMALLEST)
        root = np.sqrt(counts)
        rows *= (root / expected)[:, None]
        slope += root @ rows
        curve += rows.T @ rows
        likelihood += float(counts @ np.log(expected))
    slope, curve = slope / prior, curve / np.outer(prior, prior)
    everything = max(float(weights.sum()), SMALLEST)
    return _Look(likelihood / everything, slope / everything, curve / everything)


def _best_by_curve(here: _Look) -> Reals:
    """Return the shares, none negative, that are best if the curve bends no more."""
    bent = here.curve + _RIDGE * np.diag(np.diag(here.curve) + 1.0)
    root = np.linalg.cholesky(bent).T
    wanted = np.linalg.solve(root.T, 2 * here.slope - 1.0)
    best: Reals = nnls(root, wanted)[0]
    return best


def into_groups(groups: Codes, weights: Reals, count: int) -> csr_array:
    """Return what sums weighted rows by group, shape (count, n)."""
    columns = np.arange(len(groups))
    return csr_array((weights, (groups, columns)), shape=(count, len(groups)))


def slices(count: int, at_once: int = _AT_ONCE) -> Iterator[slice]:
    """Yield slices of so many items, some at a time: copies of all would be large."""
    for first in range(0, count, at_once):
        yield slice(first, first + at_once)


def _alike(probabilities: Shares, places: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return a number of the kind of some items; at most about `ALONE` kinds."""
    pairs, doubts = [], []
    for here in slices(len(places)):
        rows = probabilities[places[here]]
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


def _pair(rows: Shares, order: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return one number for the two likeliest classes of each row, likeliest first."""
    values = np.take_along_axis(rows, order, axis=1)
    swapped = values[:, 0] > values[:, 1]
    first = np.where(swapped, order[:, 0], order[:, 1])
    pair: NDArray[np.intp] = first * rows.shape[1] + order.sum(axis=1) - first
    return pair
