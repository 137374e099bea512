"""Who searches among whom: leave-one-out, folds, halves, glosses never seen."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.random import default_rng
from numpy.typing import NDArray

from models.retrieval.metrics import Rankings, joined, ranked
from models.retrieval.smoothing import smoothed_similarities
from models.retrieval.threshold import centred, middle

Vectors = NDArray[np.float32]
Glosses = NDArray[np.str_]
Chosen = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """Which of N clips are looked for, and which are searched; both of shape (N,).

    A clip that is in both never finds itself.
    """

    queries: Chosen
    gallery: Chosen


def searched(
    vectors: Vectors, glosses: Glosses, searches: list[Search], *, neighbours: int = 0
) -> Rankings:
    """Return how queries find their glosses, all searches taken together.

    Args:
        vectors: of N clips, shape (N, D).
        glosses: of the clips, shape (N,); those that the gallery has not (but for the
            query itself) are left out and counted.
        searches: one or more.
        neighbours: with which every clip is joined before, see `smoothing`; 0: none.
    """
    parts = []
    for search in searches:
        known = vectors[search.gallery]
        mean = middle(known)
        known, asked = centred(known, mean), centred(vectors[search.queries], mean)
        query_rows = np.flatnonzero(search.queries)
        gallery_rows = np.flatnonzero(search.gallery)
        same = query_rows[:, None] == gallery_rows
        parts.append(
            ranked(
                _similarities(asked, known, same, neighbours),
                glosses[query_rows].tolist(),
                glosses[gallery_rows].tolist(),
                same=same,
            )
        )
    return joined(parts)


def leave_one_out(
    vectors: Vectors, glosses: Glosses, *, neighbours: int = 0
) -> Rankings:
    """Return how each clip finds its gloss among all other clips.

    Args:
        vectors: of N clips, shape (N, D).
        glosses: of the clips; those of one clip alone are left out and counted.
        neighbours: with which every clip is joined before; 0: none.
    """
    everything = Search(np.ones(len(glosses), bool), np.ones(len(glosses), bool))
    return searched(vectors, glosses, [everything], neighbours=neighbours)


def gallery_and_queries(
    gallery: tuple[Vectors, Glosses], queries: tuple[Vectors, Glosses]
) -> Rankings:
    """Return how queries find their glosses in a gallery."""
    vectors, glosses = (
        np.concatenate(pair) for pair in zip(gallery, queries, strict=True)
    )
    asked = np.arange(len(glosses)) >= len(gallery[1])
    return searched(vectors, glosses, [Search(asked, ~asked)])


def fold_of(glosses: Glosses, folds: int, seed: int) -> NDArray[np.intp]:
    """Return the fold of each clip: the clips of each gloss are dealt out evenly."""
    rng = default_rng(seed)
    fold = np.empty(len(glosses), np.intp)
    for gloss in np.unique(glosses):
        rows = rng.permutation(np.flatnonzero(glosses == gloss))
        fold[rows] = (np.arange(len(rows)) + rng.integers(folds)) % folds
    return fold


def halves(glosses: Glosses, *, seed: int = 0) -> list[Search]:
    """Return two searches: half of the clips of each gloss in the other, and back."""
    first = fold_of(glosses, 2, seed) == 0
    return [Search(first, ~first), Search(~first, first)]


def held_glosses(
    glosses: Glosses, *, held: int, draws: int
) -> Iterator[NDArray[np.bool_]]:
    """Yield which clips are of glosses held out, one mask a draw (its number is the seed)."""
    names = np.unique(glosses)
    for draw in range(draws):
        chosen = default_rng(draw).permutation(names)[:held]
        yield np.isin(glosses, chosen)


def _similarities(
    asked: Vectors, known: Vectors, same: Chosen, neighbours: int
) -> NDArray[np.float64]:
    if neighbours:
        return smoothed_similarities(asked, known, same, neighbours=neighbours)
    return (asked @ known.T).astype(np.float64)
