"""The command `signatlas sql`: one statement over the store's tables, nothing else."""

import dataclasses
import sys
from pathlib import Path
from typing import Annotated, Final

import pyarrow as pa
import typer
from rich.table import Table

from store.command_options import StoreOption
from store.errors import CallError
from store.label_files import counted
from store.layout import open_store
from store.sandbox.asking import SqlAnswer, ask_sql
from store.sandbox.limits import SandboxLimits, gather_sandbox_limits
from store.settings import gather_settings
from store.sql_files import answer_csv, answer_json, answer_parquet, short_text
from store.terminal import Terminal

_ROWS_PRINTED: Final = 50
_CELL: Final = 60


def sql(
    statement: Annotated[
        str,
        typer.Argument(
            help="One statement that reads, in DuckDB's SQL; `-`: from standard input."
        ),
    ],
    *,
    csv: Annotated[bool, typer.Option("--csv", help="Print the rows as CSV.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the rows as JSON.")
    ] = False,
    parquet: Annotated[
        Path | None, typer.Option(help="Write the rows to this Parquet file.")
    ] = None,
    rows: Annotated[
        int | None, typer.Option(help="So many rows at most; 100000 unless told.")
    ] = None,
    seconds: Annotated[
        int | None, typer.Option(help="So long at most; 30 unless told.")
    ] = None,
    store: StoreOption = None,
) -> None:
    """Ask the store in SQL: its tables can be read, nothing else can be reached.

    `signatlas sql "SHOW TABLES"` lists the tables, `DESCRIBE clips` the columns of one.
    """
    if csv + as_json + (parquet is not None) > 1:
        raise CallError("Choose one of --csv, --json and --parquet.")
    root = open_store(gather_settings(store=store).store)
    text = sys.stdin.read() if statement == "-" else statement
    with ask_sql(root, text, _limits(rows, seconds)) as asked:
        answer = asked.answer()
    if answer.told_cut:
        typer.echo(answer.told_cut, err=True)
    if csv:
        sys.stdout.buffer.write(answer_csv(answer.rows))
    elif as_json:
        typer.echo(answer_json(answer.rows))
    elif parquet is not None:
        _write(parquet, answer.rows)
    else:
        _print(answer, Terminal())


def _limits(rows: int | None, seconds: int | None) -> SandboxLimits:
    given = {"rows": rows, "seconds": seconds}
    told = {name: number for name, number in given.items() if number is not None}
    return dataclasses.replace(gather_sandbox_limits(), **told)


def _write(path: Path, rows: pa.Table) -> None:
    try:
        path.write_bytes(answer_parquet(rows))
    except OSError as error:
        raise CallError(
            f"Cannot write {path}: {error.strerror}. Name a file in a folder that you "
            "may write to."
        ) from error
    typer.echo(f"{counted(rows.num_rows, 'row')} written to {path}.")


def _print(answer: SqlAnswer, console: Terminal) -> None:
    table = Table()
    for name in answer.rows.column_names:
        table.add_column(name, overflow="fold")
    for row in answer.rows.slice(0, _ROWS_PRINTED).to_pylist():
        table.add_row(*(short_text(value, _CELL) for value in row.values()))
    console.print(table)
    count = answer.rows.num_rows
    shown = f", the first {_ROWS_PRINTED} shown" if count > _ROWS_PRINTED else ""
    console.print(f"{counted(count, 'row')}{shown}, {answer.took_ms} ms")
