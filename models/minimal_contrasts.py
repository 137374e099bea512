"""Which handshapes tell signs apart: minimal pairs of coded signs, and what they contrast.

Two signs are a minimal pair if they are equal in all parameters but one. Two handshapes
contrast in a language if they alone distinguish a minimal pair.

Reference: Stokoe, Sign Language Structure, 1960 (the parameters contrast); Brentari, A
Prosodic Model of Sign Language Phonology, 1998.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

Contrast = tuple[str, str]
"""Two handshapes by name, sorted."""


@dataclass(frozen=True, slots=True)
class CodedSign:
    """A sign as a value for each parameter.

    Attributes:
        sign: what it is called.
        lemma: variants of one lemma are no minimal pair.
        parameters: e.g. handshape, place, movement; any value that can be compared.
    """

    sign: str
    lemma: str
    parameters: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class MinimalPair:
    """Two signs, by name, and the one parameter in which they differ."""

    first: str
    second: str
    parameter: str

    @property
    def signs(self) -> frozenset[str]:
        """Both signs, however they are spelt in capitals or small letters."""
        return frozenset((self.first.casefold(), self.second.casefold()))


def minimal_pairs(signs: Sequence[CodedSign]) -> list[MinimalPair]:
    """Return all pairs of signs that differ in one parameter, by parameter.

    All signs must have the same parameters.
    """
    names = list(signs[0].parameters) if signs else []
    found = []
    for name in names:
        alike: dict[tuple[object, ...], dict[object, list[CodedSign]]] = {}
        for sign in signs:
            others = tuple(sign.parameters[other] for other in names if other != name)
            by_value = alike.setdefault(others, {})
            by_value.setdefault(sign.parameters[name], []).append(sign)
        found += [
            MinimalPair(one.sign, other.sign, name)
            for by_value in alike.values()
            for ones, others_ in combinations(by_value.values(), 2)
            for one, other in product(ones, others_)
            if one.lemma != other.lemma
        ]
    return found


def contrasts(
    pairs: Iterable[MinimalPair], handshape_of: Mapping[str, str]
) -> dict[Contrast, list[MinimalPair]]:
    """Return the minimal pairs that each two handshapes distinguish.

    Args:
        pairs: those in other parameters are passed over.
        handshape_of: handshape of each sign; pairs of signs without are passed over.
    """
    found: dict[Contrast, list[MinimalPair]] = defaultdict(list)
    for pair in pairs:
        one, other = handshape_of.get(pair.first), handshape_of.get(pair.second)
        if pair.parameter != "handshape" or one is None or other is None:
            continue
        if one != other:
            first, second = sorted((one, other))
            found[first, second].append(pair)
    return dict(found)


def shared_contrasts(
    languages: Sequence[Mapping[Contrast, Sequence[MinimalPair]]],
) -> list[Contrast]:
    """Return contrasts of all languages, those with most pairs in the poorest first."""
    if not languages:
        return []
    shared = set(languages[0]).intersection(*languages[1:])
    return sorted(shared, key=lambda c: (-min(len(told[c]) for told in languages), c))


def shared_pairs(
    languages: Sequence[Sequence[MinimalPair]],
) -> list[tuple[MinimalPair, ...]]:
    """Return pairs of the same glosses that are minimal in all languages, by gloss."""
    if not languages:
        return []
    known = set.intersection(*(_signs(pairs) for pairs in languages))
    by_signs = [
        {
            pair.signs: pair
            for pair in pairs
            if pair.first.casefold() in known and pair.second.casefold() in known
        }
        for pairs in languages
    ]
    shared = set(by_signs[0]).intersection(*by_signs[1:])
    return [
        tuple(told[signs] for told in by_signs) for signs in sorted(shared, key=sorted)
    ]


def _signs(pairs: Iterable[MinimalPair]) -> set[str]:
    """Return the signs of some pairs, in small letters."""
    names = {name for pair in pairs for name in (pair.first, pair.second)}
    return {name.casefold() for name in names}
