"""What is compared in a description: its characters, its words or its HamNoSys symbols."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, Literal, get_args

from store.errors import UnknownNameError
from store.hamnosys import characters_of, names_of, parameter_of

Unit = Literal["character", "word", "symbol"]
UNITS: Final[tuple[Unit, ...]] = get_args(Unit)

_WORD: Final = re.compile(r"[^\W_]+(?:[·\u2027'\u2019-][^\W_]+)*")
_KANA_THEN_KANJI: Final = re.compile(
    r"(?<=[\u3041-\u309f])(?=[\u30a0-\u30ff\u4e00-\u9fff])"
)
_ENDS: Final = ",.;:!?\uff0c\u3002\u3001\uff1b\uff1a\uff01\uff1f"
"""Punctuation that ends a phrase, full-width too."""
_SURROGATES: Final = range(0xD800, 0xE000)
UNKNOWN: Final = "\U0010ffff"
"""Stands for a token of a query that no description has."""


def tokens(text: str, unit: Unit) -> list[str]:
    """Return the tokens of a description, Unicode NFC.

    Characters leave spaces out: the Japanese of the paper has none. Words are compared
    in small letters, without punctuation. Symbols may be given by their ASCII names.

    Raises:
        UnknownNameError: there is no such unit.
    """
    composed = unicodedata.normalize("NFC", text)
    if unit == "character":
        return [letter for letter in composed if not letter.isspace()]
    if unit == "word":
        return _WORD.findall(composed.casefold())
    if unit == "symbol":
        glyphs = characters_of(composed) or composed
        return [glyph for glyph in glyphs if not glyph.isspace()]
    raise UnknownNameError("unit", unit, UNITS)


def chunks(text: str) -> list[str]:
    """Return the words of a text with their punctuation; in Japanese, kana end them."""
    words = unicodedata.normalize("NFC", text).split()
    return [part for word in words for part in _KANA_THEN_KANJI.split(word)]


def phrases(text: str, unit: Unit, *, longest: int) -> list[str]:
    """Return the parts of a description that are told together.

    They end with punctuation, or after so many words; HamNoSys symbols are told together
    that write the same parameter.
    """
    if unit == "symbol":
        return _symbol_phrases(tokens(text, unit))
    clauses: list[list[str]] = [[]]
    for word in chunks(text):
        clauses[-1].append(word)
        if word[-1] in _ENDS:
            clauses.append([])
    return [
        " ".join(words[first : first + longest])
        for words in clauses
        for first in range(0, len(words), longest)
    ]


def _symbol_phrases(symbols: Sequence[str]) -> list[str]:
    told: list[str] = []
    before: str | None = None
    for symbol in symbols:
        parameter = parameter_of(symbol)
        if told and parameter in (None, before):
            told[-1] += symbol
        else:
            told.append(symbol)
        before = parameter or before
    return told


def spelled(token_list: Sequence[str], unit: Unit) -> str:
    """Return tokens as text to read: symbols by their names."""
    if unit == "symbol":
        return " ".join(names_of("".join(token_list)))
    return ("" if unit == "character" else " ").join(token_list)


class Alphabet:
    """Turns tokens into single characters, the commonest first.

    RapidFuzz looks up characters below 256 in a table, all others in a hash map, so that
    numbering by frequency makes comparing Korean or Japanese several times faster.
    """

    def __init__(self, token_lists: Iterable[Sequence[str]]) -> None:
        counted = Counter(token for listed in token_lists for token in listed)
        self._codes = {
            token: _code(place)
            for place, (token, _) in enumerate(counted.most_common())
        }
        self._tokens = {code: token for token, code in self._codes.items()}

    def encode(self, token_list: Sequence[str]) -> str:
        """Return one character per token; `UNKNOWN` for tokens that are not known."""
        return "".join([self._codes.get(token, UNKNOWN) for token in token_list])

    def decode(self, codes: str) -> list[str]:
        """Return the tokens again."""
        return [self._tokens[code] for code in codes]


def _code(place: int) -> str:
    point = place + 1
    return chr(point if point < _SURROGATES.start else point + len(_SURROGATES))
