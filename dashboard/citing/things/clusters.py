"""What the clusters of a clustering are made of, as page Clusters shows it."""

from dataclasses import dataclass
from typing import Final

import plotly.graph_objects as go
import pyarrow as pa

from dashboard.charts.confounds import confound_meter
from dashboard.citing.reading import clips_of, corpora_of, labels_of, truth_of
from dashboard.citing.records import records_table
from dashboard.citing.thing import Computed, Reads, Thing
from dashboard.reading.cluster_reading import confound_rows, read_members, view_of
from dashboard.records.cluster_records import ClusteringRun, ConfoundRow
from store.db import Database
from store.errors import UnknownNameError
from store.excerpts import Excerpt, read_excerpt
from store.labels import events

CLUSTERS: Final = pa.schema(
    {
        "number": pa.int64(),
        "name": pa.string(),
        "size": pa.int64(),
        "known": pa.int64(),
        "main": pa.string(),
        "purity": pa.float64(),
    }
)
CONFOUNDS: Final = pa.schema(
    {
        "factor": pa.string(),
        "ami": pa.float64(),
        "null_low": pa.float64(),
        "null_high": pa.float64(),
        "crops": pa.int64(),
        "unseen": pa.int64(),
        "groups": pa.int64(),
        "shuffled": pa.string(),
    }
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which clustering."""

    run: str


def compute(database: Database, asked: Asked) -> Computed:
    """Return the clusters by size, and how much of them each factor explains."""
    run = _run(database, asked)
    listed = [event for event in events(database) if event.run_id in (None, run.run_id)]
    view = view_of(run, read_members(database, run.run_id), listed)
    found = database.rows("confounds_measured", corpus=None, features=None)
    factors = confound_rows(row for row in found if row["run_id"] == run.run_id)
    return Computed(
        {
            "clusters": records_table(CLUSTERS, view.summaries),
            "confounds": records_table(CONFOUNDS, factors),
        },
        (lambda: _meter(factors)) if factors else None,
    )


def reads(database: Database, asked: Asked) -> Reads:
    """Return the clustering, the clips and the truth of its hands, and their labels."""
    own = {"run_id": [_run(database, asked).run_id]}
    members = Excerpt("cluster_assignments", own)
    crops = read_excerpt(database.store, members)["crop_id"].to_pylist()
    return Reads(
        (
            Excerpt("clusterings", own),
            Excerpt("confounds", own),
            members,
            clips_of(crops),
            truth_of(crops),
            *labels_of(database, crops),
        ),
        (asked.run,),
        corpora_of(crops),
    )


def _meter(factors: list[ConfoundRow]) -> go.Figure:
    return confound_meter(factors)


def _run(database: Database, asked: Asked) -> ClusteringRun:
    made = {"corpus": None, "features": None}
    rows = database.rows("clusterings_made", run_id=asked.run, **made)
    if not rows:
        known = database.rows("clusterings_made", run_id=None, **made)
        names = [row["run_id"] for row in known]
        raise UnknownNameError("clustering", asked.run, names)
    return ClusteringRun(**rows[0])


THING: Final = Thing("clusters", "What clusters are made of", Asked, compute, reads)
