"""How far annotators agree, and the hands on which they do not."""

import math
from typing import Final

import streamlit as st

from dashboard import state
from dashboard.widgets.tables import Column, html_table, link
from dashboard.wording import MISSING, amount, counted, plain
from models.agreement import agreement
from store.crop_ids import place_of
from store.labelled_set import LabelledSet

SHOWN: Final = 40
TWO: Final = 2


def draw_agreement(labelled: LabelledSet) -> None:
    """Draw kappa and the disagreements; nothing while fewer than two labelled."""
    if len(labelled.ratings) < TWO:
        return
    st.subheader("Do the annotators agree?")
    found = agreement(labelled.ratings)
    rows = [
        [f"{one} and {other}", _kappa(value), amount(_both(labelled, one, other))]
        for (one, other), value in found.cohen_kappa.items()
    ]
    columns = (
        Column("Annotators"),
        Column("Cohen's kappa", "1: always, 0: as by chance", number=True),
        Column("Hands both labelled", number=True),
    )
    st.html(html_table("Agreement of annotators", columns, rows))
    everyone = (
        f" Fleiss' kappa of all {len(found.annotators)}, on the "
        f"{counted(found.crops, 'hand')} that all labelled: {_kappa(found.fleiss_kappa)}."
        if len(found.annotators) > TWO
        else ""
    )
    st.caption(
        "What each said alone; junk counts as an answer. A dash: too few hands, or one "
        f"handshape only.{everyone}"
    )
    if not found.disagreements:
        return
    total = len(found.disagreements)
    st.markdown(f"**{counted(total, 'hand')} on which they differ**")
    names = list(found.annotators)
    listed = [
        [_video(item.crop_id), *(item.handshapes.get(name) for name in names)]
        for item in found.disagreements[:SHOWN]
    ]
    heads = (Column("Hand"), *(Column(name) for name in names))
    st.html(html_table("Hands on which annotators differ", heads, listed))
    if total > SHOWN:
        st.caption(f"The first {SHOWN} of {plain(amount(total))}.")


def _video(crop_id: str) -> object:
    place = place_of(crop_id)
    if place is None:
        return crop_id
    where = state.address("clips", clip=place.clip_id, frame=place.frame_index)
    return link(where, crop_id)


def _both(labelled: LabelledSet, one: str, other: str) -> int:
    return len(labelled.ratings[one].keys() & labelled.ratings[other].keys())


def _kappa(value: float) -> str:
    return MISSING if math.isnan(value) else f"{value:.2f}"
