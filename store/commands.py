"""Commands about the store itself: `signatlas status`."""

import json
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.table import Table

from store.command_options import StoreOption
from store.layout import open_store
from store.settings import gather_settings
from store.status import Status, look
from store.terminal import Terminal
from store.truth import CorpusSeen

app = typer.Typer(help="Look into a store.", no_args_is_help=True)


@app.callback()
def _store() -> None:
    """Look into a store."""


@app.command()
def status(
    store: StoreOption = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print for machines.")
    ] = False,
) -> None:
    """Show rows per table, runs, problems, and how well synthetic signers are seen."""
    found = look(open_store(gather_settings(store=store).store))
    if as_json:
        typer.echo(json.dumps(found.as_json(), indent=2, ensure_ascii=False))
        return
    _print(found, Terminal())


def _print(found: Status, console: Terminal) -> None:
    console.print(f"Store {found.store}, schema {found.schema_version}")
    if not any(found.rows.values()):
        console.print(
            "It is empty. Fill it with `signatlas ingest folder PATH` or see "
            "generated signs with `signatlas demo`."
        )
        return
    for progress in found.running:
        console.print(
            f"Running: {progress.step} of {progress.corpus}, "
            f"{progress.done} of {progress.total} {progress.unit}"
        )
    console.print(_counts(found.rows))
    console.print(_runs(found.runs))
    if found.problems:
        console.print(_problems(found.problems))
    for corpus in found.seen_against_truth:
        console.print(_truth(corpus))


def _counts(rows: dict[str, int]) -> Table:
    table = Table(title="Rows", title_justify="left")
    table.add_column("table")
    table.add_column("rows", justify="right")
    for name, count in rows.items():
        if count:
            table.add_row(name, f"{count:,}")
    return table


def _runs(runs: list[dict[str, Any]]) -> Table:
    table = Table(title="Runs", title_justify="left")
    for name in ("run", "state", "started (UTC)", "took"):
        table.add_column(name)
    for run in runs:
        started = datetime.fromtimestamp(run["started_ms"] / 1000, UTC)
        ended_ms = run["ended_ms"]
        took = (
            "" if ended_ms is None else f"{(ended_ms - run['started_ms']) / 1000:.0f} s"
        )
        table.add_row(run["run_id"], run["state"], f"{started:%Y-%m-%d %H:%M}", took)
    return table


def _problems(problems: list[dict[str, Any]]) -> Table:
    table = Table(title="Problems", title_justify="left")
    for name in ("corpus", "kind", "count", "lost", "for example", "what to do"):
        table.add_column(name)
    for row in problems:
        counts = (str(row["problems"]), str(row["lost"]))
        table.add_row(
            row["corpus"], row["kind"], *counts, row["example"], row["remedy"]
        )
    return table


def _truth(corpus: CorpusSeen) -> Table:
    title = f"Seen against truth: {corpus.corpus} (synthetic)"
    table = Table(title=title, title_justify="left")
    table.add_column("what")
    table.add_column("share", justify="right")
    table.add_column("of", justify="right")
    holds = f"{corpus.hold_frames:,} hold frames"
    table.add_row("body seen", _percent(corpus.body_seen), f"{corpus.frames:,} frames")
    table.add_row("signing hand seen", _percent(corpus.hand_seen), holds)
    table.add_row("signing hand placed right", _percent(corpus.hand_placed), holds)
    table.add_row(
        "other hand placed right",
        _percent(corpus.other_hand_placed),
        "two-handed hold frames",
    )
    table.add_row("median error", f"{corpus.median_error:.3f}", "palm lengths")
    for sign in corpus.worst:
        table.add_row(
            f"worst seen: {sign.gloss}",
            _percent(sign.hand_placed),
            f"{sign.hold_frames:,} hold frames",
        )
    return table


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
