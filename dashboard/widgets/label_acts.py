"""Acts of annotators: each one is written as one label event."""

from dataclasses import dataclass
from typing import Final

import streamlit as st

from dashboard import state
from dashboard.queries import cluster_queries
from dashboard.records.cluster_records import ClusteringRun
from dashboard.widgets.hand_tiles import keep_picked, picked
from dashboard.wording import counted, plain
from store.errors import AtlasError
from store.labels import Action, LabelEvent

NEW_CLUSTER: Final = -2
"""Stands for a cluster that is not there yet."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Who labels what.

    Attributes:
        annotator: who; empty: nobody, so nothing can be done.
        run: the clustering; None where hands are labelled outside any.
        cluster: the cluster opened; None where hands of several are shown.
        page: page of hands that choices belong to.
    """

    annotator: str
    run: ClusteringRun | None
    cluster: int | None
    page: str = ""

    @property
    def run_id(self) -> str | None:
        """Id of the clustering."""
        return self.run.run_id if self.run else None


def in_words(event: LabelEvent) -> str:
    """Return what an event did, in words."""
    hands = counted(len(event.crops), "hand") if event.crops else "the whole cluster"
    shape = event.handshape
    said = {
        "assign": f"{hands}: {shape}",
        "name": f"cluster {event.cluster} named {shape}",
        "merge": f"cluster {event.cluster} merged into {event.into_cluster}",
        "move": f"{hands} moved to cluster {event.into_cluster}",
        "junk": f"{hands} put aside",
        "note": f"note: {event.note}",
        "undo": "took something back",
    }[event.action]
    return plain(said)


def keep(event: LabelEvent) -> bool:
    """Write an event; return whether that could be done, and say why where not."""
    try:
        cluster_queries.add_label(event)
    except AtlasError as error:
        st.toast(plain(str(error)), icon=":material/error:")
        return False
    return True


def undo(desk: Desk, undoes: LabelEvent) -> None:
    """Take an event of the annotator back."""
    keep(LabelEvent(desk.annotator, "undo", desk.run_id, undoes=undoes.event_id))


def name_cluster(desk: Desk) -> None:
    """Give the cluster the handshape in the field."""
    name = " ".join((st.session_state[state.CLUSTERS_NAME] or "").split())
    if name:
        act_on_cluster(desk, "name", name)


def merge_cluster(desk: Desk, target: int) -> None:
    """Join the cluster into another and open that one."""
    if act_on_cluster(desk, "merge", into_cluster=target):
        st.session_state[state.CLUSTERS_MERGE] = None
        state.CLUSTERS_CLUSTER.write(target)


def keep_note(desk: Desk) -> None:
    """Keep the remark in the field."""
    note = st.session_state[state.CLUSTERS_NOTE].strip()
    if not note or act_on_cluster(desk, "note", note=note):
        st.session_state[state.CLUSTERS_NOTE] = ""


def junk_hands(desk: Desk) -> None:
    """Put the hands chosen aside; nothing while nobody has given a name."""
    if desk.annotator:
        act_on_hands(desk, "junk")


def junk_cluster(desk: Desk) -> None:
    """Put the whole cluster aside."""
    act_on_cluster(desk, "junk")


def move_hands(desk: Desk, target: int) -> None:
    """Put the hands chosen into another cluster, or a new one."""
    if target == NEW_CLUSTER and desk.run:
        # Asked afresh: another annotator may have split something a moment ago.
        target = cluster_queries.clustering(desk.run).new_number()
    act_on_hands(desk, "move", into_cluster=target)


def act_on_hands(
    desk: Desk,
    action: Action,
    handshape: str | None = None,
    into_cluster: int | None = None,
    *,
    note: str = "",
) -> None:
    """Write what is done to the hands chosen; none: nothing."""
    keep_picked()
    if crops := picked(desk.page):
        # What a single hand shows holds in every clustering.
        run_id = None if action == "assign" else desk.run_id
        event = LabelEvent(
            desk.annotator,
            action,
            run_id,
            None if action == "assign" else desk.cluster,
            crops=tuple(crops),
            handshape=" ".join(handshape.split()) if handshape else None,
            into_cluster=into_cluster,
            note=note,
        )
        keep(event)


def act_on_cluster(
    desk: Desk,
    action: Action,
    handshape: str | None = None,
    *,
    into_cluster: int | None = None,
    note: str = "",
) -> bool:
    """Write what is done to the whole cluster; return whether that could be done."""
    event = LabelEvent(
        desk.annotator,
        action,
        desk.run_id,
        desk.cluster,
        handshape=handshape,
        into_cluster=into_cluster,
        note=note,
    )
    return keep(event)
