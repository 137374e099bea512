"""One part of a table, read whole: every page is decoded and its checksum compared."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from store.columns import Table
from store.layout import Store
from store.verify_findings import Finding, part_finding

REFERENCES: Final = {"run_id": "runs", "corpus": "corpora", "clip_id": "clips"}
"""Columns that name a row of another table, wherever they stand."""
_PARTS_AT_ONCE: Final = 256
_KEYS_AT_ONCE: Final = 65_536
_UNREADABLE: Final = (pa.ArrowException, OSError, ValueError)
_KEPT: Final = {
    "clips": ("clip_id", "frames", "playable", "playable_in_store"),
    "runs": ("run_id", "step", "state", "metrics"),
    "label_events": ("event_id", "crops"),
}


@dataclass(slots=True)
class PartRows:
    """What is remembered of the rows of a part.

    Attributes:
        path: the part.
        keys: one number per row, made from its key; shape (rows,).
        names: per column that refers or partitions, how many rows have which value.
        kept: per row, the columns that other parts are compared with.
    """

    path: Path
    keys: NDArray[np.uint64]
    names: dict[str, Counter[str]] = field(default_factory=dict)
    kept: list[dict[str, object]] = field(default_factory=list)


Read = tuple[PartRows | None, list[Finding]]
"""Rows of a part, None where they cannot be counted on; and what is wrong with it."""


def read_part(store: Store, table: Table, path: Path) -> Read:
    """Read a part whole."""
    (read,) = read_parts(store, table, [path])
    return read


def read_parts(store: Store, table: Table, paths: Iterable[Path]) -> Iterator[Read]:
    """Read parts of a table whole, a few hundred of small ones together.

    Memory: a group of rows, the keys of some thousand rows, and what `PartRows` keeps.
    """
    nothing = table.arrow.empty_table()
    kept: list[_Raw] = []
    for path in paths:
        kept.append(_read_whole(store, table, path, nothing))
        keys = [raw.keys for raw in kept]
        if len(kept) >= _PARTS_AT_ONCE or sum(map(len, keys)) >= _KEYS_AT_ONCE:
            yield from _numbered(store, table, kept)
            kept = []
    yield from _numbered(store, table, kept)


@dataclass(slots=True)
class _Raw:
    """A part whose keys are not numbers yet; None for rows that cannot be read."""

    rows: PartRows | None
    keys: pa.Table
    found: list[Finding]


def _read_whole(store: Store, table: Table, path: Path, nothing: pa.Table) -> _Raw:
    """Read a part; `nothing` are no rows of the table, as they should be."""
    without = _key_columns(table, nothing)
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            if what := _other_schema(nothing.schema, file.schema_arrow):
                finding = part_finding(store, table, path, "schema", what)
                return _Raw(None, without, [finding])
            rows, keys, missing = _read(table, path, file)
    except FileNotFoundError:
        return _Raw(None, without, [])  # A step that runs meanwhile has replaced it.
    except _UNREADABLE as error:
        finding = part_finding(store, table, path, "unreadable", _reason(error))
        return _Raw(None, without, [finding])
    found = [
        part_finding(store, table, path, kind, what)
        for kind, what in (
            ("missing-value", missing),
            ("partition", _misplaced(store, table, rows)),
        )
        if what
    ]
    return _Raw(rows, keys, found)


def _numbered(store: Store, table: Table, raws: Sequence[_Raw]) -> Iterator[Read]:
    """Yield parts with a number for each key; of few rows that takes as long as of many."""
    if not raws:
        return
    numbers = key_numbers(pa.concat_tables(raw.keys for raw in raws))
    ends = np.cumsum([len(raw.keys) for raw in raws])
    for raw, keys in zip(raws, np.split(numbers, ends)[:-1], strict=True):
        if raw.rows is None:
            yield None, raw.found
            continue
        raw.rows.keys = keys
        if what := _doubled(table, raw.rows):
            path = raw.rows.path
            raw.found.append(part_finding(store, table, path, "doubled-key", what))
        yield (None if raw.found else raw.rows), raw.found


def broken_pack(path: Path) -> str:
    """Return why a pack cannot be read whole; empty where it can."""
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            for group in range(file.num_row_groups):
                file.read_row_group(group, use_threads=False)
    except FileNotFoundError:
        return ""  # A pack may be taken away at any time.
    except _UNREADABLE as error:
        return _reason(error)
    return ""


def key_numbers(rows: pa.Table) -> NDArray[np.uint64]:
    """Return a 64-bit number per row; rows that differ have different ones.

    Two of ten million rows share one by chance once in some 370,000 stores.
    """
    frame = rows.to_pandas()
    numbers: NDArray[np.uint64] = pd.util.hash_pandas_object(
        frame, index=False
    ).to_numpy()
    return numbers


def _read(
    table: Table, path: Path, file: pq.ParquetFile
) -> tuple[PartRows, pa.Table, str]:
    """Return what is remembered of a part, its keys, and which values it lacks."""
    watched = {*table.partition, *(c.name for c in table.columns if _refers(c.name))}
    names: dict[str, Counter[str]] = {name: Counter() for name in sorted(watched)}
    keys: list[pa.Table] = []
    kept, missing = [], ""
    for group in range(file.num_row_groups):
        rows = file.read_row_group(group, use_threads=False)
        rows.validate(full=True)
        missing = missing or _missing(table, rows)
        keys.append(_key_columns(table, rows))
        kept += rows.select(list(_KEPT.get(table.name, ()))).to_pylist()
        for name, counter in names.items():
            counter.update(rows[name].drop_null().to_pylist())
    found = PartRows(path, np.empty(0, np.uint64), names, kept)
    keys = keys or [_key_columns(table, file.schema_arrow.empty_table())]
    return found, pa.concat_tables(keys), missing


def _key_columns(table: Table, rows: pa.Table) -> pa.Table:
    return rows.select(list(table.key))


def _reason(error: Exception) -> str:
    reason = "".join(str(error).splitlines()[:1]).rstrip(".")
    return f"It cannot be read as Parquet: {reason}."


def _refers(name: str) -> bool:
    return name in REFERENCES


def _other_schema(wanted: pa.Schema, found: pa.Schema) -> str:
    if found.equals(wanted):
        return ""
    there, due = (
        {f"{f.name} {f.type}{'' if f.nullable else ' required'}" for f in schema}
        for schema in (found, wanted)
    )
    lacks = ", ".join(sorted(due - there)) or "nothing"
    other = ", ".join(sorted(there - due)) or "nothing"
    return f"Its columns are not those of the table: it lacks {lacks}; it has {other}."


def _missing(table: Table, rows: pa.Table) -> str:
    empty = [
        column.name
        for column in table.columns
        if not column.nullable and rows[column.name].null_count
    ]
    return f"Values of {', '.join(empty)} are missing." if empty else ""


def _misplaced(store: Store, table: Table, rows: PartRows) -> str:
    folder = rows.path.parent.relative_to(store.table_dir(table.name))
    there = [list(rows.names[name]) for name in table.partition]
    due = [
        f"{name}={values[0]}" if len(values) == 1 else ""
        for name, values in zip(table.partition, there, strict=True)
    ]
    if list(folder.parts) == due:
        return ""
    told = "; ".join(
        f"{name} {', '.join(sorted(values)[:3]) or 'none'}"
        for name, values in zip(table.partition, there, strict=True)
    )
    return f"Its rows do not belong into folder {folder}: {told or 'no folder'}."


def _doubled(table: Table, rows: PartRows) -> str:
    twice = len(rows.keys) - len(np.unique(rows.keys))
    named = ", ".join(table.key)
    return f"Rows that repeat a key ({named}): {twice}." if twice else ""
