"""ELAN's files -> records: of EAF 2.0 to 3.0, and only if they are harmless.

A file that declares a document type is refused before anything of it is expanded, so
there are no entities: none that grow, none that fetch.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar
from xml.parsers import expat

from store.elan import document as elan
from store.elan.old import modernised
from store.elan.shapes import FLAGS, SHAPES, WHOLE_NUMBERS, Inside
from store.errors import MediaError

LARGEST_BYTES: Final = 256 * 2**20
_DEEPEST: Final = 64
"""The format is seven elements deep."""
_MOST_DIGITS: Final = 18
_SAVED_AGAIN: Final = "Open it in ELAN and save it again, or use a sound copy."

RecordT = TypeVar("RecordT")


@dataclass(frozen=True, slots=True)
class ElanProblem:
    """Something in a document that cannot be used, while the rest is.

    Attributes:
        kind: short word.
        place: tier, annotation or time slot concerned.
        what, remedy: one sentence each.
        tier: name of the tier concerned; empty: none.
    """

    kind: str
    place: str
    what: str
    remedy: str
    tier: str = ""


def read_eaf(path: Path) -> tuple[elan.Document, list[ElanProblem]]:
    """Return the annotation document in a file, and what is wrong with single values.

    Raises:
        MediaError: the file cannot be read, is no XML, or no annotation document.
    """
    return parse_eaf(_content(path), name=path.name)


def parse_eaf(content: bytes, *, name: str) -> tuple[elan.Document, list[ElanProblem]]:
    """Return the annotation document in the content of an .eaf file; as `read_eaf`."""
    problems: list[ElanProblem] = []
    root = _root(content, name, elan.Document)
    return _record(elan.Document, modernised(root), problems), problems


def parse_ecv(content: bytes, *, name: str) -> elan.VocabularyFile:
    """Return the vocabularies in the content of an .ecv file.

    Raises:
        MediaError: it is no XML, or no file of vocabularies.
    """
    root = _root(content, name, elan.VocabularyFile)
    return _record(elan.VocabularyFile, modernised(root), [])


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise MediaError(
                "too-large",
                f"{path.name} is larger than {LARGEST_BYTES // 2**20} MiB, which no "
                "annotation document is.",
                "Give the .eaf file itself.",
            )
        return path.read_bytes()
    except OSError as error:
        raise MediaError(
            "unreadable",
            f"{path.name} cannot be read: {error.strerror}.",
            "Change its permissions and run the same command again.",
        ) from error


def _root(content: bytes, name: str, kind: type) -> ET.Element:
    if not content.strip():
        raise MediaError("empty-file", f"{name} is empty.", _SAVED_AGAIN)
    try:
        root = _parsed(content, name)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise _no_xml(content, name, error) from error
    wanted = SHAPES[kind].tag
    if root.tag != wanted:
        raise MediaError(
            "not-elan",
            f"{name} is no file of ELAN: its outermost element is {root.tag}, not "
            f"{wanted}.",
            "Give files that ELAN saved, or rename this one.",
        )
    return root


def _parsed(content: bytes, name: str) -> ET.Element:
    builder = ET.TreeBuilder()
    depth = 0

    def refuse(*_: object) -> None:
        raise MediaError(
            "declares-document-type",
            f"{name} declares a document type, which could hide entities that grow or "
            "fetch other files; files of ELAN declare none.",
            "Take out the DOCTYPE declaration, or use a file that ELAN saved.",
        )

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise MediaError(
                "not-elan",
                f"{name} has elements in elements {depth} deep; ELAN's are 7 deep.",
                "Give files that ELAN saved.",
            )
        builder.start(tag, attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(tag)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.Parse(content, True)
    return builder.close()


def _no_xml(content: bytes, name: str, error: Exception) -> MediaError:
    heading = content[:200]
    if b"encoding=" not in heading or b"utf-8" in heading.lower():
        try:
            content.decode("utf-8-sig")
        except UnicodeDecodeError as wrong:
            return MediaError(
                "bad-encoding",
                f"{name} says it is UTF-8 and is not: byte {wrong.start:,} is no part "
                "of a character.",
                "Save it as UTF-8, or name its true encoding in the first line.",
            )
    return MediaError("bad-xml", f"{name} is no sound XML: {error}.", _SAVED_AGAIN)


def _record(
    kind: type[RecordT], element: ET.Element, problems: list[ElanProblem]
) -> RecordT:
    """Return the record that an element is; elements that are unknown are passed over."""
    shape = SHAPES[kind]
    told: dict[str, Any] = {}
    any_kind: Any = kind
    needed = _needed(any_kind)
    for name, attribute in shape.attributes.items():
        text = element.get(attribute)
        if text is not None:
            told[name] = _value(attribute, text, element, problems)
        elif name in needed:
            told[name] = ""
    if shape.text_in:
        told[shape.text] = element.findtext(shape.text_in) or ""
    elif shape.text:
        told[shape.text] = element.text or ""
    for name, inside in shape.inside.items():
        records: tuple[Any, ...] = tuple(
            _record(sort, found, problems) for sort, found in _found(element, inside)
        )
        if not inside.single:
            told[name] = records
        elif records:
            told[name] = records[0]
    return kind(**told)


def _found(element: ET.Element, inside: Inside) -> Iterator[tuple[type, ET.Element]]:
    """Yield the records inside an element, in the order of the file."""
    kinds = {SHAPES[kind].tag: kind for kind in inside.kinds}
    wrapper = inside.around or inside.each
    holders = element.iterfind(wrapper) if wrapper else (element,)
    for holder in holders:
        for child in holder:
            if child.tag in kinds:
                yield kinds[child.tag], child


@cache
def _needed(kind: type) -> frozenset[str]:
    """Return the fields of a record that have no default."""
    return frozenset(
        field.name
        for field in fields(kind)
        if field.default is MISSING and field.default_factory is MISSING
    )


def _value(
    attribute: str, text: str, element: ET.Element, problems: list[ElanProblem]
) -> str | int | bool | None:
    if attribute in FLAGS:
        return text.strip() in ("true", "1")
    if attribute not in WHOLE_NUMBERS:
        return text
    number = _whole(text.strip())
    if number is not None and (number >= 0 or attribute != "TIME_VALUE"):
        return number
    place = f"{element.tag} {element.get('TIME_SLOT_ID') or ''}".strip()
    problems.append(
        ElanProblem(
            "bad-time-value",
            place,
            f"{place} has the {attribute} {text[:40]!r}, which is no whole number of "
            "milliseconds; it counts as not given.",
            "Correct it in the file.",
        )
    )
    return None


def _whole(text: str) -> int | None:
    # No time has more digits, and int() of millions of them would take minutes.
    plain = text.isascii() and text.removeprefix("-").isdigit()
    return int(text) if plain and len(text) <= _MOST_DIGITS else None
