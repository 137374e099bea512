"""Whether corpora use handshapes alike: effect size, tests, intervals, rank correlation.

What is tested is whether signs could as well have come from any of the corpora: signs
are dealt anew to corpora of the same sizes, and what is seen is compared with what that
gives. A sign is dealt whole, with all its clips and hands.

K corpora, C handshapes; S signs of one corpus.

References: Cramér, Mathematical Methods of Statistics, 1946 (V); Phipson and Smyth,
Permutation p-values should never be zero, 2010, doi:10.2202/1544-6115.1585; Holm, A simple
sequentially rejective multiple test procedure, 1979, https://www.jstor.org/stable/4615733;
Wilson, Probable inference, 1927, doi:10.1080/01621459.1927.10502953; Kish, Survey Sampling,
1965 (how many cases weights leave); Zou and Donner, Construction of confidence limits about
effect measures, 2008, doi:10.1002/sim.3095 (interval of a difference from two intervals);
Bonett and Wright, Sample size requirements for estimating Pearson, Kendall and Spearman
correlations, 2000, doi:10.1007/BF02294183.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import default_rng
from numpy.typing import NDArray

from models.dealt_signs import dealt_shares
from store.errors import CallError

Reals = NDArray[np.float64]
PERMUTATIONS: Final = 1999
NORMAL_95: Final = 1.959963984540054
RANKED_AT_LEAST: Final = 4
"""Handshapes of which a rank correlation has an interval at all."""
_CLOSE: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Shares:
    """Share of each handshape with its 95 % interval, shapes (C,)."""

    share: Reals
    low: Reals
    high: Reals


@dataclass(frozen=True, slots=True)
class OverallTest:
    """Whether corpora differ at all.

    Attributes:
        v: Cramér's V, from 0 (alike) to 1, every corpus weighing the same.
        by_chance: mean V of signs that were dealt anew: few signs never look alike.
        p: how often dealt signs differ at least as much.
        permutations: how often they were dealt.
    """

    v: float
    by_chance: float
    p: float
    permutations: int


@dataclass(frozen=True, slots=True)
class Differences:
    """First corpus minus second, by handshape; shapes (C,).

    Attributes:
        difference, low, high: with its 95 % interval.
        p: by dealing signs anew, two-sided.
        adjusted: the same after Holm, over the handshapes that occur.
        test: of all handshapes together.
    """

    difference: Reals
    low: Reals
    high: Reals
    p: Reals
    adjusted: Reals
    test: OverallTest

    @property
    def established(self) -> NDArray[np.bool_]:
        """Where both hold: adjusted p below 5 %, and an interval without 0, shape (C,)."""
        apart = (self.low > 0) | (self.high < 0)
        found: NDArray[np.bool_] = apart & (self.adjusted < 0.05)  # noqa: PLR2004
        return found


@dataclass(frozen=True, slots=True)
class RankCorrelation:
    """Spearman's rho over some handshapes; NaN where it, or its interval, is not known."""

    rho: float
    low: float
    high: float
    handshapes: int


def wilson_shares(counts: Reals) -> Shares:
    """Return shares of the signs of one corpus with Wilson's intervals.

    Args:
        counts: what each sign counts for each handshape, shape (S, C). Signs that count
            differently leave fewer cases (Kish).

    Raises:
        CallError: nothing counts.
    """
    weights = counts.sum(axis=1)
    total = float(weights.sum())
    if total <= 0:
        raise CallError("There is no handshape to count.")
    share = counts.sum(axis=0) / total
    low, high = wilson(share, total**2 / float((weights**2).sum()))
    return Shares(share, low, high)


def wilson(share: Reals, cases: float) -> tuple[Reals, Reals]:
    """Return both ends of Wilson's 95 % interval of shares among so many cases."""
    z2 = NORMAL_95**2
    middle = (share + z2 / (2 * cases)) / (1 + z2 / cases)
    spread = np.sqrt(share * (1 - share) / cases + z2 / (4 * cases**2))
    half = NORMAL_95 * spread / (1 + z2 / cases)
    return np.maximum(middle - half, 0.0), np.minimum(middle + half, 1.0)


def drawn_shares(drawn: Reals) -> Shares:
    """Return shares with percentile intervals.

    Args:
        drawn: the estimate, then bootstrap samples, shape (1 + draws, C); rows of NaN
            are samples in which nothing was counted.
    """
    samples = drawn[1:][np.isfinite(drawn[1:]).all(axis=1)]
    if not len(samples):
        return Shares(drawn[0], np.zeros_like(drawn[0]), np.ones_like(drawn[0]))
    low, high = np.percentile(samples, (2.5, 97.5), axis=0)
    return Shares(drawn[0], np.minimum(low, drawn[0]), np.maximum(high, drawn[0]))


def cramers_v(shares: Reals) -> Reals:
    """Return Cramér's V of corpora of the same weight.

    A large corpus beside a small one does not make it smaller, as it would with counts.

    Args:
        shares: rows of sum 1, shape (..., K, C).

    Returns:
        Shape (...).
    """
    middle = shares.mean(axis=-2, keepdims=True)
    parts = (shares - middle) ** 2 / np.where(middle > 0, middle, 1.0)
    corpora, classes = shares.shape[-2], int((middle > 0).any(axis=-2).sum(-1).max())
    degrees = max(1, min(corpora, classes) - 1)
    v: Reals = np.sqrt(parts.sum(axis=(-2, -1)) / corpora / degrees)
    return v


def overall_test(
    counts: Sequence[Reals], *, permutations: int = PERMUTATIONS, seed: int = 0
) -> OverallTest:
    """Return whether the signs of corpora could be dealt to them in any other way.

    Args:
        counts: of each corpus what each sign counts for each handshape, (S, C) each.
        permutations: how often signs are dealt anew.
        seed: of the dealing.
    """
    seen = np.stack([_share(of) for of in counts])
    dealt = dealt_shares(counts, permutations, default_rng(seed))
    return _test(float(cramers_v(seen)), cramers_v(dealt))


def differences(
    counts: tuple[Reals, Reals],
    shares: tuple[Shares, Shares],
    *,
    permutations: int = PERMUTATIONS,
    seed: int = 0,
) -> Differences:
    """Return how two corpora differ, handshape by handshape.

    Args:
        counts: of each corpus what each sign counts for each handshape, (S, C) each.
        shares: of each corpus, with intervals: those of the differences come from them.
        permutations: how often signs are dealt anew.
        seed: of the dealing.
    """
    one, other = shares
    seen = np.stack([_share(of) for of in counts])
    dealt = dealt_shares(counts, permutations, default_rng(seed))
    least = np.abs(seen[0] - seen[1]) - _CLOSE
    beyond = (np.abs(dealt[:, 0] - dealt[:, 1]) >= least).sum(axis=0)
    p = (1 + beyond) / (1 + len(dealt))
    occurs = (seen > 0).any(axis=0)
    difference = one.share - other.share
    down = np.hypot(one.share - one.low, other.high - other.share)
    up = np.hypot(one.high - one.share, other.share - other.low)
    return Differences(
        difference=difference,
        low=difference - down,
        high=difference + up,
        p=p,
        adjusted=_holm_of(p, occurs),
        test=_test(float(cramers_v(seen)), cramers_v(dealt)),
    )


def holm(p: Reals) -> Reals:
    """Return p-values corrected for their number by Holm's procedure."""
    order = np.argsort(p, kind="stable")
    steps = p[order] * np.arange(len(p), 0, -1)
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return adjusted


def rank_correlation(first: Reals, second: Reals) -> RankCorrelation:
    """Return Spearman's rho of two corpora over the same handshapes, shapes (C,).

    The interval takes the handshapes as a sample of those that there could be.
    """
    number = len(first)
    nothing = RankCorrelation(math.nan, math.nan, math.nan, number)
    if number < RANKED_AT_LEAST or not (np.ptp(first) and np.ptp(second)):
        return nothing
    rho = float(np.corrcoef(_ranks(first), _ranks(second))[0, 1])
    if abs(rho) > 1 - _CLOSE:
        # Orders that agree wholly say nothing of how far others would stray.
        return RankCorrelation(rho, math.nan, math.nan, number)
    half = NORMAL_95 * math.sqrt((1 + rho**2 / 2) / (number - 3))
    low, high = (math.tanh(math.atanh(rho) + side * half) for side in (-1, 1))
    return RankCorrelation(rho, low, high, number)


def moved(first: Reals, second: Reals) -> float:
    """Return the share that would have to change its handshape: half the L1 distance."""
    return float(np.abs(first - second).sum() / 2)


def coverage(shares: Reals) -> Reals:
    """Return the share that the k commonest cover, for k from 1, shape (C,)."""
    return np.cumsum(-np.sort(-shares))


def _ranks(values: Reals) -> Reals:
    """Return ranks from 1; those that are alike share their mean rank."""
    _, place, alike = np.unique(values, return_inverse=True, return_counts=True)
    ranks: Reals = (np.cumsum(alike) - (alike - 1) / 2)[place]
    return ranks


def _share(counts: Reals) -> Reals:
    totals = counts.sum(axis=0)
    share: Reals = totals / max(float(totals.sum()), _CLOSE)
    return share


def _test(seen: float, dealt: Reals) -> OverallTest:
    beyond = int((dealt >= seen - _CLOSE).sum())
    p = (1 + beyond) / (1 + len(dealt))
    return OverallTest(seen, float(dealt.mean()), p, len(dealt))


def _holm_of(p: Reals, counted: NDArray[np.bool_]) -> Reals:
    adjusted = np.ones_like(p)
    adjusted[counted] = holm(p[counted])
    return adjusted
