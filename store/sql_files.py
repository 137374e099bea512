"""Answers as files: CSV, Parquet and JSON; and their values as short texts."""

import io
import json
import math
from typing import Final

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow.csv import write_csv  # type: ignore[attr-defined]  # it has no __all__

from store.views import quoted

LONGEST_CELL: Final = 200
_ITEMS_SHOWN: Final = 4


def answer_csv(rows: pa.Table) -> bytes:
    """Return an answer as CSV in UTF-8 with a heading; lists are written as JSON."""
    file = io.BytesIO()
    write_csv(_flat(rows), file)
    return file.getvalue()


def answer_parquet(rows: pa.Table) -> bytes:
    """Return an answer as a Parquet file, lists as they are."""
    file = io.BytesIO()
    pq.write_table(rows, file, compression="zstd")
    return file.getvalue()


def answer_json(rows: pa.Table) -> str:
    """Return an answer as a JSON list with one object per row; what is no number is null."""
    return json.dumps(_jsonable(rows.to_pylist()), ensure_ascii=False, indent=1)


def short_text(value: object, longest: int = LONGEST_CELL) -> str:
    """Return a value as text that is not long: of a list its beginning and its length."""
    if value is None:
        return ""
    if isinstance(value, list) and len(value) > _ITEMS_SHOWN:
        begin = ", ".join(short_text(item, longest) for item in value[:_ITEMS_SHOWN])
        text = f"[{begin}, \u2026 {len(value):,} values]"
    elif isinstance(value, list):
        text = f"[{', '.join(short_text(item, longest) for item in value)}]"
    elif isinstance(value, float):
        text = f"{value:.6g}"
    elif isinstance(value, dict):
        text = json.dumps(_jsonable(value), ensure_ascii=False)
    else:
        text = str(value)
    return text if len(text) <= longest else text[: longest - 1] + "\u2026"


def _flat(rows: pa.Table) -> pa.Table:
    """Return rows in which what is nested is JSON text."""
    if not any(pa.types.is_nested(field.type) for field in rows.schema):
        return rows
    columns = ", ".join(_flat_column(field) for field in rows.schema)
    with duckdb.connect(":memory:") as connection:
        flat: pa.Table = connection.from_arrow(rows).project(columns).to_arrow_table()
    return flat


def _flat_column(field: pa.Field) -> str:
    name = quoted(field.name)
    if not pa.types.is_nested(field.type):
        return name
    if _is_list(field.type) and pa.types.is_floating(field.type.value_type):
        # Not by to_json: it writes NaN, and a 32-bit 0.1 as 0.10000000149011612.
        text = f"replace({name}::VARCHAR, 'nan', 'null')"
        return f"replace({text}, 'NULL', 'null') AS {name}"
    return f"to_json({name})::VARCHAR AS {name}"


def _is_list(type_: pa.DataType) -> bool:
    return bool(pa.types.is_list(type_) or pa.types.is_fixed_size_list(type_))


def _jsonable(value: object) -> object:
    """Return a value of which JSON has every part."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): _jsonable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_jsonable(item) for item in value]
    if value is None or isinstance(value, str | int):
        return value
    return str(value)
