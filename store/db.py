"""Questions to the store, asked in SQL: one view per table over its Parquet parts."""

import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import duckdb
import pandas as pd
import pyarrow as pa

from store.broken_parts import broken_file, tables_in
from store.columns import Table
from store.errors import StoreError, UnknownNameError
from store.layout import Store
from store.packs import sources
from store.schema import TABLES
from store.views import empty_view, parts_view, quoted

_FAILED: Final = (duckdb.Error, UnicodeDecodeError)
"""What a question raises where a file is broken, whose bytes it may quote as they are."""
_OF_FILES: Final = (
    duckdb.IOException,
    duckdb.InvalidInputException,
    UnicodeDecodeError,
)
_TRIES: Final = 3
_TRIES_IF_AWAY: Final = 20
"""One part after the other may be replaced while a question is asked."""
SQL_DIR: Final = Path(__file__).parent / "sql"
ROWS_AT_ONCE: Final = 65_536
"""Rows of a batch of an answer that is read batch by batch."""


class Database:
    """An in-memory DuckDB that sees a store's tables; safe to use from many threads.

    A table without parts is an empty view, and fills as soon as parts appear. Nothing
    is locked: other processes may write the store meanwhile.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._lock = threading.Lock()
        self._connect()

    def query(self, question: str, **parameters: object) -> pa.Table:
        """Return the answer to `store/sql/<question>.sql` as an Arrow table.

        Raises:
            UnknownNameError: there is no such file.
            StoreError: the store's files cannot be read.
        """
        return self._answer(_statement(question), parameters)

    def rows(self, question: str, **parameters: object) -> list[dict[str, Any]]:
        """Return the answer as one dictionary per row."""
        rows: list[dict[str, Any]] = self.query(question, **parameters).to_pylist()
        return rows

    def frame(self, question: str, **parameters: object) -> pd.DataFrame:
        """Return the answer as a data frame."""
        return self.query(question, **parameters).to_pandas()

    @contextmanager
    def stream(
        self, question: str, *, lists_as_json: bool = False, **parameters: object
    ) -> Iterator[pa.RecordBatchReader]:
        """Give the answer batch by batch, where it may be larger than memory.

        Args:
            question: name of a file in `store/sql`.
            lists_as_json: give lists as JSON text, a missing number as null.
            parameters: of the question.

        Raises:
            UnknownNameError: there is no such file.
            StoreError: the store's files cannot be read.
        """
        statement = _statement(question)
        try:
            cursor = self._cursor_for(statement)
        except _FAILED as error:
            raise self._unreadable(statement, error) from error
        try:
            answer = cursor.sql(statement, params=parameters)
            if lists_as_json:
                answer = answer.project(_with_lists_as_json(answer))
            yield answer.to_arrow_reader(ROWS_AT_ONCE)
        except _FAILED as error:
            raise self._unreadable(statement, error) from error
        finally:
            cursor.close()

    def row_counts(self) -> dict[str, int]:
        """Return how many rows each table has, in schema order."""
        union = " UNION ALL ".join(
            f"SELECT '{name}' AS name, count(*) AS n FROM {name}" for name in TABLES
        )
        counted = {row["name"]: row["n"] for row in self._answer(union, {}).to_pylist()}
        return {name: counted[name] for name in TABLES}

    def _connect(self) -> None:
        self._connection = duckdb.connect(":memory:")
        self._seen: dict[str, list[str] | None] = {}
        """By each view that was made: patterns of files, as of `sources`; [] by none."""

    def _answer(self, statement: str, parameters: dict[str, object]) -> pa.Table:
        for tried in itertools.count(1):
            try:
                return self._run(statement, parameters, anew=tried > 1)
            except _FAILED as error:
                self._recover(error)
                # A part may have been taken away between being found and being opened,
                # or have been replaced while it was read.
                away = isinstance(error, duckdb.IOException)
                if tried >= (_TRIES_IF_AWAY if away else _TRIES):
                    raise self._unreadable(statement, error) from error
        raise AssertionError("it counts without end")

    def _recover(self, error: Exception) -> None:
        """Begin anew after what DuckDB takes for a fault of its own: it stays shut then."""
        if isinstance(error, duckdb.InternalException | duckdb.FatalException):
            with self._lock:
                self._connect()

    def _unreadable(self, statement: str, error: Exception) -> Exception:
        """Return the sentence for a question that failed; a mistake of ours as it is."""
        finding = broken_file(self.store, tables_in(statement), str(error))
        if finding is not None:
            return StoreError(finding.sentence)
        if not isinstance(error, _OF_FILES):
            return error
        reason = str(error).splitlines()[0]
        return StoreError(
            f"The store in {self.store.root} cannot be read: {reason}. "
            "`signatlas verify` finds the part that is broken and says what rebuilds it."
        )

    def _run(
        self, statement: str, parameters: dict[str, object], *, anew: bool
    ) -> pa.Table:
        cursor = self._cursor_for(statement, anew=anew)
        try:
            return cursor.sql(statement, params=parameters).to_arrow_table()
        finally:
            cursor.close()

    def _cursor_for(
        self, statement: str, *, anew: bool = False
    ) -> duckdb.DuckDBPyConnection:
        """Return a cursor that sees the tables of a statement as they are now.

        Other tables are left alone: they may be broken. A view is only ever replaced by
        one that sees as much, as another thread may be asking it.
        """
        with self._lock:
            for table in tables_in(statement):
                self._refresh_view(table, anew=anew)
            return self._connection.cursor()

    def _refresh_view(self, table: Table, *, anew: bool) -> None:
        seen = self._seen.get(table.name, [])
        empty = (anew or seen == []) and not self.store.has_parts(table.name)
        files = [] if empty else sources(self.store, table)
        if files == seen and table.name in self._seen:
            return
        if files == []:
            view = empty_view(table)
        else:
            view = parts_view(self.store, table, sources=files)
        self._connection.execute(view)
        self._seen[table.name] = files


def questions() -> list[str]:
    """Return the names of all questions that can be asked."""
    return sorted(path.stem for path in SQL_DIR.glob("*.sql"))


def _statement(question: str) -> str:
    path = SQL_DIR / f"{question}.sql"
    if not path.is_file():
        raise UnknownNameError("question", question, questions())
    return path.read_text(encoding="utf-8")


def _with_lists_as_json(answer: duckdb.DuckDBPyRelation) -> str:
    """Return the columns of an answer, lists written as JSON."""
    columns = []
    for name, type_ in zip(answer.columns, answer.types, strict=True):
        text = quoted(name)
        if str(type_) == "VARCHAR[]":
            text = f"to_json({text})::VARCHAR AS {text}"
        elif str(type_).endswith("]"):
            # Not by to_json, which writes a 32-bit 0.1 as 0.10000000149011612.
            text = f"replace({text}::VARCHAR, 'nan', 'null') AS {text}"
        columns.append(text)
    return ", ".join(columns)
