"""Questions to the store, asked in SQL: one view per table over its Parquet parts."""

import threading
from pathlib import Path
from typing import Any, Final

import duckdb
import pandas as pd
import pyarrow as pa

from store.errors import StoreError, UnknownNameError
from store.layout import Store
from store.schema import TABLES
from store.views import empty_view, parts_view

SQL_DIR: Final = Path(__file__).parent / "sql"


class Database:
    """An in-memory DuckDB that sees a store's tables; safe to use from many threads.

    A table without parts is an empty view, and fills as soon as parts appear. Nothing
    is locked: other processes may write the store meanwhile.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._lock = threading.Lock()
        self._connection = duckdb.connect(":memory:")
        self._filled: set[str] = set()
        self._empty_views()

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

    def row_counts(self) -> dict[str, int]:
        """Return how many rows each table has, in schema order."""
        union = " UNION ALL ".join(
            f"SELECT '{name}' AS name, count(*) AS n FROM {name}" for name in TABLES
        )
        counted = {row["name"]: row["n"] for row in self._answer(union, {}).to_pylist()}
        return {name: counted[name] for name in TABLES}

    def _answer(self, statement: str, parameters: dict[str, object]) -> pa.Table:
        try:
            try:
                return self._run(statement, parameters)
            except duckdb.IOException:
                # Parts were taken away since the views were made: make them anew.
                with self._lock:
                    self._empty_views()
                return self._run(statement, parameters)
        except (duckdb.IOException, duckdb.InvalidInputException) as error:
            reason = str(error).splitlines()[0]
            raise StoreError(
                f"The store in {self.store.root} cannot be read: {reason}."
            ) from error

    def _run(self, statement: str, parameters: dict[str, object]) -> pa.Table:
        with self._lock:
            self._refresh_views()
            cursor = self._connection.cursor()
        try:
            return cursor.sql(statement, params=parameters).to_arrow_table()
        finally:
            cursor.close()

    def _empty_views(self) -> None:
        self._filled.clear()
        for table in TABLES.values():
            self._connection.execute(empty_view(table))

    def _refresh_views(self) -> None:
        for table in TABLES.values():
            if table.name not in self._filled and self.store.has_parts(table.name):
                self._connection.execute(parts_view(self.store, table))
                self._filled.add(table.name)


def questions() -> list[str]:
    """Return the names of all questions that can be asked."""
    return sorted(path.stem for path in SQL_DIR.glob("*.sql"))


def _statement(question: str) -> str:
    path = SQL_DIR / f"{question}.sql"
    if not path.is_file():
        raise UnknownNameError("question", question, questions())
    return path.read_text(encoding="utf-8")
