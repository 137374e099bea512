"""How good a ranking of signs is: recall@k, mean average precision, median rank.

A query has found a sign where a clip of the same gloss stands among the first k. Ties are
broken against us: of equally similar clips those of other glosses stand first, so that a
search that gives everything the same similarity finds nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import default_rng
from numpy.typing import NDArray

Reals = NDArray[np.float64]
RECALL_AT: Final = (1, 5, 10, 50)
DRAWS: Final = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Rankings:
    """How each of Q queries went.

    Attributes:
        glosses: of the queries, shape (Q,).
        first_rank: rank of the first clip of the same gloss, from 1, shape (Q,).
        average_precision: shape (Q,).
        left_out: queries whose gloss the gallery has not.
    """

    glosses: NDArray[np.str_]
    first_rank: NDArray[np.int64]
    average_precision: Reals
    left_out: int

    def recall_at(self, k: int) -> Reals:
        """Return 1 for each query that found its gloss among the first k, else 0."""
        return (self.first_rank <= k).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with its 95 % interval over drawn glosses."""

    value: float
    low: float
    high: float


def ranked(
    similarities: Reals,
    queries: Sequence[str],
    gallery: Sequence[str],
    *,
    same: NDArray[np.bool_] | None = None,
) -> Rankings:
    """Return how queries went.

    Args:
        similarities: shape (Q, G); NaN stands last.
        queries: glosses of the queries.
        gallery: glosses of the gallery.
        same: True where a gallery clip is the query itself, which is left out; shape
            (Q, G); None: nowhere.
    """
    query_glosses = np.array(queries, dtype=np.str_)
    relevant = query_glosses[:, None] == np.array(gallery, dtype=np.str_)[None]
    out = np.zeros(relevant.shape, bool) if same is None else same
    found = (relevant & ~out).any(axis=1)
    firsts, precisions = [], []
    for row in np.flatnonzero(found):
        kept = ~out[row]
        right = relevant[row][kept]
        likeness = np.nan_to_num(similarities[row][kept], nan=-np.inf)
        order = np.lexsort((right, -likeness))
        ranks = 1 + np.flatnonzero(right[order])
        firsts.append(int(ranks[0]))
        precisions.append(float((np.arange(1, 1 + len(ranks)) / ranks).mean()))
    return Rankings(
        query_glosses[found],
        np.array(firsts, np.int64),
        np.array(precisions, np.float64),
        left_out=int((~found).sum()),
    )


def joined(parts: Sequence[Rankings]) -> Rankings:
    """Return the queries of several rankings, e.g. of folds, as one."""
    return Rankings(
        np.concatenate([part.glosses for part in parts]),
        np.concatenate([part.first_rank for part in parts]),
        np.concatenate([part.average_precision for part in parts]),
        left_out=sum(part.left_out for part in parts),
    )


def figures(
    rankings: Rankings, *, draws: int = DRAWS, seed: int = 0
) -> dict[str, Interval]:
    """Return recall@k, mean average precision and median rank, with intervals.

    Args:
        rankings: of at least one query.
        draws: bootstrap samples; whole glosses are drawn.
        seed: of them.
    """
    samples = _drawn(rankings.glosses, draws, seed)
    told = {f"recall@{k}": rankings.recall_at(k) for k in RECALL_AT}
    told["mean average precision"] = rankings.average_precision
    found = {
        name: _interval(np.array([values[rows].mean() for rows in samples]))
        for name, values in told.items()
    }
    medians = np.array([np.median(rankings.first_rank[rows]) for rows in samples])
    return {**found, "median rank": _interval(medians)}


def difference(
    ours: Reals, theirs: Reals, glosses: NDArray[np.str_], *, seed: int = 0
) -> Interval:
    """Return the mean of ours minus theirs over the same queries, glosses drawn."""
    apart = ours - theirs
    samples = _drawn(glosses, DRAWS, seed)
    return _interval(np.array([apart[rows].mean() for rows in samples]))


def _drawn(glosses: NDArray[np.str_], draws: int, seed: int) -> list[NDArray[np.intp]]:
    """Return all rows, then those of glosses drawn with replacement."""
    _, codes = np.unique(glosses, return_inverse=True)
    rows_of = [np.flatnonzero(codes == code) for code in range(codes.max() + 1)]
    rng = default_rng(seed)
    samples = [np.arange(len(glosses))]
    for _ in range(draws):
        chosen = rng.integers(0, len(rows_of), len(rows_of))
        samples.append(np.concatenate([rows_of[code] for code in chosen]))
    return samples


def _interval(values: Reals) -> Interval:
    """Return the first value, with the interval of the others."""
    low, high = (
        np.percentile(values[1:], (2.5, 97.5)) if len(values) > 1 else (values[0],) * 2
    )
    return Interval(float(values[0]), float(low), float(high))
