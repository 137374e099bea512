"""Tables of a store as CSV or Parquet, read and written batch by batch."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

import pyarrow as pa
import pyarrow.parquet as pq

from ingest.exports.csv_lines import csv_lines, formula_cells
from ingest.exports.table_facts import TableFacts, data_package
from ingest.exports.whole import check_free, whole_file
from store.errors import CallError

FORMATS: Final = (".csv", ".parquet")
PACKAGE_SUFFIX: Final = ".datapackage.json"
Batches = Iterable[pa.RecordBatch]
Told = Callable[[int], None]
"""Is told of every batch how many rows it has."""


@dataclass(frozen=True, slots=True)
class ExportedTable:
    """A table to export.

    Attributes:
        facts: what must be known to use it.
        rows: how many it has.
        open: opens its rows; lists as JSON texts where asked for.
        left_out: corpora whose rows may not be exported.
    """

    facts: TableFacts
    rows: int
    open: Callable[[bool], AbstractContextManager[Batches]]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """What was written.

    Attributes:
        files: the table, and beside a CSV file its description.
        rows: how many.
        formulas: texts in a CSV file that a spreadsheet would take for formulas.
    """

    files: tuple[Path, ...]
    rows: int
    formulas: int = 0


def write_table(
    exported: ExportedTable,
    path: Path,
    *,
    overwrite: bool = False,
    spreadsheet: bool = False,
    told: Told = lambda _: None,
) -> Written:
    """Write a table as the ending of its file says, `.csv` or `.parquet`.

    Args:
        exported: the table.
        path: the file.
        overwrite: whether files of this name are replaced.
        spreadsheet: whether a CSV file is to be safe to open in one.
        told: hears of progress.

    Raises:
        CallError: another ending, or the file is there already.
        StoreError: the disk refuses, or the store cannot be read.
    """
    if path.suffix not in FORMATS:
        raise CallError(
            f"{path.name} ends in neither {' nor '.join(FORMATS)}: the ending says what "
            "is written."
        )
    if path.suffix == ".parquet":
        with whole_file(path, overwrite=overwrite) as hidden:
            rows = _write_parquet(exported, hidden, told)
        return Written((path,), rows)
    package = path.with_suffix(PACKAGE_SUFFIX)
    check_free(package, overwrite=overwrite)
    with whole_file(path, overwrite=overwrite) as hidden:
        counted = _write_csv(exported, hidden, told, spreadsheet=spreadsheet)
        # The description appears first: a table never stands there without.
        with whole_file(package, overwrite=overwrite) as beside:
            described = data_package(exported.facts, counted.facts(path.name))
            text = json.dumps(described, indent=2, ensure_ascii=False)
            beside.write_text(text + "\n", encoding="utf-8")
    return Written((path, package), counted.rows, counted.formulas)


@contextmanager
def rows_at_hand(rows: pa.Table) -> Iterator[Batches]:
    """Open rows that are in memory already."""
    yield rows.to_batches()


def _write_parquet(exported: ExportedTable, path: Path, told: Told) -> int:
    schema, rows = exported.facts.arrow, 0
    keys = [
        name
        for name in exported.facts.key
        if pa.types.is_string(schema.field(name).type)
    ]
    with (
        exported.open(False) as batches,
        pq.ParquetWriter(
            path,
            schema,
            compression="zstd",
            # Neighbouring ids begin alike, and none comes twice.
            use_dictionary=[n for n in _leaves(schema) if n not in keys],
            column_encoding=dict.fromkeys(keys, "DELTA_BYTE_ARRAY"),
        ) as writer,
    ):
        for batch in batches:
            writer.write_batch(_fitted(batch, schema))
            rows += batch.num_rows
            told(batch.num_rows)
    return rows


def _leaves(schema: pa.Schema) -> list[str]:
    """Return the columns of texts and numbers, those inside lists too, as Parquet does."""
    return [
        f"{field.name}.list.element" if pa.types.is_list(field.type) else field.name
        for field in schema
    ]


def _fitted(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    columns = [batch.column(f.name).cast(f.type) for f in schema]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


@dataclass(slots=True)
class _Counted:
    """What went into a CSV file so far."""

    file: BinaryIO
    digest: "hashlib._Hash"
    size: int = 0
    rows: int = 0
    formulas: int = 0

    def write(self, lines: bytes) -> None:
        self.file.write(lines)
        self.digest.update(lines)
        self.size += len(lines)

    def facts(self, name: str) -> dict[str, object]:
        return {
            "path": name,
            "type": "table",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": self.size,
            "hash": f"sha256:{self.digest.hexdigest()}",
            "rows": self.rows,
        }


def _write_csv(
    exported: ExportedTable, path: Path, told: Told, *, spreadsheet: bool
) -> _Counted:
    schema = exported.facts.as_text
    with path.open("wb") as file, exported.open(True) as batches:
        counted = _Counted(file, hashlib.sha256())

        def heard() -> Iterator[pa.RecordBatch]:
            for batch in batches:
                fitted = _fitted(batch, schema)
                counted.formulas += 0 if spreadsheet else formula_cells(fitted)
                counted.rows += batch.num_rows
                yield fitted
                told(batch.num_rows)

        for lines in csv_lines(heard(), schema, spreadsheet=spreadsheet):
            counted.write(lines)
    return counted
