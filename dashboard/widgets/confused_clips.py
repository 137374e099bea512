"""The clips of one cell of the confusion matrix, in loops, and what they are near."""

import math
from typing import Final

import streamlit as st

from dashboard import state
from dashboard.queries import prediction_queries
from dashboard.records.prediction_records import ClassifierRun, Places, Predictions
from dashboard.widgets import playing
from dashboard.widgets.choosing import choose
from dashboard.widgets.paging import draw_pages
from dashboard.wording import percent, plain

COLUMNS: Final = 3
SHOWN: Final = 6
NEAREST: Final = 4


def draw_clips(told: Predictions, places: Places, run: ClassifierRun) -> str:
    """Draw the clips of a cell and return the id of the one that was chosen."""
    pages = max(1, math.ceil(len(places) / SHOWN))
    page = state.MISTAKES_PAGE.read_number(low=1, high=pages)
    shown = places[(page - 1) * SHOWN : page * SHOWN]
    playing.draw_clips(
        prediction_queries.hands(told, shown),
        across=COLUMNS,
        about=lambda number, _: _say(told, int(shown[number])),
    )
    draw_pages(state.MISTAKES_PAGE, page, pages)
    st.caption("The surest first.")
    chosen = _choose(told, shown)
    _draw_nearest(run, told, chosen)
    return chosen


def _say(told: Predictions, place: int) -> None:
    clip_id = str(told.item_ids[place])
    true, taken = told.true_class[place], told.predicted[place]
    where = state.address("clips", clip=clip_id)
    sure = percent(float(told.probability[place]))
    said = f"taken for **{plain(taken)}**" if true != taken else "rightly taken for it"
    st.markdown(f"**[{plain(true)}]({where})** {said}, {sure}")
    signer = told.signer[place]
    st.caption(plain(f"{clip_id}{f', signer {signer}' if signer else ''}"))


def _choose(told: Predictions, shown: Places) -> str:
    ids = prediction_queries.hands(told, shown)
    if len(ids) == 1:
        return ids[0]
    return choose(state.MISTAKES_CLIP, "Look closer at", ids, default=ids[0])


def _draw_nearest(run: ClassifierRun, told: Predictions, clip_id: str) -> None:
    nearest = prediction_queries.nearest_taught(run.run_id, clip_id, at_most=NEAREST)
    if not nearest:
        return
    st.markdown(f"**Training clips nearest to {plain(clip_id)}**")
    glosses = dict(zip(told.item_ids.tolist(), told.true_class, strict=True))
    playing.draw_clips(
        nearest,
        across=NEAREST,
        about=lambda number, _: _name(nearest[number], glosses.get(nearest[number])),
    )
    st.caption("By the fold that was tested on it, the nearest first.")


def _name(clip_id: str, gloss: str | None) -> None:
    st.markdown(f"[{plain(gloss or clip_id)}]({state.address('clips', clip=clip_id)})")
