"""Words against pictures: do signs that are described alike also look alike?

Signs are compared by their descriptions and by their videos; the rank correlation of all
pairs says how far both agree, and shuffling the signs says how far chance would.

References: Spearman, 1904; Mantel, The detection of disease clustering and a generalized
regression approach, 1967 (shuffling signs, since pairs are not independent).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.descriptions.similarity import Places, Similarities

PERMUTATIONS: Final = 199
FEWEST: Final = 4
"""Signs below which a rank correlation says nothing."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A pair of signs on which words and pictures differ.

    Attributes:
        first, second: places of the signs.
        by_words, by_pictures: share of all pairs that are less alike, from 0 to 1.
    """

    first: int
    second: int
    by_words: float
    by_pictures: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far descriptions and videos agree about M signs.

    Attributes:
        correlation: Spearman's, over all pairs, from -1 to 1.
        chance: 95 % of correlations lie below it when the signs are shuffled.
        p_value: share of shuffled ones at least as large, the real one among them.
        signs: M.
        words_only: pairs that only the words call alike, the worst first.
        pictures_only: pairs that only the pictures call alike, the worst first.
        by_words, by_pictures: of every pair, share of all pairs that are less alike,
            shape (M (M - 1) / 2,), in the order of `numpy.triu_indices`.
    """

    correlation: float
    chance: float
    p_value: float
    signs: int
    words_only: tuple[Disagreement, ...]
    pictures_only: tuple[Disagreement, ...]
    by_words: Similarities
    by_pictures: Similarities


def picture_similarity(
    vectors: Sequence[Sequence[float]], *, standardised: bool
) -> Similarities:
    """Return the cosine similarity of the vectors of M signs, shape (M, M).

    Args:
        vectors: one per sign, all of one length, without NaN.
        standardised: bring every value to mean 0 and variance 1 first, as features need
            whose values have units; embeddings do not.
    """
    values = np.asarray(vectors, np.float64)  # (M, D)
    if standardised:
        spread = values.std(axis=0)
        values = (values - values.mean(axis=0)) / np.where(spread > 0, spread, 1)
    lengths = np.linalg.norm(values, axis=1, keepdims=True)
    unit = values / np.where(lengths > 0, lengths, 1)
    alike: Similarities = unit @ unit.T
    return alike


def agreement(
    by_words: Similarities,
    by_pictures: Similarities,
    *,
    listed: int = 20,
    permutations: int = PERMUTATIONS,
    seed: int = 0,
) -> Agreement | None:
    """Return how far two similarities of the same signs agree; None of too few signs.

    Args:
        by_words: similarity of descriptions, shape (M, M).
        by_pictures: similarity of videos, shape (M, M).
        listed: how many pairs to name on which they differ most, each way.
        permutations: how often the signs are shuffled.
        seed: of the shuffling.
    """
    signs = len(by_words)
    if signs < FEWEST:
        return None
    rows, columns = np.triu_indices(signs, 1)
    words = _shares(by_words[rows, columns])
    pictures = _shares(by_pictures[rows, columns])
    real = _correlation(words, pictures)
    shuffled = _shuffled(words, pictures, (rows, columns), permutations, seed)
    apart = np.argsort(words - pictures, kind="stable")
    made = _Named(rows, columns, words, pictures)
    return Agreement(
        correlation=real,
        chance=float(np.percentile(shuffled, 95)),
        p_value=float((1 + (shuffled >= real).sum()) / (1 + permutations)),
        signs=signs,
        words_only=made.pairs(apart[::-1][:listed]),
        pictures_only=made.pairs(apart[:listed]),
        by_words=words,
        by_pictures=pictures,
    )


@dataclass(frozen=True, slots=True)
class _Named:
    rows: Places
    columns: Places
    words: Similarities
    pictures: Similarities

    def pairs(self, places: Places) -> tuple[Disagreement, ...]:
        return tuple(
            Disagreement(
                int(self.rows[place]),
                int(self.columns[place]),
                float(self.words[place]),
                float(self.pictures[place]),
            )
            for place in places
        )


def _shares(values: Similarities) -> Similarities:
    """Return for each value the share of values that are smaller; ties share a rank."""
    # SciPy takes long to import, which starting the dashboard need not pay.
    from scipy.stats import rankdata  # noqa: PLC0415

    ranks: Similarities = rankdata(values)
    return (ranks - 1) / max(len(values) - 1, 1)


def _correlation(first: Similarities, second: Similarities) -> float:
    one, other = first - first.mean(), second - second.mean()
    lengths = np.sqrt((one @ one) * (other @ other))
    return float(one @ other / lengths) if lengths > 0 else 0.0


def _shuffled(
    words: Similarities,
    pictures: Similarities,
    pairs: tuple[Places, Places],
    permutations: int,
    seed: int,
) -> NDArray[np.float64]:
    """Return the correlations when the signs of the pictures are shuffled."""
    signs = int(pairs[1].max()) + 1
    square = np.zeros((signs, signs))
    square[pairs] = pictures
    square += square.T
    draw = np.random.default_rng(seed)
    found = []
    for _ in range(permutations):
        order = draw.permutation(signs)
        found.append(_correlation(words, square[order[pairs[0]], order[pairs[1]]]))
    return np.array(found)
