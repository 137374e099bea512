"""The commands `signatlas cite` and `signatlas reproduce`: bundles made and computed again."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from store.command_options import StoreOption
from store.errors import CallError
from store.layout import open_store
from store.settings import gather_settings

if TYPE_CHECKING:
    from dashboard.citing.planning import Plan
    from dashboard.citing.reproducing import Reproduced

DIFFERS = 1
THING = "What to cite; without FILE its parameters are told, `list` tells all things."


def cite(
    thing: Annotated[str, typer.Argument(help=THING)],
    file: Annotated[
        Path | None, typer.Argument(help="Zip file, or folder, to write.")
    ] = None,
    *,
    parameter: Annotated[
        list[str] | None,
        typer.Option("--parameter", "-p", help="NAME=VALUE; may be repeated."),
    ] = None,
    author: Annotated[str, typer.Option(help="Who is to be cited for it.")] = "",
    without_rows: Annotated[
        bool, typer.Option(help="Leave the rows out that it is computed from.")
    ] = False,
    store: StoreOption = None,
) -> None:
    """Write a table or figure with all it takes to cite it and compute it again."""
    if file is None:
        _explain(thing)
        return
    from dashboard.citing.planning import plan_bundle  # noqa: PLC0415 - heavy
    from dashboard.citing.writing import write_bundle  # noqa: PLC0415
    from store.db import Database  # noqa: PLC0415

    database = Database(open_store(gather_settings(store=store).store))
    told = dict(_pair(text) for text in parameter or ())
    plan = plan_bundle(database, thing, told, with_rows=not without_rows, author=author)
    typer.echo(_said_before(plan))
    question = write_bundle(database, plan, file)
    digests = ", ".join(f"{name} {told[:12]}" for name, told in question.tables.items())
    typer.echo(f"{file}: {digests}. Compute it again: signatlas reproduce {file}")


def reproduce(
    bundle: Annotated[Path, typer.Argument(help="Zip file or folder of a bundle.")],
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print for machines.")
    ] = False,
    store: Annotated[
        Path | None,
        typer.Option(help="Take the rows from this store, not from the bundle."),
    ] = None,
) -> None:
    """Compute a bundle again and compare; exit code 0: equal, 1: it differs."""
    from dashboard.citing.reproducing import reproduce as again  # noqa: PLC0415 - heavy

    found = again(bundle, store)
    typer.echo(_in_json(found) if as_json else _in_words(found))
    if not found.equal:
        raise typer.Exit(DIFFERS)


def _explain(name: str) -> None:
    from dataclasses import MISSING, fields  # noqa: PLC0415

    from dashboard.citing.registry import thing, things  # noqa: PLC0415 - heavy

    for told in things() if name == "list" else [thing(name)]:
        given = ", ".join(
            field.name if field.default is MISSING else f"{field.name}={field.default}"
            for field in fields(told.parameters)
        )
        typer.echo(f"{told.name}: {told.title}. Parameters: {given or 'none'}.")


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise CallError(f"--parameter is {text!r}, expected NAME=VALUE.")
    return name, value


def _said_before(plan: "Plan") -> str:
    rows = (
        f"without the rows that it is computed from: {plan.left_out}"
        if plan.left_out
        else f"with the rows that it is computed from, {plan.rows_bytes:,} bytes at most"
    )
    return "\n".join(
        [f"{plan.thing.title}, {rows}.", *(credit.line for credit in plan.credits)]
    )


def _in_words(found: "Reproduced") -> str:
    question = found.question
    told = [f"{n} {v}" for n, v in question.parameters.items() if v is not None]
    head = f"{question.title} ({', '.join(told) or 'all'}), from rows of {found.rows_from}:"
    result = (
        f"equal: {', '.join(question.tables)}; figures within {question.tolerance:g}."
        if found.equal
        else "it differs."
    )
    notes = [f"Note: {note}." for note in found.notes]
    return "\n".join([f"{head} {result}", *found.differences, *notes])


def _in_json(found: "Reproduced") -> str:
    told = {
        "thing": found.question.thing,
        "parameters": found.question.parameters,
        "tables": found.question.tables,
        "tolerance": found.question.tolerance,
        "rows_from": found.rows_from,
        "equal": found.equal,
        "differences": list(found.differences),
        "notes": list(found.notes),
    }
    return json.dumps(told, indent=2, ensure_ascii=False)
