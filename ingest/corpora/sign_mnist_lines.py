"""What is wrong with a file of Sign-Language MNIST, said with its first bad line."""

import codecs
import itertools
from pathlib import Path
from typing import Final

from ingest.corpora.letter_names import ALPHABET, LETTER_NAMES, MOVING
from ingest.letter_rows import PIXELS
from store.errors import CallError

BRIGHTEST: Final = 255
_SHOWN: Final = 20
"""Of a wrong cell no more letters are shown."""
_PACKED: Final = {b"\x1f\x8b": "gzip", b"PK": "zip", b"BZ": "bzip2", b"\xfd7z": "xz"}
_WIDE: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def refuse_other_files(path: Path) -> None:
    """Refuse a file that is empty, packed or in another encoding than plain digits.

    Raises:
        CallError: which of these it is, and what to do.
    """
    try:
        with path.open("rb") as file:
            begin = file.read(4096)
    except OSError as error:
        raise CallError(f"{path} cannot be read: {error.strerror}.") from error
    if not begin.strip():
        raise CallError(
            f"{path}, line 1: the file is empty; copy or download it again."
        )
    for mark, name in _PACKED.items():
        if begin.startswith(mark):
            raise CallError(
                f"{path}, line 1: the file is packed ({name}), not CSV; unpack it and "
                "give the folder of what comes out."
            )
    if begin.startswith(_WIDE) or b"\0" in begin:
        raise CallError(
            f"{path}, line 1: the file is no plain text or in UTF-16; save it as CSV in "
            "UTF-8."
        )


def has_header(path: Path) -> bool:
    """Return whether the first line names the columns."""
    with path.open("rb") as file:
        first = file.readline(200).removeprefix(codecs.BOM_UTF8)
    return first.split(b",")[0].strip().strip(b'"').lower() == b"label"


def first_mistake(path: Path) -> str:
    """Return a sentence about the first line that does not belong into the file."""
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip() or (number == 1 and has_header(path)):
                continue
            wrong = _mistake([cell.strip().strip('"') for cell in line.split(",")])
            if wrong:
                return f"{path}, line {number}: {wrong}"
    return (
        f"{path}, line 2: no pictures follow; each line must hold a label and {PIXELS} "
        "grey values."
    )


def _mistake(cells: list[str]) -> str | None:
    """Return what is wrong with a line; None where nothing is."""
    if len(cells) != PIXELS + 1:
        return (
            f"{len(cells)} columns where {PIXELS + 1} belong: a label and {PIXELS} "
            "grey values."
        )
    return _label_mistake(cells[0]) or next(
        filter(None, itertools.starmap(_pixel_mistake, enumerate(cells[1:], 1))), None
    )


def _label_mistake(cell: str) -> str | None:
    number = _number(cell)
    if number is None:
        return f"the label {cell[:_SHOWN]!r} is no whole number from 0 to 24."
    if number in LETTER_NAMES:
        return None
    if 0 <= number < len(ALPHABET):
        return (
            f"the label {number} would be {ALPHABET[number]}, which the set does not "
            f"have: {' and '.join(MOVING)} move."
        )
    return f"the label {number} is out of range: 0 to 24, without 9, belong."


def _pixel_mistake(column: int, cell: str) -> str | None:
    number = _number(cell)
    if number is None:
        return f"pixel {column} is {cell[:_SHOWN]!r}, no whole number from 0 to 255."
    if not 0 <= number <= BRIGHTEST:
        return f"pixel {column} is {number}; grey values go from 0 to 255."
    return None


def _number(cell: str) -> int | None:
    try:
        return int(cell) if cell.isascii() else None
    except ValueError:
        return None
