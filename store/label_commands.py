"""Commands about labels: `signatlas labels import|export|show|history`."""

import json
from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.table import Table

from store.command_options import StoreOption
from store.db import Database
from store.elan.tiers import TierNames
from store.label_export import export_folder, labelled_crops
from store.label_files import counted
from store.label_import import import_labels
from store.labelled_set import LabelledSet, labelled_set
from store.labels import LabelEvent, events
from store.layout import create_store, open_store
from store.settings import gather_settings
from store.terminal import Terminal

labels_app = typer.Typer(
    help="Import, export and count labels of hands.", no_args_is_help=True
)
_DAY: Final = "%Y-%m-%d"
_TIME: Final = "%Y-%m-%dT%H:%M:%S"


@labels_app.callback()
def _labels() -> None:
    """Import, export and count labels of hands."""


@labels_app.command("import")
def import_(
    source: Annotated[
        Path,
        typer.Argument(
            help="A CSV file with crop_id, handshape and perhaps annotator; one "
            "folder per handshape with pictures named after their crops; or an .eaf "
            "file of ELAN, or a folder of them."
        ),
    ],
    annotator: Annotated[
        str, typer.Option(help="Who labelled, where the source does not say.")
    ] = "imported",
    handshape_tier: Annotated[
        str | None,
        typer.Option(
            help="ELAN: tier of the handshapes of the right, or dominant, hand; may hold "
            "* and ?. Without it, a tier is known by its name, e.g. RH-Handshape."
        ),
    ] = None,
    handshape_tier_left: Annotated[
        str | None,
        typer.Option(help="ELAN: tier of the handshapes of the left, or other, hand."),
    ] = None,
    store: StoreOption = None,
) -> None:
    """Add labels made elsewhere; labels of unknown crops become problems.

    A handshape annotated with ELAN becomes the label of each hand seen at its time.
    """
    root = create_store(gather_settings(store=store).store)
    names = TierNames(handshape=handshape_tier, handshape_left=handshape_tier_left)
    imported = import_labels(root, source, annotator=annotator, names=names)
    typer.echo(imported.summary)


@labels_app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="A new folder.")],
    store: StoreOption = None,
) -> None:
    """Write the labelled crops: pictures in folders, CSV, a vocabulary for ELAN."""
    database = Database(open_store(gather_settings(store=store).store))
    labelled = labelled_set(database, events(database))
    done = export_folder(database, labelled_crops(database, labelled), folder)
    typer.echo(
        f"{counted(done.crops, 'labelled crop')} of "
        f"{counted(done.handshapes, 'handshape')} written to {folder}, "
        f"{done.pictures:,} with picture."
    )
    if done.forbidden:
        typer.echo(
            f"{counted(done.forbidden, 'picture')} left out: the corpus does not allow "
            "export."
        )
    if done.missing:
        typer.echo(f"{counted(done.missing, 'picture')} missing from the store.")


@labels_app.command()
def show(
    store: StoreOption = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print for machines.")
    ] = False,
) -> None:
    """Count labelled crops per handshape, and what each annotator labelled."""
    database = Database(open_store(gather_settings(store=store).store))
    labelled = labelled_set(database, events(database))
    if as_json:
        typer.echo(json.dumps(_figures(labelled), indent=2, ensure_ascii=False))
        return
    _print(labelled, Terminal())


@labels_app.command()
def history(
    annotator: Annotated[
        str | None, typer.Option(help="Only what this one did.")
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option(help="Only from then on, UTC.", formats=[_DAY, _TIME]),
    ] = None,
    store: StoreOption = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line.")
    ] = False,
) -> None:
    """Print who labelled what and when, a line for each act, the oldest first."""
    database = Database(open_store(gather_settings(store=store).store))
    from_ms = since.replace(tzinfo=UTC).timestamp() * 1000 if since else 0
    for event in events(database):
        if event.at_ms >= from_ms and annotator in (None, event.annotator):
            typer.echo(json.dumps(asdict(event)) if as_json else _line(event))


def _line(event: LabelEvent) -> str:
    at = datetime.fromtimestamp(event.at_ms / 1000, UTC)
    facts = {
        "run": event.run_id,
        "cluster": event.cluster,
        "hands": len(event.crops) or None,
        "handshape": event.handshape,
        "into": event.into_cluster,
        "undoes": event.undoes,
        "note": event.note or None,
        "event": event.event_id,
    }
    # Quoted by Python, which spells out what would steer the terminal.
    told = [f"{name}={value!r}" for name, value in facts.items() if value is not None]
    return " ".join([f"{at:{_TIME}}Z", repr(event.annotator), event.action, *told])


def _figures(labelled: LabelledSet) -> dict[str, object]:
    return {
        "handshapes": dict(Counter(labelled.handshapes.values()).most_common()),
        "annotators": {who: len(said) for who, said in labelled.ratings.items()},
        "lost_runs": list(labelled.lost_runs),
    }


def _print(labelled: LabelledSet, console: Terminal) -> None:
    if not labelled.handshapes:
        console.print(
            "No crop is labelled. Name clusters in the dashboard (`signatlas serve`, "
            "page Clusters), or bring labels with `signatlas labels import`."
        )
        return
    counts = Counter(labelled.handshapes.values())
    console.print(_table("handshape", counts, counted(counts.total(), "labelled crop")))
    by_annotator = Counter({who: len(said) for who, said in labelled.ratings.items()})
    console.print(_table("annotator", by_annotator, "Crops each labelled or put aside"))
    for run in labelled.lost_runs:
        console.print(
            f"The clustering {run} was labelled and is not in the store any more: "
            "what was said of its clusters counts again once it is back."
        )


def _table(what: str, counts: Counter[str], title: str) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column(what)
    table.add_column("crops", justify="right")
    for name, count in counts.most_common():
        table.add_row(name, f"{count:,}")
    return table
