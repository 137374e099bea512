"""Tables of descriptions as files: CSV, TSV or JSON, in whatever encoding they are."""

import codecs
import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ingest.sources import Problem
from store.errors import CallError
from store.plain_json import read_json
from store.scripts import main_script

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSES: Final = (
    ("cp949", "hangul"),
    ("cp932", "japanese"),
    ("cp1251", "cyrillic"),
)
"""Old encodings, each with the script in which a text in it makes sense."""
_LAST_GUESS: Final = "cp1252"
_LONGEST_CELL: Final = 10_000_000


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it was read.

    Attributes:
        columns: their names, in file order.
        rows: where each row is, and its cells by column.
        problems: what was assumed while reading.
    """

    columns: Sequence[str]
    rows: Sequence[tuple[str, dict[str, str]]]
    problems: Sequence[Problem] = ()


def read_table(path: Path, *, encoding: str | None = None) -> Table:
    """Return a CSV, TSV or JSON table; its suffix says which.

    JSON is a list of objects, or an object from gloss to text.

    Raises:
        CallError: the file cannot be read as such a table.
    """
    text, problems = read_text(path, encoding=encoding)
    if path.suffix.lower() == ".json":
        return _from_json(path, text, problems)
    return _from_csv(path, text, problems)


def read_text(path: Path, *, encoding: str | None = None) -> tuple[str, list[Problem]]:
    """Return a file's text, and a problem where its encoding had to be guessed.

    Raises:
        CallError: the file cannot be read, or not in the encoding named.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CallError(f"{path} cannot be read: {error.strerror}.") from error
    if encoding is not None:
        return _decoded(path, content, encoding), []
    for mark, name in _BOMS:
        if content.startswith(mark):
            return _decoded(path, content, name), []
    try:
        return content.decode("utf-8"), []
    except UnicodeDecodeError as error:
        assumed, text = _guessed(content)
        return text, [_assumed(path, error, assumed)]


def _decoded(path: Path, content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except LookupError as error:
        raise CallError(
            f"There is no encoding {encoding!r}: give e.g. utf-8, cp949, shift_jis, "
            "euc-jp or cp1251."
        ) from error
    except UnicodeDecodeError as error:
        raise CallError(
            f"{path} is not in {encoding}: byte {error.start:,} does not fit. Give its "
            "own --encoding, or leave the option out to have it guessed."
        ) from error


def _guessed(content: bytes) -> tuple[str, str]:
    """Return the first old encoding in which a text makes sense, and the text."""
    for encoding, script in _GUESSES:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        strange = "".join(letter for letter in text if letter > "\x7f")
        if main_script(strange) == script:
            return encoding, text
    return _LAST_GUESS, content.decode(_LAST_GUESS, errors="replace")


def _assumed(path: Path, error: UnicodeDecodeError, encoding: str) -> Problem:
    return Problem(
        "assumed-encoding",
        str(path),
        f"{path.name} is not UTF-8 (byte {error.start:,}); it was read as {encoding}.",
        "Look at the texts: if they are wrong, name the encoding with --encoding.",
        lost=False,
    )


def _from_csv(path: Path, text: str, problems: Sequence[Problem]) -> Table:
    separator = "\t" if path.suffix.lower() in (".tsv", ".tab") else _separator(text)
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        columns = [name.strip() for name in reader.fieldnames or []]
        reader.fieldnames = columns
        rows = [
            (
                f"{path.name}, line {reader.line_num}",
                {name: (cell or "") for name, cell in row.items() if name},
            )
            for row in reader
        ]
    except csv.Error as error:
        raise CallError(
            f"{path} cannot be read as a table: {error} (line {reader.line_num})."
        ) from error
    return Table(columns, rows, problems)


def _separator(text: str) -> str:
    """Return the commonest of comma, semicolon and tab in the heading."""
    heading = text.split("\n", 1)[0]
    return max((",", ";", "\t"), key=heading.count)


def _from_json(path: Path, text: str, problems: Sequence[Problem]) -> Table:
    try:
        content = read_json(text)
    except ValueError as error:
        raise CallError(f"{path} is no JSON: {error}.") from error
    if isinstance(content, dict):
        content = [{"gloss": key, "text": value} for key, value in content.items()]
    if not isinstance(content, list) or not all(isinstance(e, dict) for e in content):
        raise CallError(
            f"{path} must hold a list of objects, each with a gloss and a text, or one "
            "object from gloss to text."
        )
    columns = list(dict.fromkeys(name for entry in content for name in entry))
    rows = [
        (
            f"{path.name}, entry {number}",
            {name: _cell(entry.get(name)) for name in columns},
        )
        for number, entry in enumerate(content, 1)
    ]
    return Table(columns, rows, problems)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
