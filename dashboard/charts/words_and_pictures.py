"""Pairs of signs by how alike their words and their videos are."""

from typing import Final

import numpy as np
import plotly.graph_objects as go

from dashboard.charts.layout import finish, label
from dashboard.records.description_records import WordsAndPictures
from dashboard.theme import BLUE, GREY, VERMILLION
from models.descriptions.pictures import Agreement, Disagreement

CELLS: Final = 25
DOTS: Final = 3_000
"""Pairs at most that are drawn one by one."""


def agreement_map(found: WordsAndPictures) -> go.Figure:
    """Return how many pairs lie where, with the pairs on which both differ most.

    The `customdata` of such a pair is the two ids of its descriptions.
    """
    agreed = found.agreement
    few = len(agreed.by_words) <= DOTS
    figure = go.Figure(_dots(agreed) if few else _density(agreed))
    for pairs, name, colour, symbol in (
        (agreed.words_only, "alike in words only", VERMILLION, "triangle-down"),
        (agreed.pictures_only, "alike in videos only", BLUE, "triangle-up"),
    ):
        figure.add_trace(_marks(found, pairs, name, colour, symbol))
    finish(figure, height_px=430, showlegend=True)
    figure.update_xaxes(title="alike in words: share of pairs less alike")
    return figure.update_yaxes(title="alike in videos")


def _dots(agreed: Agreement) -> go.Scatter:
    return go.Scatter(
        x=agreed.by_words,
        y=agreed.by_pictures,
        mode="markers",
        name="all pairs",
        marker={"size": 6, "color": GREY, "opacity": 0.6},
        hoverinfo="skip",
    )


def _density(agreed: Agreement) -> go.Heatmap:
    counts, _, _ = np.histogram2d(
        agreed.by_pictures, agreed.by_words, bins=CELLS, range=[[0, 1], [0, 1]]
    )
    middles = (np.arange(CELLS) + 0.5) / CELLS
    return go.Heatmap(
        x=middles,
        y=middles,
        z=np.where(counts > 0, np.log10(np.maximum(counts, 1)), np.nan),
        text=counts.astype(int),
        colorscale="Cividis",
        showscale=False,
        hovertemplate="%{text:,} pairs<extra></extra>",
    )


def _marks(
    found: WordsAndPictures,
    pairs: tuple[Disagreement, ...],
    name: str,
    colour: str,
    symbol: str,
) -> go.Scatter:
    signs = found.signs
    return go.Scatter(
        x=[pair.by_words for pair in pairs],
        y=[pair.by_pictures for pair in pairs],
        mode="markers",
        name=name,
        marker={
            "size": 11,
            "color": colour,
            "symbol": symbol,
            "line": {"color": "#FFFFFF", "width": 1.5},
        },
        customdata=[
            [signs[pair.first].description_id, signs[pair.second].description_id]
            for pair in pairs
        ],
        text=[
            f"{label(signs[pair.first].gloss)} and {label(signs[pair.second].gloss)}"
            for pair in pairs
        ],
        hovertemplate="%{text}<extra></extra>",
    )
