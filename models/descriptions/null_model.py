"""How alike unrelated descriptions would be, so that a threshold need not be guessed.

Unrelated descriptions are made of the real ones: their phrases are dealt out anew among
all descriptions, each keeping as many as it had. Phrases, since unrelated signs share
whole ones (`palm down`), not words; each stays in its part of a description, since
handshapes are told before movements even of unrelated signs. The pairs of such
descriptions that exceed a threshold are those that chance would give; their number over
that of the real pairs is the false discovery rate.

Reference: Benjamini and Hochberg, Controlling the false discovery rate, JRSS B 1995;
Storey and Tibshirani, Statistical significance for genomewide studies, PNAS 2003 (rates
from permutations).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.descriptions.similarity import (
    TOLERANCE,
    Comparison,
    Similarities,
    compare_all,
)
from models.descriptions.tokens import Alphabet, Unit, phrases, tokens

PERMUTATIONS: Final = 20
TARGET: Final = 0.05
PARTS: Final = 5
"""Parts of a description among which phrases are not exchanged."""
LONGEST: Final = 4
"""Words of a phrase that no punctuation ends."""
LOWEST: Final = 0.2
THRESHOLDS: Final = np.round(np.arange(LOWEST, 1.0001, 0.01), 2)

Compare = Callable[[Sequence[Sequence[str]]], Comparison]


@dataclass(frozen=True, slots=True)
class NullModel:
    """Pairs found and pairs to be expected by chance, by threshold.

    Attributes:
        thresholds: shape (K,).
        found: pairs of the descriptions that are at least so alike, shape (K,).
        by_chance: mean number of such pairs of unrelated descriptions, shape (K,).
        false_rate: expected share of chance among the pairs found, from 0 to 1, shape
            (K,); NaN where nothing is found. Never rises with the threshold.
        permutations: how often the phrases were dealt out.
        seed: of the dealing.
    """

    thresholds: Similarities
    found: NDArray[np.int64]
    by_chance: NDArray[np.float64]
    false_rate: NDArray[np.float64]
    permutations: int
    seed: int

    def threshold(self, target: float = TARGET) -> float | None:
        """Return the lowest threshold with at most this false discovery rate."""
        good = np.flatnonzero(self.false_rate <= target)
        return float(self.thresholds[good[0]]) if len(good) else None

    def rate_at(self, threshold: float) -> float:
        """Return the false discovery rate at the nearest threshold that was tried."""
        nearest = int(np.abs(self.thresholds - threshold).argmin())
        return float(self.false_rate[nearest])


def null_model(
    texts: Sequence[str],
    unit: Unit,
    *,
    permutations: int = PERMUTATIONS,
    seed: int = 0,
    parts: int = PARTS,
    longest: int = LONGEST,
    compare: Compare | None = None,
) -> NullModel:
    """Compare descriptions with descriptions made of the same phrases at random.

    Args:
        texts: the descriptions, no two alike.
        unit: what is compared.
        permutations: how often the phrases are dealt out.
        seed: of the dealing.
        parts: parts of a description among which they are not exchanged; 1: anywhere.
        longest: words of a phrase that no punctuation ends.
        compare: compares lists of tokens; None: by S.
    """
    compare = compare or _by_similarity
    found = _counted([tokens(text, unit) for text in texts], compare)
    told = [phrases(text, unit, longest=longest) for text in texts]
    draw = np.random.default_rng(seed)
    counted = [
        _counted([_tokens(made, unit) for made in dealt(told, draw, parts)], compare)
        for _ in range(permutations)
    ]
    by_chance = np.mean(counted, axis=0) if counted else np.zeros(len(THRESHOLDS))
    with np.errstate(invalid="ignore", divide="ignore"):
        rate = np.where(found > 0, np.minimum(by_chance / found, 1), np.nan)
    return NullModel(
        THRESHOLDS,
        found,
        by_chance,
        _falling(rate),
        permutations=permutations,
        seed=seed,
    )


def dealt(
    told: Sequence[Sequence[str]], draw: np.random.Generator, parts: int = PARTS
) -> Iterator[list[str]]:
    """Yield descriptions of as many phrases as those given, which are dealt out anew.

    Args:
        told: phrases of each description.
        draw: source of chance.
        parts: phrases stay in the same one of so many equal parts of a description.
    """
    every = np.array([phrase for listed in told for phrase in listed], object)
    part = np.array(
        [
            place * parts // len(listed)
            for listed in told
            for place in range(len(listed))
        ],
        np.int64,
    )
    shuffled = every.copy()
    for number in range(parts):
        own = np.flatnonzero(part == number)
        shuffled[own] = every[draw.permutation(own)]
    first = 0
    for listed in told:
        yield shuffled[first : first + len(listed)].tolist()
        first += len(listed)


def _tokens(listed: Sequence[str], unit: Unit) -> list[str]:
    return tokens(" ".join(listed), unit)


def _by_similarity(token_lists: Sequence[Sequence[str]]) -> Comparison:
    alphabet = Alphabet(token_lists)
    codes = [alphabet.encode(listed) for listed in token_lists]
    return compare_all(codes, floor=1.0)


def _counted(
    token_lists: Sequence[Sequence[str]], compare: Compare
) -> NDArray[np.int64]:
    """Return how many pairs are at least as alike as each of `THRESHOLDS`."""
    edges = np.concatenate([THRESHOLDS - TOLERANCE, [np.inf]])
    counts, _ = np.histogram(compare(token_lists).condensed, edges)
    above: NDArray[np.int64] = counts[::-1].cumsum()[::-1]
    return above


def _falling(rate: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return rates that never rise: a higher threshold promises what a lower one does."""
    known = np.where(np.isnan(rate), np.inf, rate)
    falling = np.minimum.accumulate(known)
    return np.where(np.isnan(rate), np.nan, falling)
