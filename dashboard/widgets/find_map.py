"""The query among all clips that can be found."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from dashboard import state
from dashboard.charts.sign_map import sign_map_figure
from dashboard.queries import find_queries
from dashboard.records.find_records import FoundSign, Query
from dashboard.theme import corpus_colours
from dashboard.widgets.figure import draw_figure
from dashboard.wording import amount, counted, percent, plain
from models.retrieval.searching import SignIndex


def draw_map(
    index: SignIndex,
    query: Query,
    found: Sequence[FoundSign],
    corpora: Sequence[str],
) -> None:
    """Draw where the query lies among all clips; nothing where they are too few.

    Args:
        index: the clips.
        query: the query.
        found: the signs found, the likest first.
        corpora: all of the store, which decide about the colours.
    """
    told = index.map
    if told is None:
        return
    st.subheader("Where it lies among all clips")
    rows = {str(index.clip_ids[place]): row for row, place in enumerate(told.places)}
    drawn = counted(len(told.places), "clip")
    if len(told.places) < len(index):
        drawn = f"{drawn} of {amount(len(index))}, evenly spread"
    nearest = ", ".join(sign.gloss or sign.clip_id for sign in found[:3])
    draw_figure(
        sign_map_figure(
            told.points,
            corpora=index.corpora[told.places],
            names=np.where(
                index.glosses[told.places] == "",
                index.clip_ids[told.places],
                index.glosses[told.places],
            ),
            found=[rows.get(sign.clip_id, -1) for sign in found],
            query=find_queries.point_of(index, told, query),
            colours=corpus_colours(corpora),
        ),
        key=state.FIND_MAP,
        caption=f"{drawn} on the two axes along which they differ most, which hold "
        f"{percent(told.pca.explained)} of their differences: what lies close here may "
        f"still be apart. Numbers: the signs found. Run {plain(index.run_id)}.",
        alt=f"The query, as a star, among {drawn}; found nearest to it: {nearest}.",
    )
