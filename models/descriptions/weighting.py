"""Similarity that discounts what nearly every description says.

Each token weighs its inverse document frequency, log((1 + N) / (1 + n)): a token that all
descriptions have weighs nothing. The heaviest common subsequence takes the place of the
longest, W(LCS)^2 / (W(A) W(B)) that of S.

Reference: Sparck Jones, A statistical interpretation of term specificity, 1972 (the
weights); Adachi and Kamata, COLING 1996 (S).
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.compiled import compiled
from models.descriptions.similarity import (
    Comparison,
    Pairs,
    Places,
    Similarities,
    condensed_place,
)

Codes = NDArray[np.int32]


def token_weights(token_lists: Sequence[Sequence[str]]) -> dict[str, float]:
    """Return the weight of every token, by how many descriptions have it."""
    having = Counter(token for listed in token_lists for token in set(listed))
    total = len(token_lists)
    return {
        token: float(np.log((1 + total) / (1 + number)))
        for token, number in having.items()
    }


def compare_weighted(
    token_lists: Sequence[Sequence[str]], *, floor: float
) -> Comparison:
    """Compare every description with every other one, rare tokens counting more.

    Args:
        token_lists: tokens of the descriptions, no two alike.
        floor: pairs below this similarity are not listed; `common` of a pair is the
            number of tokens in its heaviest common subsequence.
    """
    weights = token_weights(token_lists)
    numbered = {token: number for number, token in enumerate(weights)}
    flat = [numbered[token] for listed in token_lists for token in listed]
    starts = np.cumsum([0, *(len(listed) for listed in token_lists)])
    condensed, common = _all_pairs(
        np.array(flat, np.int32),
        starts.astype(np.int64),
        np.array(list(weights.values()) or [0.0]),
    )
    return Comparison(
        np.arange(len(token_lists)),
        condensed,
        _listed(condensed, common, len(token_lists), floor),
    )


def _listed(condensed: Similarities, common: Codes, count: int, floor: float) -> Pairs:
    places = np.flatnonzero(condensed >= floor)
    row_starts = np.array(
        [condensed_place(count, row, row + 1) for row in range(max(count - 1, 1))]
    )
    first = np.searchsorted(row_starts, places, side="right") - 1
    second = places - row_starts[first] + first + 1
    alike = condensed[places]
    ranked = np.lexsort((second, first, -alike))
    return Pairs(
        first[ranked].astype(np.int64),
        second[ranked].astype(np.int64),
        common[places][ranked].astype(np.int64),
        alike[ranked],
    )


@compiled
def _all_pairs(
    flat: Codes, starts: Places, weights: Similarities
) -> tuple[Similarities, Codes]:
    count = len(starts) - 1
    similarity = np.zeros(count * (count - 1) // 2)
    common = np.zeros(len(similarity), np.int32)
    total = np.zeros(count)
    for row in range(count):
        total[row] = weights[flat[starts[row] : starts[row + 1]]].sum()
    place = 0
    for row in range(count):
        first = flat[starts[row] : starts[row + 1]]
        for column in range(row + 1, count):
            second = flat[starts[column] : starts[column + 1]]
            weight, number = _heaviest(first, second, weights)
            both = total[row] * total[column]
            similarity[place] = weight * weight / both if both > 0 else 0.0
            common[place] = number
            place += 1
    return similarity, common


@compiled
def _heaviest(first: Codes, second: Codes, weights: Similarities) -> tuple[float, int]:
    """Return weight and number of tokens of the heaviest common subsequence."""
    width = len(second) + 1
    weight = np.zeros(width)
    number = np.zeros(width, np.int32)
    for token in first:
        diagonal, diagonal_number = 0.0, 0
        for column in range(1, width):
            above, above_number = weight[column], number[column]
            if second[column - 1] == token:
                weight[column] = diagonal + weights[token]
                number[column] = diagonal_number + 1
            elif weight[column - 1] > above:
                weight[column] = weight[column - 1]
                number[column] = number[column - 1]
            diagonal, diagonal_number = above, above_number
    return weight[-1], number[-1]
