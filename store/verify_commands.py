"""The command `signatlas verify`: whether a store is sound, and what to do if not."""

import json
from dataclasses import asdict
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from store.command_options import StoreOption
from store.layout import Store, open_store
from store.settings import gather_settings
from store.verify import verify as look_over
from store.verify_findings import Finding
from store.verify_repair import repair as put_right

_FOUND: Final = 1
_STOPPED: Final = 130
_ROUNDS: Final = 3
"""A part that is moved away can leave rows of others without their origin."""


def verify(
    *,
    repair: Annotated[
        bool,
        typer.Option(
            "--repair",
            help="Move broken parts to set-aside/ in the store; remove leftovers.",
        ),
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print for machines.")
    ] = False,
    store: StoreOption = None,
) -> None:
    """Read every part of a store and tell what is broken, lost, and how to rebuild it.

    Exit code 0: the store is sound; 1: something was found.
    """
    opened = open_store(gather_settings(store=store).store)
    try:
        found, done, left = _verified(opened, repair=repair)
    except KeyboardInterrupt as error:
        typer.echo("Stopped. Nothing was half-moved; verify again any time.", err=True)
        raise typer.Exit(_STOPPED) from error
    if as_json:
        typer.echo(_as_json(found, done, left))
    else:
        _print(found, done, left, repaired=repair)
    if any(not finding.is_note for finding in left):
        raise typer.Exit(_FOUND)


def _verified(
    store: Store, *, repair: bool
) -> tuple[list[Finding], list[str], list[Finding]]:
    """Return what was found, what was done about it, and what is left of it."""
    left = _looked_over(store)
    found, done = list(left), list[str]()
    for _ in range(_ROUNDS if repair else 0):
        steps = put_right(store, left)
        if not steps:
            break
        done += steps
        left = _looked_over(store)
        found += [finding for finding in left if finding not in found]
    return found, done, left


def _looked_over(store: Store) -> list[Finding]:
    columns = (TextColumn("verify"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TextColumn("parts"), console=Console(stderr=True)) as bar:
        task = bar.add_task("verify", total=None)
        return look_over(
            store, lambda done, total: bar.update(task, completed=done, total=total)
        )


def _as_json(found: list[Finding], done: list[str], left: list[Finding]) -> str:
    told = {
        "sound": all(finding.is_note for finding in left),
        "findings": [asdict(finding) for finding in found],
        "repairs": done,
        "left": [asdict(finding) for finding in left],
    }
    return json.dumps(told, indent=2, ensure_ascii=False)


def _print(
    found: list[Finding], done: list[str], left: list[Finding], *, repaired: bool
) -> None:
    for finding in found:
        typer.echo(f"{'Note: ' if finding.is_note else ''}{finding.sentence}")
    for step in done:
        typer.echo(step)
    wrong = sum(not finding.is_note for finding in left)
    when = "After the repair the" if repaired and done else "The"
    if wrong:
        typer.echo(f"{when} store is not sound. Findings: {wrong}.")
    else:
        typer.echo(f"{when} store is sound: every part was read whole.")
