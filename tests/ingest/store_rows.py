"""All rows of a store as text, to compare two ingests of the same clips."""

from typing import Any

import pyarrow.parquet as pq

from store.layout import Store
from store.schema import TABLES


def rows_of(store: Store) -> dict[str, list[dict[str, Any]]]:
    """Return all rows without the times of runs and the place of the store."""
    rows = {name: _rows(store, name) for name in TABLES}
    for row in rows["runs"]:
        for name in ("started_ms", "ended_ms", "metrics"):
            del row[name]
    return rows


def _rows(store: Store, table: str) -> list[dict[str, Any]]:
    parts = (pq.read_table(part, partitioning=None) for part in store.parts(table))
    # NaN is not equal to itself; its text is.
    return [
        {name: repr(value) for name, value in row.items()}
        for part in parts
        for row in part.to_pylist()
    ]
