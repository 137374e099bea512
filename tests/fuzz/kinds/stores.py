"""What lies in a store, and bundles made from it: parts of every table, JSON, zip files."""

import io
import json
import random
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.citing.planning import plan_bundle
from dashboard.citing.reproducing import reproduce
from dashboard.citing.writing import write_bundle
from store.columns import Table
from store.db import Database
from store.excerpts import Excerpt, read_excerpt
from store.label_history import EventLog
from store.landmark_parts import seen_clips
from store.layout import Store, create_store, open_store
from store.pictures import read_pictures
from store.runs import running
from store.saved_queries import saved_queries
from store.schema import TABLES
from store.schema_version import SCHEMA_VERSION
from store.verify import verify
from tests.dashboard.store_maker import make_partial_store
from tests.fuzz.document_mutations import HOSTILE, damaged_archive, damaged_text
from tests.fuzz.documents import Kind
from tests.fuzz.mutations import mutated

CROP: Final = "c/v/f0001/right/p00"
_TEXTS: Final = {
    "corpus": "c",
    "run_id": "r",
    "clip_id": "c/v",
    "crop_id": CROP,
    "features": "hog",
}
_EVENT: Final = {"action": "note", "annotator": "ann"}


def _value(name: str, type_: pa.DataType) -> Any:
    """Return a sound value of a column."""
    if pa.types.is_fixed_size_list(type_):
        return [0.5] * type_.list_size
    if pa.types.is_list(type_):
        return [_value(name, type_.value_type)]
    if pa.types.is_string(type_):
        return {**_TEXTS, **_EVENT}.get(name, "{}")
    if pa.types.is_binary(type_):
        return b"JPEG"
    return True if pa.types.is_boolean(type_) else 1


def _rows(table: Table) -> pa.Table:
    columns = {c.name: [_value(c.name, c.type)] for c in table.columns}
    return pa.table(columns, schema=table.arrow)


def _told(table: Table, rows: pa.Table) -> bytes:
    """Return a part with the name of its table before it."""
    file = io.BytesIO()
    pq.write_table(rows, file, write_page_checksum=True)
    return table.name.encode() + b"\n" + file.getvalue()


def _sound(_: Path) -> bytes:
    return _told(TABLES["clips"], _rows(TABLES["clips"]))


def damaged_part(_: bytes, seed: int) -> bytes:
    """Return a part of one table after the other: its bytes damaged, or its values."""
    draw = random.Random(seed)
    table = list(TABLES.values())[seed % len(TABLES)]
    name, _, content = _told(table, _rows(table)).partition(b"\n")
    if draw.random() < 0.5:
        return name + b"\n" + mutated(content, seed)
    return _told(table, _changed(_rows(table), draw))


def _changed(rows: pa.Table, draw: random.Random) -> pa.Table:
    """Return the rows of a part with a column that is not as it should be."""
    place = draw.randrange(rows.num_columns)
    name = rows.column_names[place]
    values: list[Any] = [
        pa.array([None], rows.schema.field(place).type),
        pa.array([draw.choice(HOSTILE)]),
        pa.array([draw.choice((-(2**63), 2**63 - 1, -1))]),
        pa.array([draw.choice((float("nan"), float("inf"), 1e308))]),
        pa.array([[float("nan")]]),
        pa.array([b"\xff\xfe"]),
        pa.array([True]),
        pa.array([{"a": 1}]),
    ]
    way = draw.random()
    if way < 0.1:
        return rows.drop_columns([name])
    if way < 0.2:
        return pa.concat_tables([rows] * 3)
    if way < 0.3:
        return rows.rename_columns(
            [f"{n}x" if n == name else n for n in rows.schema.names]
        )
    return rows.set_column(place, name, draw.choice(values))


def _read_part(content: bytes, folder: Path) -> None:
    name, _, part = content.partition(b"\n")
    table = TABLES[name.decode()]
    store = create_store(folder / "store")
    path = store.part_path(table, dict.fromkeys(table.partition, "c") | _TEXTS, "v")
    path.parent.mkdir(parents=True)
    path.write_bytes(part)
    assert all(finding.what for finding in verify(store))
    _ask_all(store, table)


def _ask_all(store: Store, table: Table) -> None:
    """Read a table in every way in which it is read."""
    database = Database(store)
    database.row_counts()
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    database._answer(f"SELECT {columns} FROM {table.name}", {})
    read_excerpt(store, Excerpt(table.name))
    if table.name == "crops":
        read_pictures(database, [CROP])
    elif table.name == "landmarks":
        list(seen_clips(store, "c"))
    elif table.name == "label_events":
        EventLog(database).read()
    elif table.name == "saved_queries":
        saved_queries(database)


def _version() -> bytes:
    return json.dumps({"schema_version": SCHEMA_VERSION}).encode()


def _read_version(content: bytes, folder: Path) -> None:
    create_store(folder / "store")
    (folder / "store" / "store.json").write_bytes(content)
    open_store(folder / "store")


def _progress(_: Path) -> bytes:
    told = {"step": "ingest", "corpus": "c", "done": 1, "total": 9, "unit": "clips"}
    more = {"frames_per_s": 1.5, "left_ms": 90, "updated_ms": 4_000_000_000_000}
    return json.dumps(told | more).encode()


def _read_progress(content: bytes, folder: Path) -> None:
    store = create_store(folder / "store")
    (store.run_dir("r")).mkdir(parents=True)
    (store.run_dir("r") / "progress.json").write_bytes(content)
    for progress in running(store):
        assert progress.done <= progress.total


def _bundle(folder: Path) -> bytes:
    database = Database(make_partial_store(folder / "store"))
    write_bundle(database, plan_bundle(database, "overview", {}), folder / "b.zip")
    return (folder / "b.zip").read_bytes()


def _read_bundle(content: bytes, folder: Path) -> None:
    (folder / "b.zip").write_bytes(content)
    found = reproduce(folder / "b.zip", None)
    assert all(isinstance(told, str) and told for told in found.differences)


KINDS: Final = (
    Kind("part", _sound, _read_part, damaged_part),
    Kind("store-json", lambda _: _version(), _read_version, damaged_text),
    Kind("progress", _progress, _read_progress, damaged_text),
    Kind("bundle", _bundle, _read_bundle, damaged_archive),
)
