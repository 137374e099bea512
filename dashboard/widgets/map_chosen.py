"""What was drawn around on a map: its hands to look at and name, or its clips to play."""

import math
from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard import state
from dashboard.queries import cluster_queries
from dashboard.records.clip_records import Clip
from dashboard.widgets import playing
from dashboard.widgets.hand_tiles import (
    HandTile,
    draw_picker,
    moment_address,
    picture_source,
)
from dashboard.widgets.label_acts import Desk, junk_hands, keep
from dashboard.widgets.label_form import LabelForm, draw_label_form
from dashboard.widgets.paging import draw_pages
from dashboard.wording import counted, plain
from store.crop_ids import clip_of
from store.handshapes import INVENTORY
from store.labels import Action, LabelEvent

TILES: Final = 48
TILES_BESIDE: Final = 15
COLUMNS: Final = 3
ROWS: Final = 2
FORM: Final = LabelForm(
    page="map",
    shape_key=state.MAP_SHAPE,
    asks="They show",
    gives="Name the hands chosen",
    help="Written as a label of yours; the corpus itself is not changed.",
    junk_help="No hand, blurred, or in between two shapes. Undo brings them back.",
)


def draw_hands(chosen: Sequence[str], annotator: str, *, beside: bool) -> None:
    """Draw the hands within what was drawn, page by page, and what can be done to them.

    Args:
        chosen: ids of the hands.
        annotator: who labels; empty: nobody.
        beside: whether they stand beside the map, where there is less room.
    """
    shown, page, pages = _page(chosen, TILES_BESIDE if beside else TILES)
    own = sum(e.annotator == annotator for e in cluster_queries.events_of(None))
    # What was picked belongs to this page, until the annotator did something to it.
    about = f"map {len(chosen)} {chosen[0]} {page} {own}"
    desk = Desk(annotator, None, None, about)
    parts = (
        (st.container(), st.container())
        if beside
        else st.columns([2.7, 1], gap="medium")
    )
    hands, actions = parts
    with hands:
        picked = draw_picker(
            _tiles(shown), page=about, on_junk=lambda: junk_hands(desk)
        )
        draw_pages(state.MAP_PAGE, page, pages)
        st.caption(
            "Those in the middle first. Click, or move with the arrow keys and choose "
            "with Space; Ctrl+A chooses the page, Esc none. X junks; V, or the corner of "
            "a picture, leads to its moment in the video."
        )
    with actions:
        draw_label_form(FORM, desk, picked)
        _draw_all(chosen, annotator)


def draw_clips(chosen: Sequence[str], *, beside: bool) -> None:
    """Draw the clips within what was drawn as loops, page by page."""
    across = COLUMNS - 1 if beside else COLUMNS
    shown, page, pages = _page(chosen, across * ROWS)
    playing.draw_clips(shown, across=across, about=lambda _, clip: _say(clip))
    draw_pages(state.MAP_PAGE, page, pages)
    st.caption("Those in the middle first.")


def name_all(annotator: str, action: Action, crops: Sequence[str]) -> None:
    """Write what all hands within what was drawn are, as one label event."""
    told = st.session_state.get(state.MAP_SHAPE_OF_ALL) or ""
    handshape = " ".join(told.split()) if action == "assign" else None
    if annotator and crops and (handshape or action == "junk"):
        event = LabelEvent(
            annotator, action, None, crops=tuple(crops), handshape=handshape
        )
        keep(event)


def _draw_all(chosen: Sequence[str], annotator: str) -> None:
    hands = counted(len(chosen), "hand")
    with st.expander(f"All {hands} at once", key="map_all"):
        shape = st.selectbox(
            "All of them show",
            list(INVENTORY),
            index=None,
            placeholder="choose or type",
            accept_new_options=True,
            key=state.MAP_SHAPE_OF_ALL,
            disabled=not annotator,
        )
        st.button(
            f"Name all {hands}",
            key="map_name_all",
            on_click=name_all,
            args=(annotator, "assign", tuple(chosen)),
            disabled=not (annotator and shape),
            width="stretch",
        )
        st.button(
            f"Junk all {hands}",
            key="map_junk_all",
            on_click=name_all,
            args=(annotator, "junk", tuple(chosen)),
            disabled=not annotator,
            width="stretch",
            help="Undo brings them back.",
        )


def _page(chosen: Sequence[str], at_once: int) -> tuple[list[str], int, int]:
    pages = max(1, math.ceil(len(chosen) / at_once))
    page = state.MAP_PAGE.read_number(low=1, high=pages)
    return list(chosen[(page - 1) * at_once : page * at_once]), page, pages


def _tiles(crops: Sequence[str]) -> list[HandTile]:
    pictures = cluster_queries.pictures(crops)
    said = cluster_queries.inventory().labelled
    aside = said.put_aside
    tiles = []
    for crop in crops:
        source, lacking = picture_source(pictures.get(crop))
        name = clip_of(crop).partition("/")[2]
        named = "junk" if crop in aside else said.handshapes.get(crop)
        caption = " · ".join([text for text in (named, name) if text])
        alt = f"hand {crop}{f', named {named}' if named else ''}"
        where = moment_address(crop)
        tiles.append(HandTile(crop, alt, caption, where, source, lacking))
    return tiles


def _say(clip: Clip | None) -> None:
    if clip is None:
        return
    where = state.address("clips", clip=clip.clip_id)
    sign = state.sign_address(clip.corpus, clip.gloss)
    st.markdown(f"**[{plain(clip.gloss or clip.clip_id)}]({where})**")
    about = [clip.clip_id, f"signer {clip.signer}" if clip.signer else ""]
    about += ["synthetic"] if clip.synthetic else []
    more = f" [All about this sign]({sign})" if sign else ""
    st.caption(f"{plain(', '.join(text for text in about if text))}{more}")
