"""What a store holds, in a form in which two stores can be compared."""

from typing import Any, Final

import pyarrow.parquet as pq

from store.layout import Store
from store.schema import TABLES

Rows = dict[str, list[dict[str, Any]]]
_BY_THE_CLOCK: Final = {
    "runs": ("started_ms", "ended_ms", "metrics"),
    "label_events": ("event_id", "at_ms"),
    "run_history": ("seconds",),
    "clusterings": ("seconds",),
}
"""Columns that differ between two runs of the same command."""


def rows_of(store: Store) -> Rows:
    """Return all rows, without what only the clock decides, in an order of their own."""
    return {
        name: sorted(_rows(store, name), key=lambda row: sorted(row.items()))
        for name in TABLES
    }


def part_bytes(store: Store) -> dict[str, bytes]:
    """Return the content of every part."""
    return {
        path.relative_to(store.root).as_posix(): path.read_bytes()
        for name in TABLES
        for path in store.parts(name)
    }


def _rows(store: Store, table: str) -> list[dict[str, str]]:
    left_out = _BY_THE_CLOCK.get(table, ())
    parts = (pq.ParquetFile(part).read() for part in store.parts(table))
    # NaN is not equal to itself; its text is.
    return [
        {name: repr(value) for name, value in row.items() if name not in left_out}
        for part in parts
        for row in part.to_pylist()
    ]
