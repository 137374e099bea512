"""The parameter that each token of a description tells: handshape, place, movement, ...

What words tell is listed in `parameter_words.toml`, by language.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from models.descriptions.tokens import Unit, chunks, tokens
from store.hamnosys import parameter_of
from store.scripts import main_script

PARAMETERS: Final = ("hand", "handshape", "orientation", "place", "movement")
OTHER: Final = "other"
"""What a difference is called whose words tell no parameter."""
CUES: Final = Path(__file__).with_name("parameter_words.toml")
ENGLISH: Final = "en"
CODES: Final = "codes"
"""Stands for a language of words like `flexion-curved`, as ASL-LEX is told."""
Rules = tuple[tuple[str, tuple[str, ...]], ...]

_PHRASE_END: Final = re.compile(r"[.,;:!?()\n]+")
_VERB: Final = re.compile(r"\s(?=(?:and\s+)?(?:becomes|turns|opens|closes|moves)\b)")
"""Where a phrase begins without punctuation."""
_CODES: Final = re.compile(r"[A-Za-z]+-\S+(?:\s+[A-Za-z]+-\S+)+")
_LANGUAGES: Final = {
    "hangul": "ko",
    "japanese": "ja",
    "cyrillic": "ru",
    "latin": ENGLISH,
}


def told_tokens(text: str, unit: Unit) -> list[str]:
    """Return what is compared when two descriptions are laid side by side.

    That is HamNoSys symbols, else words, and phrases where a text has no spaces.
    """
    if unit == "symbol":
        return tokens(text, unit)
    plain = unicodedata.normalize("NFC", text).strip()
    return tokens(plain, "word") if " " in plain else chunks(plain)


def told_parameters(text: str, unit: Unit) -> list[str | None]:
    """Return the parameter that each of `told_tokens` tells; None where none is known."""
    if unit == "symbol":
        # Symmetry goes with how the hands move.
        told = (parameter_of(symbol) for symbol in tokens(text, unit))
        return ["movement" if name == "hands" else name for name in told]
    coded = _CODES.fullmatch(text.strip())
    language = CODES if coded else _LANGUAGES.get(main_script(text), "")
    if language == ENGLISH and " " in text.strip():
        return _by_phrase(text)
    return [_told(word, language) for word in told_tokens(text, unit)]


@lru_cache(maxsize=1)
def cues() -> dict[str, Rules]:
    """Return by language which cues tell which parameter, in order of precedence."""
    read = tomllib.loads(CUES.read_text("utf-8"))
    return {
        language: tuple((rule["parameter"], tuple(rule["cues"])) for rule in rules)
        for language, rules in read.items()
    }


def _by_phrase(text: str) -> list[str | None]:
    told: list[str | None] = []
    for phrase in _phrases(unicodedata.normalize("NFC", text).casefold()):
        # Cues are beginnings of words.
        padded = f" {' '.join(phrase.split())}"
        parameter = _told(padded, ENGLISH, before=" ")
        told += [parameter] * len(tokens(phrase, "word"))
    return told


def _phrases(text: str) -> Iterator[str]:
    for clause in _PHRASE_END.split(text):
        yield from _VERB.split(clause)


def _told(text: str, language: str, *, before: str = "") -> str | None:
    for parameter, parts in cues().get(language, ()):
        if any(before + part in text for part in parts):
            return parameter
    return None
