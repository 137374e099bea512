"""Pairs of signs whose descriptions differ in one parameter."""

from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from dashboard.citing.compared import comparison
from dashboard.citing.thing import Computed, Reads, Thing
from dashboard.reading.description_reading import ANY_PARAMETER, read_signs
from store.db import Database
from store.excerpts import Excerpt

EVERY: Final = 10_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """Which comparison, and the parameter in which signs differ; None: any."""

    run: str
    parameter: str | None = None


def compute(database: Database, asked: Asked) -> Computed:
    """Return the pairs with their glosses, the most alike first.

    Raises:
        UnknownNameError: there is no such comparison.
    """
    corpus, _ = comparison(database, asked.run)
    gloss = {s.description_id: s.gloss for s in read_signs(database, corpus)}
    rows = database.rows(
        "description_pairs_of",
        run_id=asked.run,
        parameter=asked.parameter or ANY_PARAMETER,
        at_most=EVERY,
        skipped=0,
    )
    texts = {
        "first_gloss": [gloss.get(row["first"]) for row in rows],
        "second_gloss": [gloss.get(row["second"]) for row in rows],
        "parameter": [row["parameter"] for row in rows],
        "first": [row["first"] for row in rows],
        "second": [row["second"] for row in rows],
    }
    columns = {name: pa.array(told, pa.string()) for name, told in texts.items()}
    columns["similarity"] = pa.array([row["similarity"] for row in rows], pa.float64())
    return Computed({"minimal-pairs": pa.table(columns)})


def reads(database: Database, asked: Asked) -> Reads:
    """Return the descriptions of the corpus, and the minimal pairs among them."""
    corpus, _ = comparison(database, asked.run)
    counted = database.rows("description_pairs_counted", run_id=asked.run)
    named = [row["parameter"] for row in counted]
    pairs = {
        "run_id": [asked.run],
        "parameter": [asked.parameter] if asked.parameter else named,
    }
    return Reads(
        (
            Excerpt("descriptions", {"corpus": [corpus]}),
            Excerpt("description_pairs", pairs),
        ),
        (asked.run,),
        (corpus,),
    )


THING: Final = Thing(
    "minimal-pairs",
    "Pairs of signs that differ in one parameter",
    Asked,
    compute,
    reads,
    one_by_one=True,
)
