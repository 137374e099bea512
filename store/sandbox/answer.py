"""The answer to a statement: as Arrow batches, no larger than its limits allow."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from store.errors import SqlError
from store.sandbox.limits import SandboxLimits
from store.views import quoted

if TYPE_CHECKING:
    import duckdb

ROWS_AT_ONCE: Final = 2048
_MEGABYTE: Final = 1 << 20
_AS_TEXT: Final = re.compile(
    r"\b(BIGNUM|BIT|BLOB|GEOMETRY|INTERVAL|UNION|UUID|VARIANT|TIME WITH)\b"
)
"""Types that Arrow, Parquet or CSV cannot hold, also within lists and structs."""


@dataclass(frozen=True, slots=True)
class Batches:
    """An answer, and why it is not whole: `rows`, `megabytes`, or empty if it is."""

    schema: pa.Schema
    batches: list[pa.RecordBatch]
    cut: str


def read_answer(relation: "duckdb.DuckDBPyRelation", limits: SandboxLimits) -> Batches:
    """Return as much of an answer as the limits allow, its columns named differently.

    Raises:
        SqlError: not even one row is within the limits.
    """
    reader = _holdable(relation).to_arrow_reader(ROWS_AT_ONCE)
    schema = reader.schema.with_metadata(None)
    names = unique_names(schema.names)
    schema = pa.schema(
        [field.with_name(name) for field, name in zip(schema, names, strict=True)]
    )
    batches: list[pa.RecordBatch] = []
    rows_left, bytes_left = limits.rows, limits.megabytes * _MEGABYTE
    for batch in reader:
        if not batch.num_rows:
            continue
        if not rows_left:
            return Batches(schema, batches, "rows")
        fitting = _fitting(batch.slice(0, rows_left), bytes_left)
        if fitting.num_rows:
            batches.append(pa.RecordBatch.from_arrays(fitting.columns, schema=schema))
        if fitting.num_rows < min(batch.num_rows, rows_left):
            return _cut_by_size(schema, batches, limits)
        if fitting.num_rows < batch.num_rows:
            return Batches(schema, batches, "rows")
        rows_left -= fitting.num_rows
        bytes_left -= fitting.nbytes
    return Batches(schema, batches, "")


def unique_names(names: Sequence[str]) -> list[str]:
    """Return names of which no two are the same: of a, a the second becomes a_2."""
    taken: set[str] = set()
    unique = []
    for name in names:
        free, count = name, 1
        while free.lower() in taken:
            count += 1
            free = f"{name}_{count}"
        taken.add(free.lower())
        unique.append(free)
    return unique


def _cut_by_size(
    schema: pa.Schema, batches: list[pa.RecordBatch], limits: SandboxLimits
) -> Batches:
    if not batches:
        raise SqlError(
            f"One row of the answer is larger than {limits.megabytes} MB: ask for less."
        )
    return Batches(schema, batches, "megabytes")


def _fitting(batch: pa.RecordBatch, most_bytes: int) -> pa.RecordBatch:
    """Return the first rows of a batch that are small enough together."""
    while batch.num_rows and batch.nbytes > most_bytes:
        batch = batch.slice(0, batch.num_rows // 2)
    return batch


def _holdable(relation: "duckdb.DuckDBPyRelation") -> "duckdb.DuckDBPyRelation":
    """Return an answer in which what Arrow, Parquet or CSV cannot hold is text."""
    text = [bool(_AS_TEXT.search(str(type_))) for type_ in relation.types]
    if not any(text):
        return relation
    columns = [
        f"#{place}{'::VARCHAR' if is_text else ''} AS {quoted(name)}"
        for place, (name, is_text) in enumerate(
            zip(unique_names(relation.columns), text, strict=True), 1
        )
    ]
    return relation.project(", ".join(columns))
