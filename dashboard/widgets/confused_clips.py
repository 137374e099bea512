"""The clips of one cell of the confusion matrix, in loops, and what they are near."""

import math
from typing import Final

import streamlit as st

from dashboard import state
from dashboard.queries import clip_queries, prediction_queries
from dashboard.records.prediction_records import ClassifierRun, Places, Predictions
from dashboard.widgets.choosing import choose
from dashboard.widgets.find_results import play_clip
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
    for start in range(0, len(shown), COLUMNS):
        columns = st.columns(COLUMNS, gap="small")
        for place, column in zip(shown[start : start + COLUMNS], columns, strict=False):
            with column:
                _draw_clip(told, int(place))
    draw_pages(state.MISTAKES_PAGE, page, pages)
    st.caption("The surest first.")
    chosen = _choose(told, shown)
    _draw_nearest(run, told, chosen)
    return chosen


def _draw_clip(told: Predictions, place: int) -> None:
    clip_id = str(told.item_ids[place])
    _play(clip_id)
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
    for near, column in zip(nearest, st.columns(NEAREST, gap="small"), strict=False):
        with column:
            _play(near)
            where = state.address("clips", clip=near)
            st.markdown(f"[{plain(glosses.get(near) or near)}]({where})")
    st.caption("By the fold that was tested on it, the nearest first.")


def _play(clip_id: str) -> None:
    clip = clip_queries.clip(clip_id)
    if clip is None:
        st.caption(f"{plain(clip_id)} is not in the store any more.")
        return
    play_clip(clip)
