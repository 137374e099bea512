"""The nearest unit vectors, found by looking at all of them."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Places = NDArray[np.intp]

BLOCK_ROWS: Final = 4096
SAMPLED_ROWS: Final = 1024
"""Of the first block so many say what the best must reach at least."""
SPARE: Final = 32
"""So many rows more are asked for, since equally similar ones may stand at the end."""
GATHERED_SHARE: Final = 0.2
"""Of fewer rows than this share a copy is compared; else all are, which copies nothing."""


def evenly(count: int, most: int) -> Places:
    """Return places among so many rows, evenly spread, at most so many of them."""
    return np.linspace(0, count - 1, min(count, most)).round().astype(np.intp)


def nearest_rows(
    unit: Vectors,
    query: Vectors,
    *,
    top: int,
    allowed: NDArray[np.bool_] | None = None,
) -> tuple[Places, Vectors]:
    """Return the rows most like a query, the likest first, and their similarities.

    Of equally similar rows the first stands first.

    Args:
        unit: N unit vectors, shape (N, D).
        query: a unit vector, shape (D,).
        top: how many; fewer where fewer are allowed.
        allowed: which rows may be found, shape (N,); None: all.
    """
    if allowed is None:
        return _first_of_all(unit, query, top)
    places = np.flatnonzero(allowed)
    if len(places) < GATHERED_SHARE * len(unit):
        return _first(places, unit[places] @ query, top)
    return _first(places, (unit @ query)[places], top)


def nearest_rows_of_many(
    unit: Vectors, queries: Vectors, *, top: int
) -> tuple[Places, Vectors]:
    """Return the rows most like each of Q queries, as `nearest_rows` does.

    Returns:
        Places and similarities, shape (Q, min(top, N)).
    """
    top = min(top, len(unit))
    places = np.zeros((len(queries), top), np.intp)
    best = np.full((len(queries), top), -np.inf, np.float32)
    for start in range(0, len(unit), BLOCK_ROWS):
        likeness = queries @ unit[start : start + BLOCK_ROWS].T  # (Q, B)
        # Ten times as fast as asking for rows and columns.
        found = np.flatnonzero(likeness >= _needed(likeness, best))
        rows, columns = np.divmod(found, likeness.shape[1])
        places, best = _merged(
            (places, best), rows, columns + start, likeness[rows, columns]
        )
    return places, best


def _first_of_all(unit: Vectors, query: Vectors, top: int) -> tuple[Places, Vectors]:
    """Return the first of all rows by FAISS, which reads them faster than NumPy."""
    import faiss  # noqa: PLC0415 - the dashboard starts without it

    top = min(top, len(unit))
    if not top:
        return np.zeros(0, np.intp), np.zeros(0, np.float32)
    asked = min(top + SPARE, len(unit))
    values, places = faiss.knn(
        query[None],
        np.ascontiguousarray(unit),
        asked,
        metric=faiss.METRIC_INNER_PRODUCT,
    )
    values, places = values[0], places[0].astype(np.intp)
    if asked < len(unit) and values[-1] == values[top - 1]:
        # Which of so many equally similar rows FAISS keeps is not said.
        return _first(np.arange(len(unit)), unit @ query, top)
    order = np.lexsort((places, -values))[:top]
    return places[order], values[order]


def _first(places: Places, likeness: Vectors, top: int) -> tuple[Places, Vectors]:
    top = min(top, len(places))
    if not top:
        return places[:0], likeness[:0]
    needed = np.partition(likeness, len(likeness) - top)[len(likeness) - top]
    found = np.flatnonzero(likeness >= needed)
    found = found[np.argsort(-likeness[found], kind="stable")][:top]
    return places[found], likeness[found]


def _needed(likeness: Vectors, best: Vectors) -> Vectors:
    """Return what a row of this block must reach to be among the best, shape (Q, 1)."""
    top = best.shape[1]
    some = likeness[:, :SAMPLED_ROWS]
    rows = some.shape[1]
    if np.isfinite(best[0, -1]) or rows < top:
        return best[:, -1:]
    needed: Vectors = np.partition(some, rows - top, axis=1)[:, rows - top, None]
    return needed


def _merged(
    known: tuple[Places, Vectors], rows: Places, places: Places, likeness: Vectors
) -> tuple[Places, Vectors]:
    """Return the best of those known and of candidates, which are named by query row."""
    count, top = known[0].shape
    queries = np.concatenate([np.repeat(np.arange(count), top), rows])
    every_place = np.concatenate([known[0].ravel(), places])
    every = np.concatenate([known[1].ravel(), likeness])
    # Stable: known ones, which come from earlier rows, stay before equal candidates.
    order = np.lexsort((-every, queries))
    starts = np.searchsorted(queries[order], np.arange(count))
    kept = order[starts[:, None] + np.arange(top)]
    return every_place[kept], every[kept]
