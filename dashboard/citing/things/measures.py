"""The figures that came out of a run, with their course: training, evaluation, any step."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

from dashboard.citing.runs import run_named
from dashboard.citing.thing import Computed, Reads, Thing
from store.db import Database
from store.excerpts import Excerpt, read_excerpt


@dataclass(frozen=True, slots=True)
class Asked:
    """Which run."""

    run: str


def compute(database: Database, asked: Asked) -> Computed:
    """Return the measures of the run by name, and those of each epoch or iteration.

    Raises:
        UnknownNameError: there is no such run.
    """
    run = run_named(database, asked.run)
    flat = list(_flat("", dict(run.metrics)))
    history = read_excerpt(database.store, _history(asked))
    return Computed(
        {
            "measures": pa.table(
                {
                    "measure": pa.array([name for name, _ in flat], pa.string()),
                    "value": pa.array([value for _, value in flat], pa.string()),
                }
            ),
            "history": history.drop_columns(["run_id"]),
        }
    )


def reads(database: Database, asked: Asked) -> Reads:
    """Return the course of the run."""
    run = run_named(database, asked.run)
    return Reads((_history(asked),), (asked.run,), run.corpora)


def _history(asked: Asked) -> Excerpt:
    return Excerpt("run_history", {"run_id": [asked.run]})


def _flat(above: str, told: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in sorted(told.items()):
        if isinstance(value, dict):
            yield from _flat(f"{above}{name}.", value)
        else:
            yield f"{above}{name}", json.dumps(value, ensure_ascii=False)


THING: Final = Thing(
    "measures", "The figures that came out of a run", Asked, compute, reads
)
