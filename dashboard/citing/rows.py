"""The rows that a thing reads, as they go into a bundle."""

from collections.abc import Iterator, Sequence
from typing import Final

import pyarrow as pa

from dashboard.citing.tables import parquet_bytes
from dashboard.citing.thing import Reads
from dashboard.citing.withheld import without_private
from store.excerpts import Excerpt, excerpt_bytes, read_excerpt, write_excerpt
from store.layout import Store
from store.schema import table

ROWS_BYTES_AT_MOST: Final = 50_000_000
"""Above it the rows are left out of a bundle: it is to be sent and kept."""
READ_AT_MOST: Final = 20
"""How often as much may be read to see whether it is really more."""


def rows_read(store: Store, reads: Reads) -> Iterator[tuple[str, pa.Table]]:
    """Yield each table that is read with its rows, without what stays at home."""
    wanted = _excerpts(reads)
    for name in dict.fromkeys(excerpt.table for excerpt in wanted):
        own = [read_excerpt(store, told) for told in wanted if told.table == name]
        joined = own[0] if len(own) == 1 else _joined(name, own)
        rows = without_private(name, joined, reads.corpora)
        if rows.num_rows:
            yield name, rows


def rows_bytes(store: Store, reads: Reads) -> int:
    """Return how many bytes these rows take at most.

    They are not read, unless they might just be few enough: rows of many small parts take
    far less in one.
    """
    most = sum(excerpt_bytes(store, excerpt) for excerpt in _excerpts(reads))
    if not ROWS_BYTES_AT_MOST < most < READ_AT_MOST * ROWS_BYTES_AT_MOST:
        return most
    return sum(len(parquet_bytes(rows)) for _, rows in rows_read(store, reads))


def write_rows_read(store: Store, rows: Iterator[tuple[str, pa.Table]]) -> None:
    """Write rows into the store of a bundle."""
    for name, told in rows:
        write_excerpt(store, name, told)


def _joined(name: str, parts: Sequence[pa.Table]) -> pa.Table:
    """Return the rows of several excerpts of one table, each row once, sorted by key."""
    key = list(table(name).key)
    rows = pa.concat_tables(parts)
    named = [tuple(row.values()) for row in rows.select(key).to_pylist()]
    places = {own: place for place, own in reversed(list(enumerate(named)))}
    kept = rows.take(pa.array(sorted(places.values()), pa.int64()))
    return kept.sort_by([(column, "ascending") for column in key])


def _excerpts(reads: Reads) -> list[Excerpt]:
    named = [
        Excerpt("corpora", {"corpus": reads.corpora}),
        Excerpt("runs", {"run_id": reads.runs}),
    ]
    told = {excerpt.table for excerpt in reads.excerpts}
    return [*reads.excerpts, *(own for own in named if own.table not in told)]
