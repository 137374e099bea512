"""How good a classifier is on what it did not learn, as `signatlas report` prints it."""

from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from dashboard.citing.reading import corpora_of, items_of_runs
from dashboard.citing.thing import Computed, Reads, Thing
from models.evaluation import Evaluation, Interval, evaluate
from models.evaluation_reading import read_answers, run_row
from store.db import Database
from store.excerpts import Excerpt

RATES: Final = ("precision", "recall", "f1")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which classifier."""

    run: str


def compute(database: Database, asked: Asked) -> Computed:
    """Return accuracy and macro F1, and the rates of each class, with 95 % intervals."""
    found = evaluate(read_answers(database, asked.run).answers)
    return Computed({"report": _whole(found), "classes": _classes(found)})


def reads(database: Database, asked: Asked) -> Reads:
    """Return the predictions, their folds, and the clips of the corpora."""
    row = run_row(database, asked.run)
    own = {"run_id": [asked.run]}
    items = items_of_runs(database, "predictions", [asked.run])
    corpora = {*corpora_of(items), *row["recipe"].get("corpora", ())} - {""}
    return Reads(
        (
            Excerpt("predictions", own),
            Excerpt("splits", own | {"part": ["test"]}),
            Excerpt("clips", {"corpus": sorted(corpora)}),
        ),
        (asked.run,),
        tuple(sorted(corpora)),
    )


def _whole(found: Evaluation) -> pa.Table:
    exact = Interval(found.calibration_error, float("nan"), float("nan"))
    told = {
        "accuracy": found.accuracy,
        "macro F1": found.macro_f1,
        "calibration error": exact,
    }
    return pa.table(
        {
            "measure": pa.array(list(told), pa.string()),
            **_ends("value", list(told.values())),
            "cases": pa.array([found.cases] * len(told), pa.int64()),
            "unseen": pa.array([found.unseen] * len(told), pa.int64()),
        }
    )


def _classes(found: Evaluation) -> pa.Table:
    columns = {
        "class": pa.array([own.name for own in found.classes], pa.string()),
        "cases": pa.array([own.cases for own in found.classes], pa.int64()),
    }
    for rate in RATES:
        columns |= _ends(rate, [getattr(own, rate) for own in found.classes])
    return pa.table(columns)


def _ends(name: str, told: list[Interval]) -> dict[str, pa.Array]:
    return {
        name: pa.array([own.value for own in told], pa.float64()),
        f"{name}_low": pa.array([own.low for own in told], pa.float64()),
        f"{name}_high": pa.array([own.high for own in told], pa.float64()),
    }


THING: Final = Thing(
    "report",
    "How good a classifier is on what it did not learn",
    Asked,
    compute,
    reads,
)
