"""What all figures share: margins, fonts, and text that cannot turn into markup."""

from collections.abc import Sequence
from html import escape
from typing import Any, Final

import plotly.graph_objects as go
from plotly.subplots import make_subplots

GRID: Final = "rgba(128, 138, 146, 0.25)"
INK: Final = "rgba(128, 138, 146, 0.9)"
CORPUS_ROW_PX: Final = 78
WITHOUT_WEBGL: Final = 2_000
"""Points up to which a browser soon draws one by one."""


def scatter_for(points: int) -> type[go.Scatter] | type[go.Scattergl]:
    """Return the trace for so many points: of few it needs no WebGL, which some lack."""
    chosen: type[go.Scatter] | type[go.Scattergl] = (
        go.Scatter if points <= WITHOUT_WEBGL else go.Scattergl
    )
    return chosen


def label(text: str) -> str:
    """Return text for a figure; Plotly would read tags in it."""
    return escape(" ".join(text.split()), quote=False)


def corpus_rows(titles: Sequence[str]) -> go.Figure:
    """Return a figure with one titled row per corpus over a shared axis."""
    rows = max(len(titles), 1)
    return make_subplots(
        rows=rows,
        cols=1,
        shared_xaxes=True,
        vertical_spacing=min(0.28 / rows, 0.14),
        subplot_titles=list(titles),
    )


def finish_corpus_rows(figure: go.Figure, rows: int, *, x_title: str) -> go.Figure:
    """Return the figure of `corpus_rows` with its titles at the left and its height."""
    figure.update_xaxes(title=x_title, row=max(rows, 1))
    figure.update_yaxes(showticklabels=False, showgrid=False, rangemode="tozero")
    figure.update_annotations(
        x=0, xanchor="left", font={"size": 12}, yanchor="bottom", yshift=-2
    )
    height_px = CORPUS_ROW_PX * rows + 70
    return finish(figure, height_px=height_px, showlegend=False, bargap=0.06)


def finish(figure: go.Figure, *, height_px: int, **layout: Any) -> go.Figure:
    """Return the figure with the house's margins, legend and grid."""
    figure.update_layout(
        height=height_px,
        margin={"l": 8, "r": 8, "t": 26, "b": 8},
        legend={"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0},
        hoverlabel={"namelength": -1},
        **layout,
    )
    figure.update_xaxes(gridcolor=GRID, zeroline=False, automargin=True)
    figure.update_yaxes(gridcolor=GRID, zeroline=False, automargin=True)
    return figure
