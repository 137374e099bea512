"""Tables as files: the same rows give the same bytes, and the same digest."""

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from store.errors import StoreError

ROWS_AT_MOST: Final = 5_000_000
"""A small file can say that it has more rows than memory holds."""


def csv_bytes(table: pa.Table) -> bytes:
    """Return a table as CSV in UTF-8; missing values are empty, lists are JSON."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(table.column_names)
    columns = [_written(column.to_pylist()) for column in table.columns]
    writer.writerows(zip(*columns, strict=True))
    return file.getvalue().encode()


def parquet_bytes(table: pa.Table) -> bytes:
    """Return a table as Parquet."""
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue()


def read_parquet(path: Path) -> pa.Table:
    """Return the table in a Parquet file.

    Raises:
        StoreError: it is none, or far too large.
    """
    try:
        with pq.ParquetFile(path) as file:
            if file.metadata.num_rows > ROWS_AT_MOST:
                raise StoreError(
                    f"{path.name} has {file.metadata.num_rows:,} rows, expected at most "
                    f"{ROWS_AT_MOST:,}: it was not read."
                )
            return file.read()
    except (pa.ArrowException, OSError) as error:
        reason = str(error).splitlines()[0]
        raise StoreError(f"{path.name} is no Parquet file: {reason}.") from error


def digest_of(data: bytes) -> str:
    """Return the SHA-256 digest of bytes."""
    return hashlib.sha256(data).hexdigest()


def file_digest(path: Path) -> str:
    """Return the SHA-256 digest of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def rows_digest(table: pa.Table) -> str:
    """Return a digest of what a table says, whatever program wrote it."""
    return digest_of(csv_bytes(table))


def _written(values: list[object]) -> list[object]:
    return [
        json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
        for value in values
    ]
