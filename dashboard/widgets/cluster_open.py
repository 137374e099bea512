"""One cluster opened, or the hands most useful to look at next, or those put aside."""

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import streamlit as st

from dashboard import state
from dashboard.cluster_view import ORDERS, ClusterView, Places
from dashboard.widgets.annotator import say_who_may_label
from dashboard.widgets.choosing import choose, chosen
from dashboard.widgets.cluster_grid import shown_pictures
from dashboard.widgets.hand_tiles import (
    HandTile,
    draw_picker,
    moment_address,
    picture_source,
)
from dashboard.widgets.label_acts import Desk, in_words, junk_hands
from dashboard.widgets.labelling import (
    draw_cluster_actions,
    draw_hand_actions,
    draw_note,
    draw_undo,
)
from dashboard.widgets.paging import draw_pages
from dashboard.wording import counted, percent, plain
from store.crop_ids import clip_of
from store.labels import in_force

TILES: Final = 48
QUEUE: Final = "next"
JUNK: Final = "junk"
HISTORY: Final = 8


@dataclass(frozen=True, slots=True)
class Opened:
    """What is opened: a title, what it is, its hands, and the cluster if it is one."""

    title: str
    about: str
    places: Places
    cluster: int | None = None


def open_hands(view: ClusterView, asked: str) -> Opened | None:
    """Return what the address asks for; None where there is no such cluster.

    Args:
        view: the clustering.
        asked: a cluster's number, `next` or `junk`.
    """
    if asked == QUEUE:
        return _queue(view)
    if asked == JUNK:
        places = view.junk()
        about = "Give hands a handshape to bring them back, or undo."
        return Opened(f"{counted(len(places), 'hand')} put aside", about, places)
    number = _number(asked)
    if number is None or not _existed(view, number):
        return None
    return _cluster(view, number)


def draw_opened(
    view: ClusterView, opened: Opened, annotator: str, *, around_px: int
) -> None:
    """Draw hands to choose from beside what can be done to them."""
    listed = view.labelled.events
    own = sum(event.annotator == annotator for event in listed)
    pages = max(1, math.ceil(len(opened.places) / TILES))
    part = state.CLUSTERS_PART.read_number(low=1, high=pages)
    order = state.CLUSTERS_ORDER.read() or ""
    asked = state.CLUSTERS_CLUSTER.read()
    # What was chosen belongs to this page, until the annotator did something to it.
    page = f"{view.labelled.run.run_id} {asked} {order} {part} {own}"
    desk = Desk(annotator, view.labelled.run, opened.cluster, page)
    hands, actions = st.columns([2.7, 1], gap="medium")
    with hands:
        if opened.cluster is not None:
            _draw_order()
        places = opened.places[(part - 1) * TILES : part * TILES]
        picked = draw_picker(
            _tiles(view, places, around_px), page=page, on_junk=lambda: junk_hands(desk)
        )
        draw_pages(state.CLUSTERS_PART, part, pages)
        st.caption(
            "Click, or move with the arrow keys and choose with Space; Shift chooses a "
            "range, Ctrl+A all, Esc none. X junks; V, or the corner of a picture, leads to its "
            "moment in the video."
        )
    with actions:
        _draw_actions(desk, view, picked)


def _queue(view: ClusterView) -> Opened:
    places = view.unsure()
    about = (
        "Those nearest to the border between two clusters come first: labelling them "
        "says most. Hands that have a handshape of their own are left out."
    )
    return Opened("Most useful to look at next", about, places)


def _cluster(view: ClusterView, number: int) -> Opened:
    summary = view.by_number.get(number)
    name = view.called(number)
    if summary is None:
        about = "It was merged into another, or put aside; Undo brings it back."
        return Opened(f"{name} is empty", about, view.crops(number), number)
    title = f"{name}, {counted(summary.size, 'hand')}"
    if summary.known:
        title += f"; {percent(summary.purity)} of those known are {summary.main}"
    order = chosen(state.CLUSTERS_ORDER, list(ORDERS), default="nearest")
    signers = {name for name in view.members.signer[view.crops(number)] if name}
    glosses = len({view.members.gloss[place] for place in view.crops(number)} - {None})
    parts = [counted(len(signers), "signer")] if signers else ["signers not known"]
    parts += [counted(glosses, "gloss", "glosses")] if glosses else []
    about = f"{', '.join(parts).capitalize()}."
    return Opened(title, about, view.crops(number, order), number)


def _draw_order() -> None:
    choose(
        state.CLUSTERS_ORDER,
        "Order of the hands",
        list(ORDERS),
        default="nearest",
        named=lambda name: ORDERS[name],
        label_visibility="collapsed",
    )


def _draw_actions(desk: Desk, view: ClusterView, picked: list[str]) -> None:
    if not desk.annotator:
        say_who_may_label()
    with st.container(horizontal=True):
        draw_undo(desk)
    draw_cluster_actions(desk, view)
    with st.container(border=True):
        draw_hand_actions(desk, view, picked)
    draw_note(desk)
    _draw_history(desk, view)


def _draw_history(desk: Desk, view: ClusterView) -> None:
    events = in_force(view.labelled.events)
    if desk.cluster is not None:
        number = desk.cluster
        events = [e for e in events if number in (e.cluster, e.into_cluster)]
    if not events:
        return
    lines = []
    for event in reversed(events[-HISTORY:]):
        at = datetime.fromtimestamp(event.at_ms / 1000, UTC)
        lines.append(
            f"- {plain(event.annotator)}: {in_words(event)} "
            f":gray[{plain(f'{at:%d %b %H:%M}')} UTC]"
        )
    st.caption("\n".join(["What was done", "", *lines]))


def _tiles(view: ClusterView, places: Places, around_px: int) -> list[HandTile]:
    crops = view.ids(places)
    pictures = shown_pictures(crops, around_px)
    tiles = []
    for place, crop in zip(places, crops, strict=True):
        source, lacking = picture_source(pictures.get(crop))
        known = view.members.handshape[place]
        own = view.state.assigned[place]
        named = own or known or ""
        gloss, signer = view.members.gloss[place], view.members.signer[place]
        about = [text for text in (gloss, f"signer {signer}" if signer else "") if text]
        caption = " · ".join(
            [text for text in (named, gloss or _clip_name(crop)) if text]
        )
        alt = ", ".join([f"hand {crop}", *about, *([named] if named else [])])
        tiles.append(
            HandTile(crop, alt, caption, moment_address(crop), source, lacking)
        )
    return tiles


def _clip_name(crop: str) -> str:
    return clip_of(crop).partition("/")[2]


def _number(text: str) -> int | None:
    return int(text) if text.removeprefix("-").isdecimal() else None


def _existed(view: ClusterView, number: int) -> bool:
    if number in view.by_number or number in view.members.cluster:
        return True
    return any(event.into_cluster == number for event in view.labelled.events)
