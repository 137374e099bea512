"""The only writer of tables: rows in, one whole Parquet part out, or nothing."""

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from store.columns import Column, Table
from store.errors import RowsError
from store.layout import Store
from store.schema import table as find_table
from store.whole_files import disk_refuses, whole_file

ROWS_PER_GROUP: Final = 512
"""Small groups: 24 crops by id are read 7 times faster than from groups of 2,048."""

Values: TypeAlias = Sequence[object] | NDArray[np.generic]
"""One column: a sequence, or for vectors an array of shape (rows, length)."""


def write_part(
    store: Store,
    table_name: str,
    columns: Mapping[str, Values],
    *,
    part: str,
    partition: Mapping[str, str] | None = None,
) -> Path | None:
    """Write the rows of one part, replacing an earlier part of the same name.

    The part appears whole or not at all. No rows: an earlier part is removed.

    Args:
        store: where to.
        table_name: a table of the schema.
        columns: every column of the table, all of one length.
        part: name made from a content key, so that a repeated step writes the same
            file.
        partition: value of each partition column of the table.

    Returns:
        The part's path; None where there were no rows.

    Raises:
        RowsError: columns are missing, unknown, ragged, null where they must not be,
            not of their type, or a key occurs twice.
        StoreError: the disk refuses.
    """
    table = find_table(table_name)
    path = store.part_path(table, partition or {}, part)
    rows = _checked(table, columns)
    try:
        if not rows.num_rows:
            path.unlink(missing_ok=True)
            return None
        _replace(path, rows, ranged=table.ranged)
    except OSError as error:
        raise disk_refuses(path, error) from error
    return path


def write_rows(
    store: Store,
    table_name: str,
    rows: Iterable[Mapping[str, object]],
    *,
    part: str,
    partition: Mapping[str, str] | None = None,
) -> Path | None:
    """Write rows given one by one; otherwise as `write_part`."""
    listed = list(rows)
    names = {name for row in listed for name in row}
    for row in listed:
        if names != row.keys():
            raise RowsError(
                f"Table {table_name}: a row lacks {', '.join(sorted(names - row.keys()))}."
            )
    if not listed:
        names = {column.name for column in find_table(table_name).columns}
    columns = {name: [row[name] for row in listed] for name in names}
    return write_part(store, table_name, columns, part=part, partition=partition)


def _checked(table: Table, columns: Mapping[str, Values]) -> pa.Table:
    expected = {column.name for column in table.columns}
    if missing := expected - columns.keys():
        raise RowsError(
            f"Table {table.name} lacks column {', '.join(sorted(missing))}."
        )
    if unknown := columns.keys() - expected:
        raise RowsError(
            f"Table {table.name} has no column {', '.join(sorted(unknown))}."
        )
    arrays = [_array(table, column, columns[column.name]) for column in table.columns]
    try:
        rows = pa.Table.from_arrays(arrays, schema=table.arrow)
    except pa.ArrowInvalid as error:
        raise RowsError(f"Table {table.name}: {error}") from error
    _check_key(table, rows)
    if not table.sort:
        return rows
    return rows.sort_by([(name, "ascending") for name in table.sort])


def _array(table: Table, column: Column, values: Values) -> pa.Array:
    try:
        array = _convert(column.type, values)
    except (pa.ArrowException, ValueError, TypeError, OverflowError) as error:
        raise RowsError(f"Table {table.name}, column {column.name}: {error}") from error
    if array.null_count and not column.nullable:
        raise RowsError(f"Table {table.name}: {column.name} must not be missing.")
    return array


def _convert(type_: pa.DataType, values: Values) -> pa.Array:
    if not isinstance(values, np.ndarray) or values.ndim == 1:
        return pa.array(values, type=type_)
    flat = pa.array(np.ascontiguousarray(values).reshape(-1), type=type_.value_type)
    if pa.types.is_fixed_size_list(type_):
        if values.shape[1] != type_.list_size:
            raise ValueError(f"{values.shape[1]} values where {type_.list_size} belong")
        return pa.FixedSizeListArray.from_arrays(flat, type=type_)
    ends = np.arange(len(values) + 1, dtype=np.int32) * values.shape[1]
    return pa.ListArray.from_arrays(pa.array(ends), flat, type=type_)


def _check_key(table: Table, rows: pa.Table) -> None:
    keys = rows.select(list(table.key))
    distinct = keys.group_by(list(table.key)).aggregate([]).num_rows
    if distinct != rows.num_rows:
        raise RowsError(
            f"Table {table.name}: {rows.num_rows - distinct} rows repeat a key "
            f"({', '.join(table.key)})."
        )


def _replace(path: Path, rows: pa.Table, *, ranged: list[str]) -> None:
    with whole_file(path) as temporary, temporary.open("wb") as file:
        pq.write_table(
            rows,
            file,
            row_group_size=ROWS_PER_GROUP,
            compression="zstd",
            write_statistics=ranged,
            # Without it a flipped bit in a picture is read as if it were right.
            write_page_checksum=True,
        )
        file.flush()
        os.fsync(file.fileno())
