"""What of a store's rows stays at home when they go into a bundle.

Pictures, the folders of whoever ingested a corpus, and what annotators wrote freely are not
needed to compute anything. Annotators are called by number: who said the same as whom
counts, their names do not.
"""

import json
import re
from collections.abc import Collection, Mapping
from typing import Any, Final

import pyarrow as pa

from models.prevalence_queue import queue_note
from store.crop_ids import corpus_of

BLANKED: Final[Mapping[str, tuple[str, ...]]] = {
    "corpora": ("source",),
    "clips": ("source", "playable"),
    "crops": ("image",),
    "letters": ("pixels",),
    "descriptions": ("source",),
    "runs": ("note",),
}
"""Columns of texts or bytes that are left empty."""
_PATH: Final = re.compile(r"(?:/|[A-Za-z]:[\\/]|~/).*[\\/](?P<name>[^\\/]*)")


def without_private(table: str, rows: pa.Table, corpora: Collection[str]) -> pa.Table:
    """Return rows of a table of the store as they may leave it.

    Args:
        table: its name.
        rows: all of its columns.
        corpora: whose data may be in them.
    """
    for name in BLANKED.get(table, ()):
        kind = rows.schema.field(name).type
        empty = pa.repeat(pa.scalar("", pa.string()).cast(kind), rows.num_rows)
        rows = _with(rows, name, empty)
    if table == "label_events":
        rows = _anonymous(rows, corpora)
    if table == "runs":
        for name in ("recipe", "metrics"):
            told = [without_folders_json(text) for text in rows[name].to_pylist()]
            rows = _with(rows, name, pa.array(told, pa.string()))
    return rows


def without_folders(told: Any) -> Any:
    """Return settings in which paths are names of files, whatever folder they were in."""
    if isinstance(told, dict):
        return {name: without_folders(value) for name, value in told.items()}
    if isinstance(told, list | tuple):
        return [without_folders(value) for value in told]
    match = _PATH.fullmatch(told) if isinstance(told, str) else None
    return match["name"] if match else told


def without_folders_json(text: str) -> str:
    """Return the same of settings that are written as JSON."""
    return json.dumps(without_folders(json.loads(text)), sort_keys=True)


def _anonymous(rows: pa.Table, corpora: Collection[str]) -> pa.Table:
    """Return label events with annotators by number, and without their free notes.

    Hands of other corpora that were labelled at the same time are left out.
    """
    # In order of the events, so that the numbers follow from the rows alone.
    known: dict[str, str] = {}
    named = [
        known.setdefault(name, f"annotator-{len(known) + 1}")
        for name in rows["annotator"].to_pylist()
    ]
    notes = [
        note if note.startswith(queue_note("")) else ""
        for note in rows["note"].to_pylist()
    ]
    crops = [
        [crop for crop in listed if corpus_of(crop) in corpora]
        for listed in rows["crops"].to_pylist()
    ]
    told = _with(rows, "annotator", pa.array(named, pa.string()))
    told = _with(told, "crops", pa.array(crops, pa.list_(pa.string())))
    return _with(told, "note", pa.array(notes, pa.string()))


def _with(rows: pa.Table, name: str, values: Any) -> pa.Table:
    place = rows.schema.get_field_index(name)
    return rows.set_column(place, rows.schema.field(name), values)
