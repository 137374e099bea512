"""One part of a table, read whole: every page is decoded and its checksum compared."""

from collections import Counter
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


def read_part(
    store: Store, table: Table, path: Path
) -> tuple[PartRows | None, list[Finding]]:
    """Read a part whole.

    Memory: one group of rows at a time, and what `PartRows` keeps.

    Returns:
        Its rows, None where they cannot be counted on; and what is wrong with it.
    """
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            if what := _other_schema(table, file.schema_arrow):
                return None, [part_finding(store, table, path, "schema", what)]
            rows, missing = _read(table, path, file)
    except FileNotFoundError:
        return None, []  # A step that runs meanwhile has replaced it.
    except _UNREADABLE as error:
        return None, [part_finding(store, table, path, "unreadable", _reason(error))]
    found = [
        part_finding(store, table, path, kind, what)
        for kind, what in (
            ("missing-value", missing),
            ("partition", _misplaced(store, table, rows)),
            ("doubled-key", _doubled(table, rows)),
        )
        if what
    ]
    return (None if found else rows), found


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


def _read(table: Table, path: Path, file: pq.ParquetFile) -> tuple[PartRows, str]:
    """Return what is remembered of a part, and which values it lacks."""
    watched = {*table.partition, *(c.name for c in table.columns if _refers(c.name))}
    names: dict[str, Counter[str]] = {name: Counter() for name in sorted(watched)}
    keys, kept, missing = [np.empty(0, np.uint64)], [], ""
    for group in range(file.num_row_groups):
        rows = file.read_row_group(group, use_threads=False)
        rows.validate(full=True)
        missing = missing or _missing(table, rows)
        keys.append(key_numbers(rows.select(list(table.key))))
        kept += rows.select(list(_KEPT.get(table.name, ()))).to_pylist()
        for name, counter in names.items():
            for pair in rows[name].drop_null().value_counts().to_pylist():
                counter[pair["values"]] += pair["counts"]
    return PartRows(path, np.concatenate(keys), names, kept), missing


def _reason(error: Exception) -> str:
    reason = "".join(str(error).splitlines()[:1]).rstrip(".")
    return f"It cannot be read as Parquet: {reason}."


def _refers(name: str) -> bool:
    return name in REFERENCES


def _other_schema(table: Table, found: pa.Schema) -> str:
    if found.equals(table.arrow):
        return ""
    there, due = (
        {f"{f.name} {f.type}{'' if f.nullable else ' required'}" for f in schema}
        for schema in (found, table.arrow)
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
