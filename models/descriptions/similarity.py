"""How alike descriptions are: S(A, B) = LCS(A, B)^2 / (|A| |B|).

LCS is the length of the longest common subsequence. S is from 0 to 1, symmetric, and 1
where two descriptions are the same. All pairs are computed in blocks of descriptions of
similar length, so that memory stays bounded whatever their number.

Reference: Adachi and Kamata, A classification method for Japanese signs using manual
motion descriptions, COLING 1996.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import LCSseq

BLOCK: Final = 512
TOLERANCE: Final = 1e-9
"""Similarities this close count as equal: 0.8 may come out as 0.79999999999."""
Similarities = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of descriptions by their places, the most alike first. P pairs.

    Attributes:
        first, second: places, shape (P,); first < second.
        common: length of the longest common subsequence, shape (P,).
        similarity: shape (P,).
    """

    first: Places
    second: Places
    common: Places
    similarity: Similarities

    def __len__(self) -> int:
        return len(self.first)

    def first_few(self, at_most: int) -> "Pairs":
        """Return the most alike of them."""
        return Pairs(
            self.first[:at_most],
            self.second[:at_most],
            self.common[:at_most],
            self.similarity[:at_most],
        )

    def above(self, similarity: float) -> int:
        """Return how many pairs exceed a similarity."""
        return int((self.similarity > similarity + TOLERANCE).sum())


@dataclass(frozen=True, slots=True)
class Comparison:
    """All descriptions compared with all others. N descriptions.

    Attributes:
        order: places sorted by length, shape (N,).
        condensed: similarity of all pairs in that order, as SciPy condenses them, shape
            (N (N - 1) / 2,).
        pairs: the pairs that are at least as alike as asked.
    """

    order: Places
    condensed: Similarities
    pairs: Pairs


def similarity(first: str, second: str) -> float:
    """Return how alike two encoded descriptions are; 0 where one is empty."""
    common = LCSseq.similarity(first, second)
    return common**2 / (len(first) * len(second)) if first and second else 0.0


def similarities_to(query: str, codes: Sequence[str]) -> Similarities:
    """Return how alike a description is to each of N others, shape (N,)."""
    lengths = np.array([len(code) for code in codes], np.float64)
    common = _common([query], codes, 1)[0].astype(np.float64)
    alike: Similarities = common**2 / np.maximum(len(query) * lengths, 1)
    return alike


def compare_all(codes: Sequence[str], *, floor: float, workers: int = 1) -> Comparison:
    """Compare every description with every other one.

    Args:
        codes: encoded descriptions, see `Alphabet`; equal ones should be merged before.
        floor: pairs below this similarity are not listed.
        workers: threads.
    """
    count = len(codes)
    condensed = np.empty(count * (count - 1) // 2, np.float64)
    order = np.argsort([len(code) for code in codes], kind="stable").astype(np.int64)
    found = []
    for rows, columns, common, alike in _blocks(codes, order, workers):
        for row, values in zip(range(rows.start, rows.stop), alike, strict=True):
            first = max(columns.start, row + 1)
            begin = condensed_place(count, row, first)
            kept = values[first - columns.start :]
            condensed[begin : begin + len(kept)] = kept
        found.append(_listed(rows, columns, common, alike, floor))
    return Comparison(order, condensed, _joined(found, order))


def condensed_place(count: int, row: int, column: int) -> int:
    """Return where SciPy's condensed form keeps the pair of a row and a later column."""
    return count * row - row * (row + 1) // 2 + column - row - 1


def similarity_matrix(codes: Sequence[str]) -> Similarities:
    """Return how alike N descriptions are, shape (N, N); for a few hundred."""
    lengths = np.array([len(code) for code in codes], np.float64)
    common = _common(codes, codes, 1).astype(np.float64)
    alike: Similarities = common**2 / np.maximum(np.outer(lengths, lengths), 1)
    return alike


Block = tuple[range, range, Places, Similarities]


def _blocks(codes: Sequence[str], order: Places, workers: int) -> Iterator[Block]:
    """Yield blocks on and above the diagonal, with their places in `order`."""
    ordered = [codes[place] for place in order]
    lengths = np.array([len(code) for code in ordered], np.float64)
    starts = range(0, len(ordered), BLOCK)
    ranges = [range(start, min(start + BLOCK, len(ordered))) for start in starts]
    for number, rows in enumerate(ranges):
        for columns in ranges[number:]:
            some, others = ordered[_slice(rows)], ordered[_slice(columns)]
            common = _common(some, others, workers)
            squared = common.astype(np.float64) ** 2
            sizes = np.outer(lengths[_slice(rows)], lengths[_slice(columns)])
            yield rows, columns, common, squared / np.maximum(sizes, 1)


def _common(first: Sequence[str], second: Sequence[str], workers: int) -> Places:
    """Return lengths of longest common subsequences, shape (first, second)."""
    lengths: Places = process.cdist(
        first, second, scorer=LCSseq.similarity, dtype=np.uint32, workers=workers
    )
    return lengths


def _listed(
    rows: range, columns: range, common: Places, alike: Similarities, floor: float
) -> Pairs:
    row, column = np.nonzero(alike >= floor)
    first, second = row + rows.start, column + columns.start
    upper = first < second
    row, column = row[upper], column[upper]
    return Pairs(
        first[upper],
        second[upper],
        common[row, column].astype(np.int64),
        alike[row, column],
    )


def _joined(found: Sequence[Pairs], order: Places) -> Pairs:
    if not found:
        nothing = np.empty(0, np.int64)
        return Pairs(nothing, nothing, nothing, np.empty(0))
    one = order[np.concatenate([pairs.first for pairs in found])]
    other = order[np.concatenate([pairs.second for pairs in found])]
    first, second = np.minimum(one, other), np.maximum(one, other)
    alike = np.concatenate([pairs.similarity for pairs in found])
    common = np.concatenate([pairs.common for pairs in found])
    ranked = np.lexsort((second, first, -alike))
    return Pairs(first[ranked], second[ranked], common[ranked], alike[ranked])


def _slice(places: range) -> slice:
    return slice(places.start, places.stop)
