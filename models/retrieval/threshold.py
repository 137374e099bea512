"""When the nearest sign is not near enough: a threshold from signs that are not there.

For every clip the gallery is searched as if its gloss were not in it: the similarity of
the best clip of another gloss is what a sign that the dictionary lacks would reach. The
threshold lets only a stated share of those through.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import default_rng
from numpy.typing import NDArray

FALSE_ACCEPTS: Final = 0.05
LEAST_CLIPS: Final = 20
MOST_CLIPS: Final = 10_000
"""Of more clips so many, drawn, are looked up among all: each costs a whole search."""
BLOCK: Final = 1024


@dataclass(frozen=True, slots=True)
class Threshold:
    """How near a match must be.

    Attributes:
        similarity: matches below it are no good match.
        false_accepts: share of signs not in the gallery that get a match all the same.
        kept: share of signs in the gallery (by another clip) whose own gloss passes; NaN
            where no gloss has two clips.
        clips: it was calibrated on.
    """

    similarity: float
    false_accepts: float
    kept: float
    clips: int


def middle(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return what all signs share, shape (D,): their mean; 0 where they are too few."""
    if len(vectors) < LEAST_CLIPS:
        return np.zeros(vectors.shape[1], np.float32)
    mean: NDArray[np.float32] = vectors.mean(axis=0)
    return mean


def centred(
    vectors: NDArray[np.float32], mean: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return unit vectors about the gallery's mean: what all signs share says nothing."""
    unit: NDArray[np.float32] = vectors - mean
    lengths = np.linalg.norm(unit, axis=1, keepdims=True)
    unit /= np.maximum(lengths, 1e-9)
    return unit


def calibrated(
    vectors: NDArray[np.float32],
    glosses: NDArray[np.str_],
    *,
    false_accepts: float = FALSE_ACCEPTS,
) -> Threshold | None:
    """Return the threshold of a gallery; None where it is too small to tell.

    Args:
        vectors: embeddings of N clips, shape (N, D).
        glosses: of the clips, empty where unknown, shape (N,).
        false_accepts: share of absent signs that may get a match.
    """
    known = glosses != ""
    vectors, glosses = vectors[known], glosses[known]
    if len(vectors) < LEAST_CLIPS or len(np.unique(glosses)) <= 1:
        return None
    unit = centred(vectors, middle(vectors))
    asked = _drawn(len(unit))
    others, own = _nearest(unit, glosses, asked)
    similarity = float(np.quantile(others, 1 - false_accepts))
    with_twin = ~np.isnan(own)
    kept = float((own[with_twin] >= similarity).mean()) if with_twin.any() else np.nan
    return Threshold(similarity, false_accepts, kept, len(asked))


def _drawn(clips: int) -> NDArray[np.intp]:
    """Return the places of all clips, or of as many as may be looked up."""
    if clips <= MOST_CLIPS:
        return np.arange(clips)
    return np.sort(default_rng(0).permutation(clips)[:MOST_CLIPS])


def _nearest(
    unit: NDArray[np.float32], glosses: NDArray[np.str_], asked: NDArray[np.intp]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return each asked clip's best similarity to other glosses, and to its own (or NaN)."""
    _, codes = np.unique(glosses, return_inverse=True)
    others = np.empty(len(asked), np.float32)
    own = np.full(len(asked), np.nan, np.float32)
    # Many clips: fewer at once, so that the similarities fit the memory.
    step = max(1, BLOCK * BLOCK * 16 // max(len(unit), BLOCK * 16))
    for start in range(0, len(asked), step):
        rows = asked[start : start + step]
        here = slice(start, start + len(rows))
        likeness = unit[rows] @ unit.T
        same = codes[rows][:, None] == codes[None]
        others[here] = np.where(same, -np.inf, likeness).max(axis=1)
        same[np.arange(len(rows)), rows] = False
        best = np.where(same, likeness, -np.inf).max(axis=1)
        own[here] = np.where(same.any(axis=1), best, np.nan)
    return others, own
