"""Saying what chosen hands show: a handshape from the list or typed, or junk."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.widgets.annotator import say_who_may_label
from dashboard.widgets.label_acts import Desk, act_on_hands, junk_hands
from dashboard.widgets.labelling import draw_undo
from dashboard.wording import counted
from store.handshapes import INVENTORY


@dataclass(frozen=True, slots=True)
class LabelForm:
    """How a page asks what hands show.

    Attributes:
        page: begins the keys of its buttons.
        shape_key: keeps the handshape chosen.
        asks, gives: the words over the list, and on the button.
        help: what giving the label does; empty: nothing to add.
        note: kept with each label.
        junk_help: what junk is and does.
        leads: whether giving the label is what the page is for.
    """

    page: str
    shape_key: str
    asks: str
    gives: str
    junk_help: str
    help: str = ""
    note: str = ""
    leads: bool = False


def draw_label_form(form: LabelForm, desk: Desk, picked: Sequence[str]) -> None:
    """Draw undo, the list of handshapes and both buttons for the hands chosen."""
    off = not desk.annotator or not picked
    if not desk.annotator:
        say_who_may_label()
    with st.container(horizontal=True):
        draw_undo(desk)
    st.markdown(f"**{counted(len(picked), 'hand')} chosen**")
    shape = st.selectbox(
        form.asks,
        list(INVENTORY),
        index=None,
        placeholder="choose or type",
        accept_new_options=True,
        key=form.shape_key,
        disabled=not desk.annotator,
    )
    st.button(
        form.gives,
        key=f"{form.page}_do_assign",
        on_click=act_on_hands,
        args=(desk, "assign", shape),
        kwargs={"note": form.note},
        disabled=off or not shape,
        width="stretch",
        type="primary" if form.leads else "secondary",
        help=form.help or None,
    )
    st.button(
        "Junk",
        key=f"{form.page}_junk",
        on_click=junk_hands,
        args=(desk,),
        disabled=off,
        shortcut="X",
        width="stretch",
        help=form.junk_help,
    )
