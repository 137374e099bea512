"""The rows that a thing reads, as they go into a bundle."""

from collections.abc import Iterator
from typing import Final

import pyarrow as pa

from dashboard.citing.thing import Reads
from dashboard.citing.withheld import without_private
from store.excerpts import Excerpt, excerpt_bytes, read_excerpt, write_excerpt
from store.layout import Store

ROWS_MB_AT_MOST: Final = 50
"""Above it the rows are left out of a bundle: it is to be sent and kept."""


def rows_read(store: Store, reads: Reads) -> Iterator[tuple[str, pa.Table]]:
    """Yield each table that is read with its rows, without what stays at home."""
    for excerpt in _excerpts(reads):
        rows = without_private(excerpt.table, read_excerpt(store, excerpt))
        if rows.num_rows:
            yield excerpt.table, rows


def rows_bytes(store: Store, reads: Reads) -> int:
    """Return about how many bytes these rows take, without reading them."""
    return sum(excerpt_bytes(store, excerpt) for excerpt in _excerpts(reads))


def write_rows_read(store: Store, rows: Iterator[tuple[str, pa.Table]]) -> None:
    """Write rows into the store of a bundle."""
    for table, told in rows:
        write_excerpt(store, table, told)


def _excerpts(reads: Reads) -> list[Excerpt]:
    named = [
        Excerpt("corpora", {"corpus": reads.corpora}),
        Excerpt("runs", {"run_id": reads.runs}),
    ]
    told = {excerpt.table for excerpt in reads.excerpts}
    return [*reads.excerpts, *(own for own in named if own.table not in told)]
