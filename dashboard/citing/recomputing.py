"""What a bundle holds against what is computed again from rows of a store."""

from pathlib import Path
from typing import Final

import pyarrow as pa

from dashboard.citing.comparing import figure_differences, table_differences
from dashboard.citing.figures import PLAIN, plain_figure
from dashboard.citing.question import Question, read_json
from dashboard.citing.registry import thing
from dashboard.citing.tables import csv_bytes, digest_of, file_digest, read_parquet
from dashboard.citing.thing import Computed
from store.db import Database
from store.errors import AtlasError

UNUSABLE: Final = (ArithmeticError, LookupError, TypeError, ValueError)
"""What computing meets in rows that no step of signatlas wrote."""


def differences(folder: Path, question: Question, database: Database) -> list[str]:
    """Return in words where a bundle differs from what is computed again; none: nowhere.

    Args:
        folder: the bundle.
        question: what it asks.
        database: the rows that it is computed from.
    """
    wanted = thing(question.thing)
    asked = wanted.asked(question.parameters)
    try:
        computed = wanted.compute(database, asked)
    except AtlasError as error:
        return [f"it cannot be computed again: {error}"]
    except UNUSABLE as error:
        kind = type(error).__name__
        return [f"it cannot be computed again: the rows do not fit ({kind}: {error})"]
    return [
        *_of_tables(folder, question, computed),
        *_of_figure(folder, question, computed),
    ]


def _of_tables(folder: Path, question: Question, computed: Computed) -> list[str]:
    if computed.tables.keys() != question.tables.keys():
        was, now = ", ".join(question.tables), ", ".join(computed.tables)
        return [f"the tables were {was}; are {now}"]
    found: list[str] = []
    for name, now in computed.tables.items():
        try:
            then = read_parquet(folder / "tables" / f"{name}.parquet")
            found += _of_files(folder, question, name, then)
        except AtlasError as error:
            found.append(f"{name}: {error}")
            continue
        found += table_differences(name, then, now, tolerance=question.tolerance)
    return found


def _of_files(
    folder: Path, question: Question, name: str, table: pa.Table
) -> list[str]:
    """Return whether the two files of a table say the same, and what was promised."""
    found = []
    written = digest_of(csv_bytes(table))
    path = folder / "tables" / f"{name}.csv"
    if path.is_file() and file_digest(path) != written:
        found.append(
            f"{name}: the .csv file says something else than the .parquet file"
        )
    if question.tables[name] != written:
        found.append(f"{name}: the table is not the one that question.json names")
    return found


def _of_figure(folder: Path, question: Question, computed: Computed) -> list[str]:
    if question.figure != (computed.draw is not None):
        return [f"the figure: it was {question.figure}, is {not question.figure}"]
    if computed.draw is None:
        return []
    try:
        then = read_json(folder / PLAIN)
    except AtlasError as error:
        return [str(error)]
    now = plain_figure(computed.draw())
    return figure_differences(then, now, tolerance=question.tolerance)
