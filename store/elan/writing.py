"""Records of ELAN's documents -> XML, valid by the EAF 3.0 schema if their ids are."""

import re
from typing import Any, Final

from store.elan import document as elan
from store.elan.shapes import SHAPES, Inside

SCHEMA: Final = "http://www.mpi.nl/tools/elan/EAFv3.0.xsd"
_FORMAT: Final = "3.0"
_INDENT: Final = "    "
_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IN_TEXT: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_IN_ATTRIBUTE: Final = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "\r": "&#13;",
        "\n": "&#10;",
        "\t": "&#9;",
    }
)


def eaf_bytes(document: elan.Document) -> bytes:
    """Return an annotation document as the content of an .eaf file.

    Characters that XML cannot hold are written as U+FFFD.
    """
    return _whole(document, f' FORMAT="{_FORMAT}" VERSION="{_FORMAT}"')


def ecv_bytes(vocabularies: elan.VocabularyFile) -> bytes:
    """Return controlled vocabularies as the content of an .ecv file."""
    return _whole(vocabularies, "")


def _whole(record: object, more: str) -> bytes:
    instance = "http://www.w3.org/2001/XMLSchema-instance"
    more += f' xmlns:xsi="{instance}" xsi:noNamespaceSchemaLocation="{SCHEMA}"'
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    _write(record, "", lines, more)
    return ("\n".join(lines) + "\n").encode()


def _write(record: Any, indent: str, lines: list[str], more: str = "") -> None:
    """Add the lines of one record and of those inside it."""
    shape = SHAPES[type(record)]
    told = "".join(
        f' {attribute}="{_attribute(value)}"'
        for name, attribute in shape.attributes.items()
        if (value := getattr(record, name)) is not None
    )
    opened = f"{indent}<{shape.tag}{told}{more}"
    text = _text(getattr(record, shape.text)) if shape.text else ""
    if not shape.inside and not shape.text_in:
        lines.append(f"{opened}>{text}</{shape.tag}>" if text else f"{opened}/>")
        return
    lines.append(f"{opened}>")
    before = len(lines)
    if shape.text_in:
        lines.append(f"{indent}{_INDENT}{_element(shape.text_in, text)}")
    for name, inside in shape.inside.items():
        _write_inside(getattr(record, name), inside, indent + _INDENT, lines)
    if len(lines) == before:
        lines[-1] = f"{opened}/>"
    else:
        lines.append(f"{indent}</{shape.tag}>")


def _write_inside(value: Any, inside: Inside, indent: str, lines: list[str]) -> None:
    records = (value,) if inside.single else value
    wrapped = inside.around or inside.each
    below = indent + _INDENT if wrapped else indent
    if inside.around:
        lines.append(f"{indent}<{inside.around}>")
    for record in records:
        if inside.each:
            lines.append(f"{indent}<{inside.each}>")
        _write(record, below, lines)
        if inside.each:
            lines.append(f"{indent}</{inside.each}>")
    if inside.around:
        lines.append(f"{indent}</{inside.around}>")


def _element(tag: str, text: str) -> str:
    return f"<{tag}>{text}</{tag}>" if text else f"<{tag}/>"


def _text(value: str) -> str:
    if value.isalnum():  # As most are, and then nothing needs a second look.
        return value
    return _NO_XML.sub("\ufffd", value).translate(_IN_TEXT)


def _attribute(value: str | bool | int) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) or value.isalnum():
        return str(value)
    return _NO_XML.sub("\ufffd", value).translate(_IN_ATTRIBUTE)
