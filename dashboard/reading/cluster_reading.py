"""Clusterings as they stand, read from a store, without a page."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dashboard.cluster_view import ClusterView
from dashboard.reading.arrow_columns import ids, texts
from dashboard.records.cluster_records import (
    ClusteringRun,
    ConfoundRow,
    Labelled,
    Members,
)
from store.db import Database
from store.labels import LabelEvent, replay


def read_members(database: Database, run_id: str) -> Members:
    """Return the crops of a clustering as it was made, sorted by id."""
    rows = database.query("cluster_members", run_id=run_id)
    return Members(
        crop_ids=ids(rows["crop_id"]),
        cluster=rows["cluster"].to_numpy().astype(np.int32),
        distance=_reals(rows["distance"]),
        margin=_reals(rows["margin"]),
        handshape=texts(rows["handshape"]),
        orientation=texts(rows["orientation"]),
        signer=texts(rows["signer"]),
        gloss=texts(rows["gloss"]),
    )


def view_of(
    run: ClusteringRun, members: Members, listed: Sequence[LabelEvent]
) -> ClusterView:
    """Return a clustering with everything done to it by label events, oldest first."""
    state = replay(members.crop_ids, members.cluster, run.run_id, listed)
    return ClusterView(Labelled(run, members, state, tuple(listed)))


def confound_rows(rows: Iterable[Mapping[str, Any]]) -> list[ConfoundRow]:
    """Return what clusterings are made of, from the rows of the store."""
    names = ConfoundRow.__dataclass_fields__
    return [ConfoundRow(**{name: row[name] for name in names}) for row in rows]


def _reals(column: pa.ChunkedArray) -> NDArray[np.float64]:
    return np.asarray(column.to_numpy(), np.float64)
