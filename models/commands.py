"""Commands about models and what was measured: `signatlas results`."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from models.results import Result, load_results, matching
from models.results_table import with_table
from store.layout import replace_text
from store.terminal import Terminal

app = typer.Typer(help="Train, measure and list figures.", no_args_is_help=True)


@app.callback()
def _models() -> None:
    """Train, measure and list figures."""


@app.command()
def results(
    pattern: Annotated[
        str, typer.Argument(help="Names to list: a beginning, or with * and ?.")
    ] = "*",
    as_json: Annotated[
        bool, typer.Option("--json", help="Print for machines.")
    ] = False,
    readme: Annotated[
        Path | None, typer.Option(help="Make the results table of this README anew.")
    ] = None,
) -> None:
    """List measured figures; each record's command recomputes it."""
    records = matching(load_results(), pattern)
    if readme is not None:
        text = readme.read_text("utf-8")
        replace_text(readme, with_table(text, load_results()))
    elif as_json:
        listed = [asdict(record) for record in records]
        typer.echo(json.dumps(listed, indent=2, ensure_ascii=False))
    else:
        _print(records)


def _print(records: list[Result]) -> None:
    console = Terminal()
    if not records:
        console.print("No result of this name. `signatlas results` lists all.")
        return
    table = Table()
    for heading in ("name", "value", "interval", "unit", "data", "date"):
        table.add_column(heading, overflow="fold")
    for record in records:
        interval = (
            "" if record.low is None else f"{record.low:.3g} .. {record.high:.3g}"
        )
        figures = (f"{record.value:.4g}", interval, record.unit)
        table.add_row(record.name, *figures, record.data, record.date)
    console.print(table)
