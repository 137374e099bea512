"""Labels of an import as events: each once, also where the import was killed and goes on."""

from collections import defaultdict
from collections.abc import Sequence

from store.db import Database
from store.given_labels import GivenLabel
from store.labels import LabelEvent, add_event, events
from store.runs import Run, start_run


def begin_import(database: Database, run: Run) -> int:
    """Return when an import began: now, or where it was killed, when it first did."""
    rows = database.rows("runs_unfinished")
    begun = {row["run_id"]: int(row["started_ms"]) for row in rows}
    return start_run(database.store, run, since_ms=begun.get(run.run_id))


def add_labels(
    database: Database, labels: Sequence[GivenLabel], source: str, *, at_ms: int
) -> None:
    """Add an event per annotator and handshape, but those that are there already.

    Args:
        database: of the store.
        labels: what to add.
        source: where they come from, in words.
        at_ms: when the import began; all its events have this moment, by which an
            import that goes on knows those of its beginning.
    """
    there = {_said(event) for event in events(database) if event.at_ms == at_ms}
    crops: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for label in labels:
        crops[label.annotator, label.handshape].append(label.crop_id)
    for (annotator, handshape), labelled in sorted(crops.items()):
        event = LabelEvent(
            annotator,
            "assign",
            crops=tuple(sorted(labelled)),
            handshape=handshape,
            note=f"imported from {source}",
            at_ms=at_ms,
        )
        if _said(event) not in there:
            add_event(database.store, event)


def _said(event: LabelEvent) -> tuple[object, ...]:
    """Return what an event says, whatever its id."""
    return event.annotator, event.action, event.crops, event.handshape, event.note
