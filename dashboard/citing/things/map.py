"""Where hands lie on a map, and what is known of each, as page Map shows them."""

from dataclasses import dataclass
from typing import Final, Literal

from dashboard.charts.plain_map import plain_map
from dashboard.citing.reading import clips_of, corpora_of, items_of_runs, truth_of
from dashboard.citing.runs import run_named
from dashboard.citing.thing import Computed, Reads, Thing
from store.db import Database
from store.excerpts import Excerpt

STEP: Final = "project"
By = Literal["handshape", "orientation", "place", "signer", "corpus", "gloss"]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which map, and by what its points are coloured."""

    run: str
    by: By = "handshape"


def compute(database: Database, asked: Asked) -> Computed:
    """Return the points of the map, by id.

    Raises:
        UnknownNameError: there is no such map.
    """
    run_named(database, asked.run, step=STEP)
    points = database.query("map_points", run_id=asked.run)
    x, y, names = (points[name].to_pylist() for name in ("x", "y", asked.by))
    return Computed({"map": points}, lambda: plain_map(x, y, names))


def reads(database: Database, asked: Asked) -> Reads:
    """Return the points, their clips, and the truth of generated ones."""
    run_named(database, asked.run, step=STEP)
    points = items_of_runs(database, "projections", [asked.run])
    clips = clips_of(points)
    return Reads(
        (
            Excerpt("projections", {"run_id": [asked.run]}),
            clips,
            Excerpt("truth_signs", clips.where),
            truth_of(points),
        ),
        (asked.run,),
        corpora_of(points),
    )


THING: Final = Thing(
    "map", "Where hands lie on a map", Asked, compute, reads, one_by_one=True
)
