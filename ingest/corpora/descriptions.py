"""Written descriptions of signs, from tables whose columns are chosen by name.

Words in any script, HamNoSys as characters or symbol names, or the codes of ASL-LEX.
Whatever is wrong with a row is a problem; the others are read all the same.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Final, Literal

from ingest.corpora.asl_lex_codes import GLOSS_COLUMN, codes_as_text, is_asl_lex
from ingest.corpora.description_tables import Table, read_table
from ingest.corpora.hamnosys import Notation, read_sigml, symbols_of
from ingest.sources import Problem
from store.errors import CallError
from store.scripts import main_script

Unit = Literal["character", "word", "symbol"]
HAMNOSYS: Final = "hamnosys"
GLOSSES: Final = ("gloss", "word", "sign", "entry", "lemma", "concept")
TEXTS: Final = ("description", "text", "hamnosys", "notation", "mmd")
LONGEST: Final = 10_000
"""Characters of the longest text that is taken for the description of one sign."""
_LANGUAGES: Final = {"hangul": "ko", "japanese": "ja", "cyrillic": "ru"}


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a table tell what; None: found by their usual names, or nothing."""

    gloss: str | None = None
    text: str | None = None
    language: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Description:
    """One description that can be compared.

    Attributes:
        number: of the row in its source, from 1.
        gloss: the sign.
        text: NFC; HamNoSys as characters.
        language: of the text, or `hamnosys`; empty where unknown.
        unit: what is compared.
        source: where it comes from.
        names: HamNoSys symbols by name; None of words.
        clip_id: clip that shows the sign, where one is known.
    """

    number: int
    gloss: str
    text: str
    language: str
    unit: Unit
    source: str
    names: str | None = None
    clip_id: str | None = None


@dataclass(frozen=True, slots=True)
class DescriptionListing:
    """All descriptions of one source, and what could not be used."""

    source: str
    descriptions: Sequence[Description]
    problems: Sequence[Problem] = field(default_factory=tuple)


def list_descriptions(
    path: Path,
    *,
    columns: Columns = Columns(),
    language: str | None = None,
    unit: Unit | None = None,
    encoding: str | None = None,
) -> DescriptionListing:
    """Return the descriptions of a table (csv, tsv, json) or of a SiGML file.

    Args:
        path: the file.
        columns: which columns hold what.
        language: language of all texts whose row does not tell; else by their script.
        unit: what is to be compared [characters; symbols of HamNoSys, words of codes].
        encoding: of the file; guessed where it is not Unicode.

    Raises:
        CallError: the file cannot be read, or has no such column.
    """
    table = read_sigml(path) if path.suffix.lower() == ".sigml" else None
    table = table or read_table(path, encoding=encoding)
    if is_asl_lex(table.columns) and columns.text is None:
        table = codes_as_text(table)
        columns = replace(columns, gloss=columns.gloss or GLOSS_COLUMN)
        unit, language = unit or "word", language or "codes"
    reader = _Reader(path.name, _found(path, table, columns), language, unit)
    described = list(reader.read(table.rows))
    problems = [*table.problems, *reader.problems, *_unlike_the_others(described)]
    return DescriptionListing(path.name, [d for _, d in described], problems)


class _Reader:
    """Turns rows into descriptions and collects what is wrong with them."""

    def __init__(
        self, source: str, columns: Columns, language: str | None, unit: Unit | None
    ) -> None:
        self.source, self.columns = source, columns
        self.language, self.unit = language, unit
        self.problems: list[Problem] = []
        self._seen: dict[str, dict[str, str]] = {}

    def read(
        self, rows: Sequence[tuple[str, Mapping[str, str]]]
    ) -> Iterator[tuple[str, Description]]:
        """Yield where each usable description is, and the description."""
        for number, (place, row) in enumerate(rows, 1):
            gloss = _tidy(row[self.columns.gloss or ""])
            told = _tidy(row[self.columns.text or ""])
            if self._is_usable(place, gloss, told):
                made = self._description(place, number, gloss, told, row)
                if made is not None and self._is_new(place, made):
                    yield place, made

    def _is_usable(self, place: str, gloss: str, text: str) -> bool:
        if not text:
            self._lose(
                "empty-text",
                place,
                f"{gloss or 'A row without a gloss'} has no description.",
                "Fill in the description, or leave the row out.",
            )
        elif not gloss:
            self._lose(
                "no-gloss",
                place,
                "A description has no gloss.",
                "Say which sign it describes.",
            )
        elif len(text) > LONGEST:
            self._lose(
                "too-long-text",
                place,
                f"The description of {gloss} has {len(text):,} characters; more than "
                f"{LONGEST:,} are no description of one sign.",
                "Look for a missing line end or quotation mark before it.",
            )
        else:
            return True
        return False

    def _description(
        self, place: str, number: int, gloss: str, told: str, row: Mapping[str, str]
    ) -> Description | None:
        source = _tidy(row.get(self.columns.source or "", "")) or self.source
        sure = (self.columns.text or "").lower() == HAMNOSYS
        notation = symbols_of(told, sure=sure)
        if notation is not None:
            return self._notation(place, number, gloss, notation, source)
        language = _tidy(row.get(self.columns.language or "", ""))
        by_script = _LANGUAGES.get(main_script(told), "")
        language = language or self.language or by_script
        return Description(
            number, gloss, told, language, self.unit or "character", source
        )

    def _notation(
        self, place: str, number: int, gloss: str, notation: Notation, source: str
    ) -> Description | None:
        told = self._note if notation.characters else self._lose
        if notation.unknown:
            told(
                "unknown-symbol",
                place,
                f"The notation of {gloss} has {', '.join(notation.unknown)}, which is no "
                "HamNoSys symbol and was left out.",
                "Correct the notation.",
            )
        if not notation.characters:
            return None
        unit = self.unit or "symbol"
        made = (notation.characters, HAMNOSYS, unit, source, notation.names)
        return Description(number, gloss, *made)

    def _is_new(self, place: str, made: Description) -> bool:
        texts = self._seen.setdefault(made.gloss, {})
        if made.text in texts:
            self._lose(
                "repeated-row",
                place,
                f"{made.gloss} has the same description at {texts[made.text]}.",
                "Nothing: it was read once.",
            )
            return False
        if texts:
            self._note(
                "duplicate-gloss",
                place,
                f"{made.gloss} has another description at {next(iter(texts.values()))}; "
                "both are kept.",
                "Give variants of a sign different glosses, if they are different signs.",
            )
        if len(made.text) == 1:
            self._note(
                "short-text",
                place,
                f"The description of {made.gloss} is one character long, too short to "
                "say how it is made.",
                "Correct the description.",
            )
        texts[made.text] = place
        return True

    def _lose(self, kind: str, place: str, what: str, remedy: str) -> None:
        self.problems.append(Problem(kind, place, what, remedy))

    def _note(self, kind: str, place: str, what: str, remedy: str) -> None:
        self.problems.append(Problem(kind, place, what, remedy, lost=False))


def _found(path: Path, table: Table, columns: Columns) -> Columns:
    """Return the columns to read, all of them there.

    Raises:
        CallError: a column is not there, or none is called as usual.
    """
    for name in (columns.gloss, columns.text, columns.language, columns.source):
        if name is not None and name not in table.columns:
            raise CallError(_no_column(path, table, f"column {name!r}", name))
    lower = {name.lower(): name for name in reversed(table.columns)}
    gloss = columns.gloss or _first(lower, GLOSSES)
    text = columns.text or _first(lower, TEXTS)
    if gloss is None:
        raise CallError(_no_column(path, table, "gloss: name it with --gloss-column"))
    if text is None:
        message = "description: name it with --text-column"
        raise CallError(_no_column(path, table, message))
    return replace(
        columns,
        gloss=gloss,
        text=text,
        language=columns.language
        or lower.get("language" if text != "hamnosys" else ""),
        source=columns.source or lower.get("source"),
    )


def _first(lower: Mapping[str, str], names: Sequence[str]) -> str | None:
    return next((lower[name] for name in names if name in lower), None)


def _no_column(path: Path, table: Table, lacking: str, name: str = "") -> str:
    close = get_close_matches(name, table.columns, n=1)
    hint = f" Did you mean {close[0]!r}?" if close else ""
    there = ", ".join(table.columns) or "none"
    return f"{path} has no {lacking}.{hint} Its columns: {there}."


def _unlike_the_others(described: Sequence[tuple[str, Description]]) -> list[Problem]:
    """Return a problem for every text in another script than most, unless it says so."""
    scripts = [main_script(d.text) for _, d in described]
    if not scripts:
        return []
    usual = Counter(scripts).most_common(1)[0][0]
    told = {d.language for _, d in described}
    return [
        Problem(
            "mixed-languages",
            place,
            f"The description of {d.gloss} is in {script} letters, most others "
            f"are in {usual}; they will never be alike.",
            "Put each language into a corpus of its own, or name a --language-column.",
            lost=False,
        )
        for (place, d), script in zip(described, scripts, strict=True)
        if script not in ("", usual) and len(told) == 1
    ]


def _tidy(text: str) -> str:
    """Return text in Unicode NFC, without control characters, on one line."""
    composed = unicodedata.normalize("NFC", text)
    return re.sub(r"[\s\x00-\x1f\x7f\ufeff]+", " ", composed).strip()
