"""The views that SQL sees: one per table, over its Parquet parts."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pyarrow as pa

from store.columns import Column, Table
from store.layout import PART_GLOB, Store


def empty_view(table: Table, *, pictures: bool = True) -> str:
    """Return the statement that makes a table's view without rows.

    Args:
        table: the table.
        pictures: False: of binary values only their size in bytes is seen.
    """
    schema = ", ".join(
        f"CAST(NULL AS {seen_type(column, pictures=pictures)}) AS {quoted(column.name)}"
        for column in table.columns
    )
    return f"CREATE OR REPLACE VIEW {table.name} AS SELECT {schema} WHERE false"


def parts_view(
    store: Store,
    table: Table,
    *,
    pictures: bool = True,
    sources: Sequence[str] | None = None,
) -> str:
    """Return the statement that makes a table's view over the parts that it has.

    Args:
        store: where they are.
        table: the table.
        pictures: as for `empty_view`.
        sources: patterns of the files to read; None: all parts of the table.
    """
    columns = ", ".join(_seen(column, pictures) for column in table.columns)
    types = ", ".join(f"'{name}': VARCHAR" for name in table.partition)
    hive = f"hive_partitioning = true, hive_types = {{{types}}}" if types else ""
    options = hive or "hive_partitioning = false"
    if sources is None:
        sources = [f"{escaped_glob(store.table_dir(table.name))}/**/{PART_GLOB}"]
    files = ", ".join("'" + each.replace("'", "''") + "'" for each in sources)
    return (
        f"CREATE OR REPLACE VIEW {table.name} AS SELECT {columns} "
        f"FROM read_parquet([{files}], {options})"
    )


def escaped_glob(folder: Path) -> str:
    """Return a folder as a pattern that matches it alone."""
    return "".join(
        f"[{letter}]" if letter in "[]*?" else letter for letter in str(folder)
    )


def quoted(name: str) -> str:
    """Return a name as SQL takes it whatever is in it."""
    return '"' + name.replace('"', '""') + '"'


def _sql_type(type_: pa.DataType) -> str:
    """Return the name that SQL has for the type of a column."""
    if pa.types.is_list(type_) or pa.types.is_fixed_size_list(type_):
        return f"{_sql_type(type_.value_type)}[]"
    return _SQL_NAMES[str(type_)]


def seen_type(column: Column, *, pictures: bool) -> str:
    """Return the name that SQL has for what a view shows of a column."""
    if pictures or not pa.types.is_binary(column.type):
        return _sql_type(column.type)
    return "BIGINT"


def _seen(column: Column, pictures: bool) -> str:
    name = quoted(column.name)
    if pictures or not pa.types.is_binary(column.type):
        return name
    return f"octet_length({name}) AS {name}"


_SQL_NAMES: Final = {
    "string": "VARCHAR",
    "bool": "BOOLEAN",
    "int64": "BIGINT",
    "int32": "INTEGER",
    "double": "DOUBLE",
    "float": "FLOAT",
    "binary": "BLOB",
}
