"""Two descriptions side by side: what they share, and what stands in place of what."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

from models.descriptions.similarity import similarity_matrix
from models.descriptions.tokens import Alphabet, Unit, spelled, tokens

MOST: Final = 0.8
"""Share of a family that makes most of it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of two aligned descriptions.

    Attributes:
        shared: whether both have the same tokens here.
        first, second: the tokens of each; one is empty where nothing stands in place.
    """

    shared: bool
    first: tuple[str, ...]
    second: tuple[str, ...]


def align(first: Sequence[str], second: Sequence[str]) -> list[Piece]:
    """Return two descriptions as stretches that are shared and that are not, in turns."""
    alphabet = Alphabet([first, second])
    codes = alphabet.encode(first), alphabet.encode(second)
    pieces: list[Piece] = []
    for step in LCSseq.opcodes(*codes):
        piece = Piece(
            step.tag == "equal",
            tuple(first[step.src_start : step.src_end]),
            tuple(second[step.dest_start : step.dest_end]),
        )
        if pieces and pieces[-1].shared == piece.shared:
            earlier = pieces.pop()
            piece = Piece(
                piece.shared,
                earlier.first + piece.first,
                earlier.second + piece.second,
            )
        pieces.append(piece)
    return pieces


def shared_tokens(descriptions: Sequence[Sequence[str]]) -> list[str]:
    """Return a longest common subsequence of two descriptions, a common one of more.

    Of more than two the descriptions are taken in by rising length, each keeping as much
    as it has of what is left; the longest for all of them is hard to find (Maier, 1978).
    """
    if not descriptions:
        return []
    alphabet = Alphabet(descriptions)
    codes = sorted((alphabet.encode(each) for each in descriptions), key=len)
    common = codes[0]
    for code in codes[1:]:
        common = _common(common, code)
    return alphabet.decode(common)


def mostly_shared(
    descriptions: Sequence[Sequence[str]], *, share: float = MOST
) -> list[str]:
    """Return what most descriptions share with the one that is most like all of them.

    In a chain of alike descriptions the first and the last may share next to nothing;
    what most of them share still tells what the family is about.

    Args:
        descriptions: at least one.
        share: a token stays if so large a share of all descriptions have it aligned.
    """
    alphabet = Alphabet(descriptions)
    codes = [alphabet.encode(each) for each in descriptions]
    middle = middlemost(descriptions)
    having = np.zeros(len(codes[middle]), np.int64)
    for code in codes:
        for step in LCSseq.opcodes(codes[middle], code):
            if step.tag == "equal":
                having[step.src_start : step.src_end] += 1
    kept = np.flatnonzero(having >= share * len(codes))
    return [descriptions[middle][place] for place in kept]


def middlemost(descriptions: Sequence[Sequence[str]]) -> int:
    """Return the place of the description that is most like all the others."""
    alphabet = Alphabet(descriptions)
    codes = [alphabet.encode(each) for each in descriptions]
    return int(similarity_matrix(codes).sum(axis=0).argmax())


def readable(text: str, shared: Sequence[str], unit: Unit) -> str:
    """Return what is shared as it stands in a text, with dots for what is not."""
    parts = []
    for stretch, on in marked_text(text, shared, unit):
        if on:
            parts.append(spelled(list(stretch), unit) if unit == "symbol" else stretch)
        elif any(letter.isalnum() or unit == "symbol" for letter in stretch):
            parts.append("\u2026")
    return " ".join(parts)


def marked(description: Sequence[str], shared: Sequence[str]) -> list[bool]:
    """Return which tokens of a description belong to the shared ones."""
    flags: list[bool] = []
    for piece in align(description, shared):
        flags += [piece.shared] * len(piece.first)
    return flags


def marked_text(text: str, shared: Sequence[str], unit: Unit) -> list[tuple[str, bool]]:
    """Return a text as stretches that are shared or not; nothing of it is lost."""
    listed = tokens(text, unit)
    flags = marked(listed, shared)
    places = _places(text, listed, unit)
    stretches: list[tuple[str, bool]] = []
    end = 0
    for (first, last), flag in zip(places, flags, strict=True):
        if not stretches or stretches[-1][1] != flag:
            if first > end:
                stretches.append((text[end:first], False))
            stretches.append((text[first:last], flag))
        else:
            stretches[-1] = (stretches[-1][0] + text[end:last], flag)
        end = last
    if text[end:]:
        stretches.append((text[end:], False))
    return stretches


def feature_vectors(descriptions: Sequence[Sequence[str]]) -> NDArray[np.int8]:
    """Return the paper's view of descriptions as 0/1 vectors, shape (N, properties).

    An automaton that accepts the descriptions is grown one by one: what a description
    shares with the automaton's states so far, in their order, is followed again, all else
    becomes states of its own. A state is a property; a vector says which states a
    description goes through. Of two descriptions cos^2 of the angle between their vectors
    is exactly S; of more it is at most S, since one order of states serves them all.

    Reference: Adachi and Kamata, COLING 1996, sections 2.2 and 3.1.
    """
    states: list[str] = []
    passed: list[set[int]] = []
    names: list[int] = []
    for description in descriptions:
        grown, grown_names, own = _grown(states, names, description)
        states, names = grown, grown_names
        passed.append(own)
    column = {name: place for place, name in enumerate(names)}
    vectors = np.zeros((len(passed), len(names)), np.int8)
    for row, own in enumerate(passed):
        vectors[row, [column[name] for name in own]] = 1
    return vectors


def _grown(
    states: Sequence[str], names: Sequence[int], description: Sequence[str]
) -> tuple[list[str], list[int], set[int]]:
    """Return the automaton with a description taken in, and the states it goes through."""
    grown: list[str] = []
    grown_names: list[int] = []
    own: set[int] = set()
    old, new = 0, len(names)
    for piece in align(states, description):
        kept = names[old : old + len(piece.first)]
        old += len(piece.first)
        grown += piece.first
        grown_names += kept
        if piece.shared:
            own.update(kept)
            continue
        fresh = range(new, new + len(piece.second))
        new += len(piece.second)
        grown += piece.second
        grown_names += fresh
        own.update(fresh)
    return grown, grown_names, own


def _common(first: str, second: str) -> str:
    steps = LCSseq.opcodes(first, second)
    return "".join(first[s.src_start : s.src_end] for s in steps if s.tag == "equal")


def _places(text: str, listed: Sequence[str], unit: Unit) -> list[tuple[int, int]]:
    """Return where each token stands in a text."""
    folded = text.casefold() if unit == "word" else text
    # Case folding may lengthen a letter; such texts are marked by what was folded.
    source = folded if len(folded) == len(text) else text.lower()
    places, end = [], 0
    for token in listed:
        first = source.find(token, end)
        if first < 0:
            first = end
        end = min(first + len(token), len(text))
        places.append((first, end))
    return places
