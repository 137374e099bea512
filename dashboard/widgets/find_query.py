"""The query: how it was seen, and which moments of it decided."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard import state
from dashboard.charts.deciding import deciding_bars
from dashboard.queries import find_queries
from dashboard.records.find_records import FoundSign, Query, advice, seen_told
from dashboard.widgets.choosing import choose
from dashboard.widgets.figure import draw_figure
from dashboard.widgets.find_player import draw_player
from dashboard.widgets.playing import draw_clips
from dashboard.wording import plain
from models.poses.untrained import NAME as UNTRAINED
from models.retrieval.searching import SignIndex

_TOLD: Final = (
    "Upwards, blue: the moment is like the same third of the sign found; downwards, "
    "orange: it is different. Together they make the similarity."
)
_ATTENDED: Final = "How much attention the trained network pays to each moment."


def draw_query(query: Query) -> None:
    """Draw the query with its skeleton, and say what would make it better."""
    if query.uploaded:
        draw_player(query)
        st.caption(f"{plain(query.name)}, as it was seen. {seen_told(query.clip)}")
    else:
        _draw_clip(query)
    for sentence in advice(query):
        st.caption(f":material/warning: **{plain(sentence)}**")


def draw_deciding(index: SignIndex, query: Query, found: Sequence[FoundSign]) -> None:
    """Draw which moments of the query spoke for one of the signs found."""
    by_id = {sign.clip_id: sign for sign in found}
    st.subheader("What decided")
    clip_id = choose(
        state.FIND_MATCH,
        "For which sign",
        list(by_id),
        default=found[0].clip_id,
        named=lambda name: (
            f"{by_id[name].rank}. {by_id[name].gloss or name}"
            if name in by_id
            else name
        ),
    )
    time_ms, weights = find_queries.decided(index, query, clip_id)
    likest_ms = float(time_ms[weights.argmax()])
    draw_figure(
        deciding_bars(time_ms, weights),
        key=state.FIND_DECIDING,
        caption=_TOLD if index.by == UNTRAINED else _ATTENDED,
        alt=f"How alike each of {len(weights)} moments of the query is to "
        f"{by_id[clip_id].gloss or clip_id}; most at {likest_ms:.0f} ms.",
    )


def _draw_clip(query: Query) -> None:
    draw_clips([query.clip.clip_id], across=1, about=lambda *_: _say(query))


def _say(query: Query) -> None:
    where = state.address("clips", clip=query.clip.clip_id)
    kind = ", *synthetic*" if query.clip.synthetic else ""
    st.caption(
        f"Searched with [{plain(query.name)}]({where}) of "
        f"{plain(query.clip.corpus_title)}{kind}. {seen_told(query.clip)}"
    )
