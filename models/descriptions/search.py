"""Looking up a sign by describing how it is made (left open by the paper).

By S as the paper has it, or forgiving of order: then a description is a bag of its words,
their neighbours, and their letters by threes (HamNoSys: symbols), weighted by how few
descriptions have them, and the cosine is taken, so that clauses may come in any order and
words be inflected.

Reference: Adachi and Kamata, COLING 1996, section 5 (the question); Salton and Buckley,
Term-weighting approaches in automatic text retrieval, 1988 (the weights).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from models.descriptions.similarity import Places, Similarities, similarities_to
from models.descriptions.tokens import Alphabet, Unit, tokens
from store.errors import CallError

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

LAST_OF_LATIN_AND_CYRILLIC: Final = "\u052f"
_EDGE: Final = "\u0002"


@dataclass(frozen=True, slots=True)
class Ranking:
    """Descriptions ranked by how well they fit a query.

    Attributes:
        places: all N descriptions, the best first; those alike in order of their places.
        similarity: of each to the query, from 0 to 1, in the same order.
    """

    places: Places
    similarity: Similarities


class SearchIndex:
    """Finds descriptions by typing.

    Args:
        texts: the descriptions.
        unit: what is compared.
    """

    def __init__(self, texts: Sequence[str], unit: Unit) -> None:
        self.unit = unit
        self._texts = list(texts)

    def ranked(self, query: str, *, any_order: bool = False) -> Ranking:
        """Return all descriptions, those that fit a query best first.

        Args:
            query: a description, whole or in part; HamNoSys also by symbol names.
            any_order: do not mind the order of words.

        Raises:
            CallError: there is nothing to compare in the query.
        """
        if not tokens(query, self.unit):
            raise CallError(
                f"There is no {self.unit} to compare in {query!r}: describe how the sign "
                "is made."
            )
        alike = self._by_bag(query) if any_order else self._by_order(query)
        places = np.argsort(-alike, kind="stable")
        return Ranking(places.astype(np.int64), alike[places])

    def _by_order(self, query: str) -> Similarities:
        alphabet, codes = self._encoded
        return similarities_to(alphabet.encode(tokens(query, self.unit)), codes)

    def _by_bag(self, query: str) -> Similarities:
        columns, weights, matrix = self._bags
        counted = Counter(_features(query, self.unit))
        known = {columns[name]: n for name, n in counted.items() if name in columns}
        vector = np.zeros(len(weights))
        vector[list(known)] = list(known.values())
        vector *= weights
        # What no description says still makes the query less like all of them.
        strange = counted.total() - sum(known.values())
        rarest = float(weights.max(initial=0.0))
        length = np.sqrt(vector @ vector + strange * rarest**2)
        alike: Similarities = matrix @ vector / max(length, 1e-12)
        return alike

    @cached_property
    def _encoded(self) -> tuple[Alphabet, list[str]]:
        listed = [tokens(text, self.unit) for text in self._texts]
        alphabet = Alphabet(listed)
        return alphabet, [alphabet.encode(each) for each in listed]

    @cached_property
    def _bags(self) -> tuple[dict[str, int], Similarities, "csr_matrix"]:
        """Return column by feature, weight by column, and unit vectors, shape (N, F)."""
        # SciPy takes long to import, which starting the dashboard need not pay.
        from scipy.sparse import csr_matrix  # noqa: PLC0415

        counted = [Counter(_features(text, self.unit)) for text in self._texts]
        names = dict.fromkeys(chain.from_iterable(counted))
        columns = {name: place for place, name in enumerate(names)}
        having = Counter(chain.from_iterable(counted))
        rare = [(1 + len(counted)) / (1 + having[name]) for name in columns]
        weights = 1 + np.log(np.array(rare or [1.0]))
        rows = np.repeat(np.arange(len(counted)), [len(each) for each in counted])
        at = [columns[name] for each in counted for name in each]
        values = np.array([n for each in counted for n in each.values()], np.float64)
        values *= weights[at]
        lengths = np.sqrt(np.bincount(rows, values**2, minlength=len(counted)))
        values /= np.maximum(lengths[rows], 1e-12)
        shape = (len(counted), len(weights))
        return columns, weights, csr_matrix((values, (rows, at)), shape)


def _features(text: str, unit: Unit) -> list[str]:
    if unit == "symbol":
        return tokens(text, unit)
    words = tokens(text, "word")
    neighbours = [f"{one} {other}" for one, other in pairwise(words)]
    return neighbours + [part for word in words for part in _parts(word)]


def _parts(word: str) -> list[str]:
    """Return a word, and its letters by threes (by twos where a letter is a syllable)."""
    long = 3 if max(word) <= LAST_OF_LATIN_AND_CYRILLIC else 2
    edged = f"{_EDGE}{word}{_EDGE}"
    return [edged] + [edged[i : i + long] for i in range(len(edged) - long + 1)]
