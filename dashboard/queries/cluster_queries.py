"""Questions about clusterings, their crops and labels. Label events are read afresh."""

import hashlib
import logging
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Final
from urllib.parse import urlsplit

import streamlit as st

from dashboard.asking import (
    KEPT_S,
    Stamp,
    ask,
    current_store,
    database_at,
    stamp_of,
    store_to_write,
)
from dashboard.cluster_view import ClusterView
from dashboard.reading.cluster_reading import confound_rows, read_members, view_of
from dashboard.records.cluster_records import (
    ClusteringRun,
    ConfoundRow,
    IterationPoint,
    Members,
)
from dashboard.records.inventory_records import Inventory, classes_of, labelled_hands
from store.hidden_faces import shown_pictures
from store.label_export import export_zip, labelled_crops
from store.label_files import labels_csv
from store.label_history import EventLog
from store.labelled_set import LabelledSet, labelled_set
from store.labels import LabelEvent, add_event

_LOG: Final = logging.getLogger(__name__)
PICTURES_KEPT: Final = 6_000
"""About 30 MB: a hundred pages of hands."""


def clustering_runs() -> list[ClusteringRun]:
    """Return all clusterings, by corpus, features, method and k."""
    rows = ask(
        "clusterings_made", ("clusterings",), run_id=None, corpus=None, features=None
    )
    return [ClusteringRun(**row) for row in rows]


def iterations(run: ClusteringRun) -> list[IterationPoint]:
    """Return how the clusterings of the same sweep went, by k and iteration."""
    rows = ask(
        "cluster_iterations_of",
        ("clusterings", "cluster_iterations"),
        corpus=run.corpus,
        features=run.features,
        method=run.method,
    )
    return [IterationPoint(**row) for row in rows]


def confounds() -> list[ConfoundRow]:
    """Return what all clusterings are made of, as far as it was measured."""
    return confound_rows(
        ask(
            "confounds_measured",
            ("confounds", "clusterings"),
            corpus=None,
            features=None,
        )
    )


def label_events() -> tuple[LabelEvent, ...]:
    """Return all label events there are at this moment, oldest first."""
    return _event_log(current_store().root).read()


def events_of(run_id: str | None) -> tuple[LabelEvent, ...]:
    """Return the label events that concern one clustering, or crops in any; None: those."""
    return tuple(event for event in label_events() if event.run_id in (None, run_id))


def add_label(event: LabelEvent) -> None:
    """Write what an annotator did, and a line about it into the server's log.

    Raises:
        CallError: the dashboard is read-only, or the visitor may not label, or not in
            that name.
        StoreError: the store cannot be written.
    """
    add_event(store_to_write(event.annotator), event)
    page = urlsplit(st.context.url or "").path
    _LOG.info(
        "%r %s on %s, event %s", event.annotator, event.action, page, event.event_id
    )


def clustering(run: ClusteringRun) -> ClusterView:
    """Return a clustering with everything done to it until this moment."""
    store = current_store()
    known = stamp_of(store, ("cluster_assignments", "clips", "truth_frames"))
    listed = events_of(run.run_id)
    return _clustering(run, store.root, known, _digest(listed), listed)


def inventory() -> Inventory:
    """Return what all label events of the store come to at this moment, as classes."""
    store = current_store()
    listed = label_events()
    known = stamp_of(store, ("cluster_assignments", "clips", "truth_frames"))
    return _inventory(store.root, known, _digest(listed), listed)


def labelled(listed: Sequence[LabelEvent] | None = None) -> LabelledSet:
    """Return what label events come to, hand by hand; None: all there are by now."""
    store = current_store()
    listed = label_events() if listed is None else listed
    known = stamp_of(store, ("cluster_assignments",))
    return _labelled(store.root, known, _digest(listed), listed)


def export(*, with_pictures: bool) -> bytes:
    """Return the labelled set as a zip archive, or its table alone as CSV."""
    database = database_at(current_store().root)
    rows = labelled_crops(database, inventory().labelled)
    return export_zip(database, rows) if with_pictures else labels_csv(rows).encode()


def pictures(crop_ids: Sequence[str]) -> dict[str, bytes]:
    """Return the pictures of crops; those shown lately are not read again."""
    store = current_store()
    return _shelf(store.root, stamp_of(store, ("corpora",))).get(crop_ids)


class PictureShelf:
    """Pictures of hands by crop id; the least lately shown go first."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lock = Lock()
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    def get(self, crop_ids: Sequence[str]) -> dict[str, bytes]:
        """Return the pictures of these crops; only those not at hand are read."""
        with self._lock:
            missing = [crop for crop in crop_ids if crop not in self._kept]
        read = shown_pictures(database_at(self._root), missing) if missing else {}
        with self._lock:
            self._kept |= read
            for crop in crop_ids:
                if crop in self._kept:
                    self._kept.move_to_end(crop)
            found = {crop: self._kept[crop] for crop in crop_ids if crop in self._kept}
            while len(self._kept) > PICTURES_KEPT:
                self._kept.popitem(last=False)
        return found


@st.cache_resource(max_entries=4, show_spinner=False)
def _shelf(root: Path, stamp: Stamp) -> PictureShelf:
    # Whether faces may be shown is a column of `corpora`.
    del stamp
    return PictureShelf(root)


@st.cache_resource(max_entries=4, show_spinner=False)
def _event_log(root: Path) -> EventLog:
    return EventLog(database_at(root))


@st.cache_resource(max_entries=6, ttl=KEPT_S, show_spinner=False)
def _members(run_id: str, root: Path, stamp: Stamp) -> Members:
    del stamp
    return read_members(database_at(root), run_id)


@st.cache_resource(max_entries=12, ttl=KEPT_S, show_spinner=False)
def _clustering(
    run: ClusteringRun,
    root: Path,
    stamp: Stamp,
    told: str,
    _listed: Sequence[LabelEvent],
) -> ClusterView:
    del told
    members = _members(run.run_id, root, stamp)
    return view_of(run, members, _listed)


@st.cache_resource(max_entries=2, ttl=KEPT_S, show_spinner=False)
def _labelled(
    root: Path, stamp: Stamp, told: str, _listed: Sequence[LabelEvent]
) -> LabelledSet:
    del stamp, told
    return labelled_set(database_at(root), _listed)


@st.cache_resource(max_entries=4, ttl=KEPT_S, show_spinner=False)
def _inventory(
    root: Path, stamp: Stamp, told: str, _listed: Sequence[LabelEvent]
) -> Inventory:
    del stamp
    database = database_at(root)
    said = labelled(_listed)
    rows = database.query("labelled_hands", crops=list(said.handshapes))
    hands = labelled_hands(rows, said.handshapes)
    return Inventory(said, hands, classes_of(hands))


def _digest(listed: Sequence[LabelEvent]) -> str:
    told = "\n".join(event.event_id for event in listed)
    return hashlib.sha256(told.encode()).hexdigest()
