"""What an annotator can do to a cluster and to the hands chosen in it."""

from collections.abc import Sequence

import streamlit as st

from dashboard import state
from dashboard.cluster_view import ClusterView
from dashboard.queries import cluster_queries
from dashboard.widgets import label_acts
from dashboard.widgets.label_acts import NEW_CLUSTER, Desk
from dashboard.wording import counted
from store.handshapes import INVENTORY
from store.label_history import last_redoable
from store.labels import LabelEvent, last_undoable


def draw_undo(desk: Desk) -> None:
    """Draw the buttons that take back and do again."""
    listed = cluster_queries.events_of(desk.run_id)
    last = last_undoable(listed, desk.annotator)
    undone = last_redoable(listed, desk.annotator)
    again = next((e for e in listed if undone and e.event_id == undone.undoes), None)
    _turn_button("Undo", last, last, desk, "Z")
    _turn_button("Redo", undone, again, desk, "Y")


def draw_cluster_actions(desk: Desk, view: ClusterView) -> None:
    """Draw what can be done to the whole cluster."""
    cluster = desk.cluster
    if cluster is None:
        return
    off = not desk.annotator
    _draw_name(desk, view, cluster, off=off)
    targets = _targets(view, cluster)
    _drop_unknown(state.CLUSTERS_MERGE, targets)
    target = st.selectbox(
        "Merge with",
        targets,
        index=None,
        format_func=lambda number: _listed(view, number),
        placeholder="another cluster",
        key=state.CLUSTERS_MERGE,
        disabled=off,
    )
    merge, junk = st.columns(2)
    merge.button(
        "Merge",
        key="clusters_do_merge",
        on_click=label_acts.merge_cluster,
        args=(desk, target),
        disabled=off or target is None,
        width="stretch",
    )
    junk.button(
        "Junk all",
        key="clusters_junk_all",
        on_click=label_acts.junk_cluster,
        args=(desk,),
        disabled=off,
        width="stretch",
        help="Put the whole cluster aside. Undo brings it back.",
    )


def draw_hand_actions(desk: Desk, view: ClusterView, chosen: Sequence[str]) -> None:
    """Draw what can be done to the hands chosen."""
    off = not desk.annotator or not chosen
    st.markdown(f"**{counted(len(chosen), 'hand')} chosen**")
    st.button(
        "Junk",
        key="clusters_junk",
        on_click=label_acts.junk_hands,
        args=(desk,),
        disabled=off,
        shortcut="X",
        width="stretch",
        help="Put them aside: no hand, blurred, or in between two shapes.",
    )
    targets = [NEW_CLUSTER, *_targets(view, desk.cluster)]
    _drop_unknown(state.CLUSTERS_MOVE, targets)
    target = st.selectbox(
        "Move to",
        targets,
        format_func=lambda number: _listed(view, number),
        key=state.CLUSTERS_MOVE,
        disabled=not desk.annotator,
    )
    st.button(
        "Split off" if target == NEW_CLUSTER else "Move",
        key="clusters_do_move",
        on_click=label_acts.move_hands,
        args=(desk, target),
        disabled=off,
        width="stretch",
    )
    shape = st.selectbox(
        "Handshape of these hands alone",
        _handshapes(view),
        index=None,
        placeholder="choose or type",
        accept_new_options=True,
        format_func=_in_words,
        key=state.CLUSTERS_SHAPE,
        disabled=not desk.annotator,
    )
    st.button(
        "Give it to them",
        key="clusters_do_assign",
        on_click=label_acts.act_on_hands,
        args=(desk, "assign", shape),
        disabled=off or not shape,
        width="stretch",
        help="Holds in every clustering, whatever cluster they are in.",
    )


def draw_note(desk: Desk) -> None:
    """Draw a field for a remark."""
    st.text_input(
        "Note",
        key=state.CLUSTERS_NOTE,
        placeholder="for the others; Enter keeps it",
        max_chars=500,
        disabled=not desk.annotator,
        on_change=label_acts.keep_note,
        args=(desk,),
    )


def _draw_name(desk: Desk, view: ClusterView, cluster: int, *, off: bool) -> None:
    current = view.state.names.get(cluster)
    st.session_state[state.CLUSTERS_NAME] = current
    names = _handshapes(view)
    st.selectbox(
        "Handshape",
        names if current in (None, *names) else [*names, current],
        index=None,
        placeholder="choose or type a name",
        accept_new_options=True,
        format_func=_in_words,
        key=state.CLUSTERS_NAME,
        disabled=off,
        on_change=label_acts.name_cluster,
        args=(desk,),
        help="Names the whole cluster at once.",
    )


def _handshapes(view: ClusterView) -> list[str]:
    """Return names to choose from: the inventory's, then those in use here."""
    own = sorted(set(view.state.names.values()) - INVENTORY.keys())
    return [*INVENTORY, *own]


def _in_words(name: str) -> str:
    known = INVENTORY.get(name)
    return f"{name}: {known.words}" if known else name


def _targets(view: ClusterView, cluster: int | None) -> list[int]:
    return [s.number for s in view.summaries if s.number not in (cluster, -1)]


def _listed(view: ClusterView, number: int) -> str:
    if number == NEW_CLUSTER:
        return "a new cluster"
    summary = view.by_number.get(number)
    size = f" ({summary.size})" if summary else ""
    return view.called(number) + size


def _drop_unknown(key: str, options: Sequence[int]) -> None:
    """Forget a choice that is no longer among the options."""
    if st.session_state.get(key) not in (None, *options):
        del st.session_state[key]


def _turn_button(
    name: str,
    undoes: LabelEvent | None,
    concerned: LabelEvent | None,
    desk: Desk,
    shortcut: str,
) -> None:
    st.button(
        name,
        key=f"clusters_{name.lower()}",
        on_click=label_acts.undo,
        args=(desk, undoes),
        disabled=not desk.annotator or undoes is None,
        shortcut=shortcut,
        help=label_acts.in_words(concerned)
        if concerned
        else f"Nothing of yours to {name.lower()}.",
        icon=f":material/{name.lower()}:",
    )
