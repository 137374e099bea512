"""Who searches among whom: leave-one-out, folds, glosses never seen."""

from collections.abc import Iterator

import numpy as np
from numpy.random import default_rng
from numpy.typing import NDArray

from models.retrieval.metrics import Rankings, ranked
from models.retrieval.threshold import centred, middle

Vectors = NDArray[np.float32]
Glosses = NDArray[np.str_]


def leave_one_out(vectors: Vectors, glosses: Glosses) -> Rankings:
    """Return how each clip finds its gloss among all other clips.

    Args:
        vectors: of N clips, shape (N, D).
        glosses: of the clips; those of one clip alone are left out and counted.
    """
    unit = centred(vectors, middle(vectors))
    itself = np.eye(len(unit), dtype=bool)
    return ranked(
        (unit @ unit.T).astype(np.float64),
        glosses.tolist(),
        glosses.tolist(),
        same=itself,
    )


def gallery_and_queries(
    gallery: tuple[Vectors, Glosses], queries: tuple[Vectors, Glosses]
) -> Rankings:
    """Return how queries find their glosses in a gallery."""
    mean = middle(gallery[0])
    known, asked = centred(gallery[0], mean), centred(queries[0], mean)
    return ranked(
        (asked @ known.T).astype(np.float64), queries[1].tolist(), gallery[1].tolist()
    )


def fold_of(glosses: Glosses, folds: int, seed: int) -> NDArray[np.intp]:
    """Return the fold of each clip: the clips of each gloss are dealt out evenly."""
    rng = default_rng(seed)
    fold = np.empty(len(glosses), np.intp)
    for gloss in np.unique(glosses):
        rows = rng.permutation(np.flatnonzero(glosses == gloss))
        fold[rows] = (np.arange(len(rows)) + rng.integers(folds)) % folds
    return fold


def held_glosses(
    glosses: Glosses, *, held: int, draws: int
) -> Iterator[NDArray[np.bool_]]:
    """Yield which clips are of glosses held out, one mask a draw (its number is the seed)."""
    names = np.unique(glosses)
    for draw in range(draws):
        chosen = default_rng(draw).permutation(names)[:held]
        yield np.isin(glosses, chosen)
