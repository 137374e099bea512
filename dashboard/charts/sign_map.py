"""All clips that can be found as points, with the query and what was found for it."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dashboard.charts.layout import INK, finish, label, scatter_for
from dashboard.theme import VERMILLION

HEIGHT_PX: Final = 380
_SYMBOLS: Final = ("circle", "square", "diamond", "cross", "triangle-up", "x")


def sign_map_figure(
    points: NDArray[np.float32],
    *,
    corpora: NDArray[np.str_],
    names: NDArray[np.str_],
    found: Sequence[int],
    query: tuple[float, float] | None,
    colours: Mapping[str, str],
    found_name: str = "found",
) -> go.Figure:
    """Return a map of clips by corpus, those found numbered, the query as a star.

    Args:
        points: of N clips, shape (N, 2).
        corpora: of the clips, shape (N,).
        names: their glosses, shape (N,).
        found: rows of the clips found, the likest first; -1 for one not on the map.
        query: where the query is; None: there is none.
        colours: of the corpora.
        found_name: what those found are called.
    """
    figure = go.Figure()
    scatter = scatter_for(len(points))
    for number, corpus in enumerate(sorted(set(corpora.tolist()))):
        own = corpora == corpus
        marker = {
            "color": colours[corpus],
            "symbol": _SYMBOLS[number % len(_SYMBOLS)],
            "size": 8,
            "opacity": 0.6,
        }
        figure.add_trace(
            scatter(
                x=points[own, 0],
                y=points[own, 1],
                mode="markers",
                name=label(corpus),
                marker=marker,
                text=_labels(names[own]),
                hovertemplate="%{text}<extra></extra>",
            )
        )
    figure.add_trace(_found(points, found, found_name))
    if query is not None:
        figure.add_trace(_query(query))
    blank = {"showgrid": False, "showticklabels": False, "title": None}
    figure.update_xaxes(**blank)
    figure.update_yaxes(scaleanchor="x", **blank)
    return finish(figure, height_px=HEIGHT_PX)


def _labels(names: NDArray[np.str_]) -> NDArray[np.str_]:
    """Return names as they are drawn; as an array, which Plotly takes as it is."""
    known, codes = np.unique(names, return_inverse=True)
    drawn: NDArray[np.str_] = np.array([label(str(name)) for name in known])[codes]
    return drawn


def _found(points: NDArray[np.float32], found: Sequence[int], name: str) -> go.Scatter:
    ranks = [rank for rank, row in enumerate(found, 1) if row >= 0]
    rows = [row for row in found if row >= 0]
    return go.Scatter(
        x=points[rows, 0],
        y=points[rows, 1],
        mode="markers+text",
        name=label(name),
        text=[str(rank) for rank in ranks],
        textposition="top center",
        marker={
            "symbol": "circle-open",
            "size": 12,
            "color": INK,
            "line": {"width": 2},
        },
        hoverinfo="skip",
    )


def _query(query: tuple[float, float]) -> go.Scatter:
    return go.Scatter(
        x=[query[0]],
        y=[query[1]],
        mode="markers",
        name="the query",
        marker={"symbol": "star", "size": 16, "color": VERMILLION},
        hovertemplate="the query<extra></extra>",
    )
