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

    That are those of the beginning of an import that was killed, and all where the same
    import was the last that happened: it may have been killed after its last event.

    Args:
        database: of the store.
        labels: what to add.
        source: where they come from, in words.
        at_ms: when the import began; all its events have this moment, by which they
            are known.
    """
    listed = events(database)
    moments = {at_ms, *(event.at_ms for event in listed[-1:])}
    there = {_said(event) for event in listed if event.at_ms in moments}
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
