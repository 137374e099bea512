"""Some rows of a store's tables, taken out of it so that they can be read elsewhere."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from store.columns import Table
from store.errors import StoreError
from store.layout import Store
from store.schema import TABLES
from store.schema import table as find_table
from store.write import write_part

PART: Final = "excerpt"
"""Name of the parts that hold rows taken out of another store."""
ROWS_AT_MOST: Final = 5_000_000
"""Of one part from elsewhere: a small file can say that it has more than memory holds."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Which rows of a table are wanted.

    Attributes:
        table: its name.
        where: columns, each with the values that its wanted rows have; none: all rows.
    """

    table: str
    where: Mapping[str, Sequence[str]] = field(default_factory=dict)


def read_excerpt(store: Store, excerpt: Excerpt) -> pa.Table:
    """Return the wanted rows, sorted by the table's key.

    Raises:
        StoreError: the table's files cannot be read.
    """
    table = find_table(excerpt.table)
    try:
        found = _dataset(table, list(_parts(store, table, excerpt)))
        rows = found.to_table(filter=_wanted(excerpt))
    except (pa.ArrowException, OSError) as error:
        raise _unreadable(store, table.name, error) from error
    return rows.sort_by([(name, "ascending") for name in table.key])


def excerpt_bytes(store: Store, excerpt: Excerpt) -> int:
    """Return about how many bytes the wanted rows take on disk, without reading them."""
    table = find_table(excerpt.table)
    paths = list(_parts(store, table, excerpt))
    found = _dataset(table, paths)
    total: int = found.count_rows()
    chosen: int = found.count_rows(filter=_wanted(excerpt))
    return sum(path.stat().st_size for path in paths) * chosen // max(total, 1)


def write_excerpt(store: Store, name: str, rows: pa.Table) -> None:
    """Write rows of a table into a store, one part for each of their partitions."""
    table = find_table(name)
    for values, chosen in _partitions(table, rows):
        columns = {column: chosen[column] for column in chosen.column_names}
        write_part(store, name, columns, part=PART, partition=values)


def check_parts(store: Store) -> None:
    """Look whether every part of a store has the columns of its table.

    Raises:
        StoreError: one has others, is no Parquet file, or has far too many rows.
    """
    for table in TABLES.values():
        for path in store.parts(table.name):
            try:
                with pq.ParquetFile(path) as part:
                    found, rows = part.schema_arrow, part.metadata.num_rows
            except (pa.ArrowException, OSError) as error:
                raise _unreadable(store, table.name, error) from error
            if rows > ROWS_AT_MOST:
                raise StoreError(
                    f"{path.name} of table {table.name} has {rows:,} rows, expected at "
                    f"most {ROWS_AT_MOST:,}: it was not read."
                )
            if not found.equals(table.arrow):
                raise StoreError(
                    f"{path.name} of table {table.name} has other columns than the "
                    "table: the file was not written by signatlas, or was changed."
                )


def _dataset(table: Table, paths: Sequence[Path]) -> Any:
    names = [str(path) for path in paths]
    return ds.dataset(names, schema=table.arrow, format="parquet")


def _parts(store: Store, table: Table, excerpt: Excerpt) -> Iterator[Path]:
    """Yield the parts in which wanted rows can be, by the folders they are in."""
    folders = {
        f"{column}={value}"
        for column in table.partition
        for value in excerpt.where.get(column, ())
    }
    known = [name for name in table.partition if name in excerpt.where]
    for path in store.parts(table.name):
        if len(folders.intersection(path.parts)) == len(known):
            yield path


def _wanted(excerpt: Excerpt) -> Any:
    found: Any = None
    for column, values in excerpt.where.items():
        allowed = pc.field(column).isin(pa.array(sorted({*values}), pa.string()))
        found = allowed if found is None else found & allowed
    return found


def _partitions(
    table: Table, rows: pa.Table
) -> Iterator[tuple[dict[str, str], pa.Table]]:
    if not table.partition:
        yield {}, rows
        return
    names = list(table.partition)
    for values in rows.group_by(names).aggregate([]).to_pylist():
        own = Excerpt(table.name, {name: [values[name]] for name in names})
        yield values, rows.filter(_wanted(own))


def _unreadable(store: Store, table: str, error: Exception) -> StoreError:
    reason = str(error).splitlines()[0]
    return StoreError(f"Table {table} of {store.root} cannot be read: {reason}.")
