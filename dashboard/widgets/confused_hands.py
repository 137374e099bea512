"""The hands of one cell of the confusion matrix, and what can be done about them."""

import math
from typing import Final

import numpy as np
import streamlit as st

from dashboard import state
from dashboard.charts.fingers import bends_deg, finger_difference
from dashboard.queries import cluster_queries, prediction_queries
from dashboard.records.prediction_records import ClassifierRun, Places, Predictions
from dashboard.widgets.figure import draw_figure
from dashboard.widgets.hand_tiles import (
    HandTile,
    draw_picker,
    moment_address,
    picture_source,
)
from dashboard.widgets.handshape_table import hand_row
from dashboard.widgets.label_acts import Desk, junk_hands
from dashboard.widgets.label_form import LabelForm, draw_label_form
from dashboard.widgets.paging import draw_pages
from dashboard.wording import counted, percent, plain
from store.crop_ids import clip_of
from store.handshapes import INVENTORY
from store.skeleton import FINGERS

TILES: Final = 48
EXAMPLES: Final = 8
NEAREST: Final = 8
CORRECTION: Final = LabelForm(
    page="mistakes",
    shape_key=state.MISTAKES_SHAPE,
    asks="The label is wrong: they show",
    gives="Correct the label",
    help="Written as a label of yours; the corpus itself is not changed.",
    junk_help="No hand, blurred, or in between two shapes. Undo brings them back.",
)


def draw_hands(
    told: Predictions, places: Places, run: ClassifierRun, annotator: str
) -> None:
    """Draw hands to choose from beside what can be done to them."""
    pages = max(1, math.ceil(len(places) / TILES))
    page = state.MISTAKES_PAGE.read_number(low=1, high=pages)
    shown = places[(page - 1) * TILES : page * TILES]
    true, predicted = state.MISTAKES_TRUE.read(), state.MISTAKES_PREDICTED.read()
    own = sum(e.annotator == annotator for e in cluster_queries.events_of(None))
    # What was chosen belongs to this page, until the annotator did something to it.
    about = f"{run.run_id} {true} {predicted} {page} {own}"
    desk = Desk(annotator, None, None, about)
    hands, actions = st.columns([2.7, 1], gap="medium")
    with hands:
        picked = draw_picker(
            _tiles(told, shown), page=about, on_junk=lambda: junk_hands(desk)
        )
        draw_pages(state.MISTAKES_PAGE, page, pages)
        st.caption(
            "The surest first. Click to choose; the corner of a picture leads to its "
            "moment in the video."
        )
    with actions:
        draw_label_form(CORRECTION, desk, picked)
    first = picked[0] if picked else prediction_queries.hands(told, shown[:1])[0]
    _draw_nearest(run, first, chosen=bool(picked))


def draw_side_by_side(
    told: Predictions, run: ClassifierRun, part: str, true: str, predicted: str
) -> None:
    """Draw what two classes look like, and what distinguishes them."""
    st.subheader("The two side by side")
    rightly = {
        name: told.cell(part, name, name)[:EXAMPLES] for name in (true, predicted)
    }
    shown = [
        c for places in rightly.values() for c in prediction_queries.hands(told, places)
    ]
    pictures = cluster_queries.pictures(shown)
    for column, (name, places) in zip(
        st.columns(2, gap="medium"), rightly.items(), strict=True
    ):
        words = INVENTORY[name].words if name in INVENTORY else ""
        with column:
            st.markdown(f"**{plain(name)}**{', ' + plain(words) if words else ''}")
            crops = prediction_queries.hands(told, places)
            if crops:
                st.html(hand_row(crops, pictures))
            else:
                st.caption("No hand of this part was rightly taken for it.")
    _draw_difference(run, true, predicted)


def _draw_difference(run: ClassifierRun, true: str, predicted: str) -> None:
    angles = prediction_queries.angles_of(run.run_id, (true, predicted))
    bends = {
        name: bends_deg(angles[name]) for name in (true, predicted) if name in angles
    }
    if not all(len(bends.get(name, ())) for name in (true, predicted)):
        corpora = " ".join(f"--corpus {name}" for name in run.corpora)
        st.caption(
            "Which fingers differ is shown once the joint angles are there: "
            f"`signatlas features {corpora} --name joint_angles`."
        )
        return
    one, other = (np.median(degrees, axis=0) for degrees in bends.values())
    gaps = other - one
    finger = int(np.abs(gaps).argmax())
    more = predicted if gaps[finger] > 0 else true
    less = true if more == predicted else predicted
    hands = ", ".join(
        f"{counted(len(d), 'hand')} of {plain(n)}" for n, d in bends.items()
    )
    said = (
        f"the {FINGERS[finger]} finger is {abs(gaps[finger]):.0f} degrees more bent in "
        f"{more} than in {less}"
    ).replace("thumb finger", "thumb")
    draw_figure(
        finger_difference(bends),
        key="mistakes_fingers",
        caption=f"Largest difference: {plain(said)}. Bars: median bend of all joints of a "
        f"finger; lines: the middle half. {hands}, run {plain(run.run_id)}.",
        alt=f"Bend of the five fingers in {true} and {predicted}: {said}.",
    )


def _draw_nearest(run: ClassifierRun, item_id: str, *, chosen: bool) -> None:
    nearest = prediction_queries.nearest_taught(run.run_id, item_id, at_most=NEAREST)
    if not nearest:
        return
    which = "the first hand chosen" if chosen else "the surest of these"
    st.markdown(f"**Training hands nearest to {which}**")
    st.html(hand_row(nearest, cluster_queries.pictures(nearest)))


def _tiles(told: Predictions, places: Places) -> list[HandTile]:
    crops = prediction_queries.hands(told, places)
    pictures = cluster_queries.pictures(crops)
    tiles = []
    for place, crop in zip(places, crops, strict=True):
        source, lacking = picture_source(pictures.get(crop))
        sure = percent(float(told.probability[place]))
        about = [
            told.gloss[place],
            f"signer {told.signer[place]}" if told.signer[place] else None,
        ]
        caption = " · ".join([sure, *(text for text in about if text)])
        alt = (
            f"hand {crop}, shows {told.true_class[place]}, taken for "
            f"{told.predicted[place]} with probability {sure}, of {clip_of(crop)}"
        )
        tiles.append(
            HandTile(crop, alt, caption, moment_address(crop), source, lacking)
        )
    return tiles
