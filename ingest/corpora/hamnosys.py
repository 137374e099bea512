"""HamNoSys in files: SiGML, and notations in tables by character or by symbol name.

Reference: Elliott et al., An overview of the SiGML notation and SiGMLSigning software
system, LREC 2004.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from ingest.corpora.description_tables import Table
from store.errors import CallError
from store.hamnosys import CHARACTERS, NAMES

COLUMNS: Final = ("gloss", "hamnosys")
_SEPARATOR: Final = re.compile(r"[\s,;]+")


class _DoctypeError(Exception):
    """A file declares a document type."""


class _WithoutEntities(ElementTree.TreeBuilder):
    """Stops before entities, which could swell without end, whatever the encoding is."""

    def doctype(self, *_: object) -> None:
        raise _DoctypeError


@dataclass(frozen=True, slots=True)
class Notation:
    """A notation whose symbols were looked up.

    Attributes:
        characters: the known symbols as private-use characters.
        names: the same by their ASCII names, separated by spaces.
        unknown: what was no symbol, each once.
    """

    characters: str
    names: str
    unknown: tuple[str, ...]


def read_sigml(path: Path) -> Table:
    """Return the signs of a SiGML file as a table of glosses and symbol names.

    Raises:
        CallError: the file cannot be read as XML.
    """
    try:
        parser = ElementTree.XMLParser(target=_WithoutEntities())
        root = ElementTree.parse(path, parser).getroot()
    except OSError as error:
        raise CallError(f"{path} cannot be read: {error.strerror}.") from error
    except _DoctypeError as error:
        raise CallError(
            f"{path} has a document type, which no SiGML file needs."
        ) from error
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise CallError(f"{path} is no XML: {error}.") from error
    rows = []
    for number, sign in enumerate(root.iter("hns_sign"), 1):
        manual = sign.find("hamnosys_manual")
        symbols = [] if manual is None else [symbol.tag for symbol in manual]
        cells = {"gloss": sign.get("gloss", ""), "hamnosys": " ".join(symbols)}
        rows.append((f"{path.name}, sign {number}", cells))
    return Table(COLUMNS, rows)


def symbols_of(text: str, *, sure: bool = False) -> Notation | None:
    """Return a text as HamNoSys; None where it is something else.

    Text is a notation where it has a private-use character of HamNoSys, or where half of
    its words or more are names of symbols; or where one is sure of it.
    """
    if any(letter in NAMES for letter in text):
        given = [letter for letter in text if not letter.isspace()]
        known = [letter for letter in given if letter in NAMES]
        strange = [f"U+{ord(g):04X}" for g in given if g not in NAMES]
        return _notation(known, strange)
    words = [word for word in _SEPARATOR.split(text) if word]
    known = [CHARACTERS[word] for word in words if word in CHARACTERS]
    if not sure and 2 * len(known) < max(len(words), 1):
        return None
    return _notation(known, [word for word in words if word not in CHARACTERS])


def _notation(known: list[str], strange: list[str]) -> Notation:
    names = " ".join(NAMES[letter] for letter in known)
    return Notation("".join(known), names, tuple(dict.fromkeys(strange)))
