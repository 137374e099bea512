"""`question.json` of a bundle: what was asked, and what is to come out of it again."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final, get_origin, get_type_hints

from store.errors import CallError

FILE: Final = "question.json"
FORMAT: Final = "signatlas-bundle"
VERSION: Final = 1
LARGEST_BYTES: Final = 100_000_000
"""A map of a million points has about half of it."""


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked of a store, and what came out.

    Attributes:
        thing: name of the citable thing.
        title: what it shows, for people.
        parameters: what it was told.
        tables: digest of each table as CSV, by name.
        tolerance: how far figures may lie apart that are computed again.
        figure: whether there is a figure.
        rows: digest of the rows read of each table of the store, by name.
        left_out: why the rows are not in the bundle; empty: they are.
        software: versions that made it, by name.
    """

    thing: str
    title: str
    parameters: dict[str, Any]
    tables: dict[str, str]
    tolerance: float
    figure: bool
    rows: dict[str, str]
    left_out: str
    software: dict[str, str]

    def to_json(self) -> str:
        """Return it as the text of a file."""
        head = {"format": FORMAT, "version": VERSION}
        return json.dumps(head | asdict(self), indent=2, ensure_ascii=False) + "\n"


def read_question(folder: Path) -> Question:
    """Read what the bundle in a folder asks.

    Raises:
        CallError: it is no bundle, is damaged, or one of a newer signatlas.
    """
    told = read_json(folder / FILE)
    if told.get("format") != FORMAT:
        raise CallError(f"{FILE} is not one of a citable bundle of signatlas.")
    if told.get("version") != VERSION:
        raise CallError(
            f"The bundle is of version {told.get('version')!r}, this signatlas reads "
            f"version {VERSION}: update signatlas."
        )
    return Question(**_checked(told))


def read_json(path: Path) -> dict[str, Any]:
    """Return the object in a JSON file of a bundle.

    Raises:
        CallError: it is missing, too large or not JSON.
    """
    if not path.is_file():
        raise CallError(f"There is no {path.name}: this is no citable bundle.")
    if path.stat().st_size > LARGEST_BYTES:
        raise CallError(
            f"{path.name} has {path.stat().st_size:,} bytes, expected at most "
            f"{LARGEST_BYTES:,}: it was not written by signatlas."
        )
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise CallError(f"{path.name} cannot be read as JSON: {error}.") from error
    if not isinstance(told, dict):
        raise CallError(f"{path.name} holds no JSON object.")
    return told


def _checked(told: Mapping[str, Any]) -> dict[str, Any]:
    kinds = get_type_hints(Question)
    found = {field.name: told.get(field.name) for field in fields(Question)}
    for name, value in found.items():
        kind = get_origin(kinds[name]) or kinds[name]
        right = isinstance(value, int | float if kind is float else kind)
        if right and kinds[name] == dict[str, str] and isinstance(value, dict):
            right = all(isinstance(text, str) for text in value.values())
        if not right:
            raise CallError(f"{FILE}: {name} is {value!r}, which cannot be.")
    return found
