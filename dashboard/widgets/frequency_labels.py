"""Labels for frequencies: how many there are, and the hands that are to be labelled next."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard import state
from dashboard.frequency_labels import Labelling
from dashboard.queries import cluster_queries, frequency_queries
from dashboard.records.frequency_records import FrequencyItems
from dashboard.widgets.annotator import ask_annotator
from dashboard.widgets.hand_tiles import (
    HandTile,
    draw_picker,
    moment_address,
    picture_source,
)
from dashboard.widgets.label_acts import Desk, junk_hands
from dashboard.widgets.label_form import LabelForm, draw_label_form
from dashboard.wording import counted, plain
from models.prevalence_queue import queue_note
from store.crop_ids import clip_of

AT_ONCE: Final = 50
ANSWER: Final = LabelForm(
    page="frequencies",
    shape_key=state.FREQUENCIES_SHAPE,
    asks="They show",
    gives="Give the label",
    junk_help="No hand, blurred, or in between two shapes: not counted. Undo brings "
    "them back.",
    leads=True,
)


def draw_way_to_labels(labels: Labelling, corpora: Sequence[str]) -> None:
    """Draw how far the labelling of corpora has come, and the way to the next hands."""
    listed = [name for name in corpora if len(labels.waiting.get(name, ()))]
    if not listed:
        return
    st.subheader("Surer by labels")
    ahead = (
        f" {counted(labels.ahead, 'label')} given ahead of their turn count once the "
        "hands before them have one."
        if labels.ahead
        else ""
    )
    st.caption(
        "Label hands in the order that is drawn here, as many as you like: those of "
        "which the classifier is unsure come first more often. Their labels count at "
        "once, and tell of the classifier's mistakes on the hands that have none."
        f"{ahead}"
    )
    for name in listed:
        done = labels.in_turn[name]
        next_ones = min(AT_ONCE, len(labels.waiting[name]))
        st.button(
            f"Label the next {next_ones} hands of {plain(name)} ({done:,} labelled)",
            key=f"frequencies_label_{name}",
            on_click=state.FREQUENCIES_LABEL.write,
            args=(name,),
            icon=":material/label:",
        )


def draw_labelling(told: FrequencyItems, run_id: str, corpus: str) -> None:
    """Draw the hands of a corpus that are to be labelled next, and what can be done."""
    with st.sidebar:
        annotator = ask_annotator()
    labels = frequency_queries.labelling(run_id)
    places = labels.waiting.get(corpus, ())[:AT_ONCE]
    st.title(plain(f"The next {counted(len(places), 'hand')} of {corpus} to label"))
    st.caption(
        f"{labels.in_turn.get(corpus, 0):,} labelled in this order so far. The order is "
        "drawn once for this classifier: label all that are shown, the easy ones too, "
        "or put them aside as junk."
    )
    if not len(places):
        st.markdown("Every hand has a label.")
        return
    crops = told.ids(places)
    # What was chosen belongs to these hands: labelled ones leave, others come.
    desk = Desk(annotator, None, None, f"{run_id} {corpus} {crops[0]} {crops[-1]}")
    hands, actions = st.columns([2.7, 1], gap="medium")
    with hands:
        picked = draw_picker(
            _tiles(crops), page=desk.page, on_junk=lambda: junk_hands(desk)
        )
    with actions:
        draw_label_form(replace(ANSWER, note=queue_note(run_id)), desk, picked)


def _tiles(crops: Sequence[str]) -> list[HandTile]:
    """Return hands without what the classifier says of them: labels are to be one's own."""
    pictures = cluster_queries.pictures(list(crops))
    tiles = []
    for crop in crops:
        source, lacking = picture_source(pictures.get(crop))
        alt = f"hand {crop}, of {clip_of(crop)}"
        tiles.append(HandTile(crop, alt, "", moment_address(crop), source, lacking))
    return tiles
