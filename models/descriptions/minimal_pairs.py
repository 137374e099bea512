"""Minimal pairs: descriptions that differ in one parameter only, sorted by which.

Reference: Adachi and Kamata, COLING 1996, section 3.3 (pairs of high similarity are
minimal pairs; here what differs is looked at too).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from models.descriptions.alignment import Piece, align
from models.descriptions.parameters import OTHER, told_parameters, told_tokens
from models.descriptions.tokens import Unit


@dataclass(frozen=True, slots=True)
class Difference:
    """What two descriptions share and in which parameters they differ.

    Attributes:
        pieces: both side by side, by words or symbols.
        parameters: parameters that words tell which are not shared, sorted; `other`
            where no such word tells one.
    """

    pieces: tuple[Piece, ...]
    parameters: tuple[str, ...]

    @property
    def parameter(self) -> str | None:
        """The one parameter in which they differ; None where there are several."""
        return self.parameters[0] if len(self.parameters) == 1 else None


def difference(first: str, second: str, unit: Unit) -> Difference:
    """Return how two descriptions differ."""
    return _Told(first, unit).difference(_Told(second, unit))


def parameters_of_pairs(
    texts: Sequence[str], pairs: Iterable[tuple[int, int]], unit: Unit
) -> Iterator[str | None]:
    """Yield for each pair of places the one parameter in which its texts differ, or None."""
    told: dict[int, _Told] = {}
    for first, second in pairs:
        for place in (first, second):
            if place not in told:
                told[place] = _Told(texts[place], unit)
        yield told[first].difference(told[second]).parameter


class _Told:
    """A description with the parameter that each of its tokens tells."""

    def __init__(self, text: str, unit: Unit) -> None:
        self.tokens = told_tokens(text, unit)
        self.parameters = told_parameters(text, unit)
        # `fingers` of a handshape must not be laid beside `fingers` of an orientation.
        self.labelled = [
            f"{parameter}/{token}"
            for parameter, token in zip(self.parameters, self.tokens, strict=True)
        ]

    def difference(self, other: "_Told") -> Difference:
        changed: set[str | None] = set()
        pieces: list[Piece] = []
        here = there = 0
        for piece in align(self.labelled, other.labelled):
            own = slice(here, here + len(piece.first))
            theirs = slice(there, there + len(piece.second))
            here, there = own.stop, theirs.stop
            words = tuple(self.tokens[own]), tuple(other.tokens[theirs])
            same = piece.shared or _unspaced(words[0]) == _unspaced(words[1])
            if not same:
                changed.update(self.parameters[own], other.parameters[theirs])
            pieces.append(Piece(same, *words))
        known = sorted(name for name in changed if name is not None)
        return Difference(tuple(pieces), tuple(known or ([OTHER] if changed else [])))


def _unspaced(words: Sequence[str]) -> str:
    """Return words without spaces and dots, which Korean sets as it likes."""
    return "".join(words).replace("\u00b7", "").replace("\u2027", "")
