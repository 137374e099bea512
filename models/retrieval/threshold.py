"""When the nearest sign is not near enough: a threshold from signs that are not there.

For every clip the gallery is searched as if its gloss were not in it: the similarity of
the best clip of another gloss is what a sign that the dictionary lacks would reach. The
threshold lets only a stated share of those through.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import default_rng
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

FALSE_ACCEPTS: Final = 0.05
LEAST_CLIPS: Final = 20
MOST_CLIPS: Final = 10_000
"""Of more clips so many, drawn, are looked up among all: each costs a whole search."""
MOST_COMPARISONS: Final = 1_000_000_000
LEAST_DRAWN: Final = 1000
BLOCK_VALUES: Final = 1 << 24


@dataclass(frozen=True, slots=True)
class Threshold:
    """How near a match must be.

    Attributes:
        similarity: matches below it are no good match; minus a distance where hands
            are compared by distance.
        false_accepts: share of signs not in the gallery that get a match all the same.
        kept: share of signs in the gallery (by another clip) whose own gloss passes; NaN
            where no gloss has two clips.
        clips: it was calibrated on.
    """

    similarity: float
    false_accepts: float
    kept: float
    clips: int


def middle(vectors: Vectors) -> Vectors:
    """Return what all signs share, shape (D,): their mean; 0 where they are too few."""
    if len(vectors) < LEAST_CLIPS:
        return np.zeros(vectors.shape[1], np.float32)
    mean: Vectors = vectors.mean(axis=0)
    return mean


def centred(vectors: Vectors, mean: Vectors) -> Vectors:
    """Return unit vectors about the gallery's mean: what all signs share says nothing."""
    unit: Vectors = vectors - mean
    lengths = np.linalg.norm(unit, axis=1, keepdims=True)
    unit /= np.maximum(lengths, 1e-9)
    return unit


def calibrated(
    vectors: Vectors, glosses: NDArray[np.str_], *, false_accepts: float = FALSE_ACCEPTS
) -> Threshold | None:
    """Return the threshold of a gallery; None where it is too small to tell.

    Args:
        vectors: embeddings of N clips, shape (N, D).
        glosses: of the clips, empty where unknown, shape (N,).
        false_accepts: share of absent signs that may get a match.
    """
    known = glosses != ""
    vectors, glosses = vectors[known], glosses[known]
    if not _enough(glosses):
        return None
    unit = centred(vectors, middle(vectors))
    return _threshold(
        lambda rows: unit[rows] @ unit.T, glosses, np.arange(len(unit)), false_accepts
    )


def calibrated_distance(
    values: Vectors,
    handshapes: NDArray[np.str_],
    sources: NDArray[np.str_],
    *,
    false_accepts: float = FALSE_ACCEPTS,
) -> Threshold | None:
    """Return the threshold of hands that are compared by distance; None: too few.

    Its similarity is minus a distance.

    Args:
        values: of N hands, shape (N, D).
        handshapes: of the hands, empty where unknown, shape (N,).
        sources: what each was cut from, shape (N,): hands of one do not find each other.
        false_accepts: share of absent handshapes that may get a match.
    """
    known = handshapes != ""
    values, handshapes, sources = values[known], handshapes[known], sources[known]
    if not _enough(handshapes):
        return None
    # In 64 bits: of hands that are nearly the same, the squares nearly cancel.
    precise = values.astype(np.float64)
    squares = (precise**2).sum(axis=1)

    def likeness(rows: NDArray[np.intp]) -> Vectors:
        apart = squares[rows][:, None] + squares - 2 * precise[rows] @ precise.T
        nearness: Vectors = -np.sqrt(np.maximum(apart, 0)).astype(np.float32)
        return nearness

    _, codes = np.unique(sources, return_inverse=True)
    return _threshold(likeness, handshapes, codes, false_accepts)


def _enough(classes: NDArray[np.str_]) -> bool:
    return len(classes) >= LEAST_CLIPS and len(np.unique(classes)) > 1


def _threshold(
    likeness_of: Callable[[NDArray[np.intp]], Vectors],
    classes: NDArray[np.str_],
    sources: NDArray[np.intp],
    false_accepts: float,
) -> Threshold:
    asked = _drawn(len(classes))
    others, own = _nearest(likeness_of, classes, sources, asked)
    similarity = float(np.quantile(others[np.isfinite(others)], 1 - false_accepts))
    with_twin = ~np.isnan(own)
    kept = float((own[with_twin] >= similarity).mean()) if with_twin.any() else np.nan
    return Threshold(similarity, false_accepts, kept, len(asked))


def _drawn(clips: int) -> NDArray[np.intp]:
    """Return the places of all clips, or of as many as may be looked up."""
    most = min(MOST_CLIPS, max(LEAST_DRAWN, MOST_COMPARISONS // clips))
    if clips <= most:
        return np.arange(clips)
    return np.sort(default_rng(0).permutation(clips)[:most])


def _nearest(
    likeness_of: Callable[[NDArray[np.intp]], Vectors],
    classes: NDArray[np.str_],
    sources: NDArray[np.intp],
    asked: NDArray[np.intp],
) -> tuple[Vectors, Vectors]:
    """Return each asked one's best similarity to other classes, and to its own (or NaN)."""
    _, codes = np.unique(classes, return_inverse=True)
    others = np.empty(len(asked), np.float32)
    own = np.full(len(asked), np.nan, np.float32)
    # Of many, fewer at once, so that the similarities fit the memory.
    step = max(1, BLOCK_VALUES // len(classes))
    for start in range(0, len(asked), step):
        rows = asked[start : start + step]
        here = slice(start, start + len(rows))
        likeness = likeness_of(rows)
        same = codes[rows][:, None] == codes[None]
        likeness[sources[rows][:, None] == sources[None]] = -np.inf
        others[here] = np.where(same, -np.inf, likeness).max(axis=1)
        best = np.where(same, likeness, -np.inf).max(axis=1)
        own[here] = np.where(np.isfinite(best), best, np.nan)
    return others, own
