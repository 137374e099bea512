"""What a classifier said of one part of its split, for the things that count mistakes."""

from dataclasses import dataclass

from dashboard.citing.reading import corpora_of
from dashboard.citing.thing import Reads
from dashboard.reading.prediction_reading import read_predictions
from dashboard.records.prediction_records import PARTS, Confusion, confusion
from models.evaluation_reading import run_row
from store.db import Database
from store.errors import UnknownNameError
from store.excerpts import Excerpt, read_excerpt


@dataclass(frozen=True, slots=True)
class Judged:
    """Which classifier, and which part of its split; None: test, or what there is."""

    run: str
    part: str | None = None


def confusion_of(database: Database, asked: Judged) -> Confusion:
    """Return the confusion of the part, classes by name.

    Raises:
        UnknownNameError: there is no such run, or no labelled item in such a part.
    """
    run_row(database, asked.run)
    told = read_predictions(database, asked.run)
    known = told.true_class.astype(bool)
    return confusion(told, _part(asked, {str(part) for part in told.part[known]}))


def judged_reads(database: Database, asked: Judged) -> Reads:
    """Return the predictions of the part that were labelled."""
    run_row(database, asked.run)
    where = {"run_id": [asked.run]}
    rows = read_excerpt(database.store, Excerpt("predictions", where)).to_pylist()
    part = _part(asked, {row["part"] for row in rows if row["true_class"] is not None})
    items = [row["item_id"] for row in rows if row["part"] == part]
    chosen = Excerpt("predictions", where | {"part": [part]})
    return Reads((chosen,), (asked.run,), corpora_of(items))


def _part(asked: Judged, found: set[str]) -> str:
    first = next((part for part in (*PARTS, *sorted(found)) if part in found), "")
    part = asked.part or first
    if part not in found:
        raise UnknownNameError(f"labelled part of {asked.run}", part, found)
    return part
