"""A map as a figure of its own: every hand or clip a point, coloured by one thing."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import plotly.graph_objects as go

from dashboard.charts.layout import finish, label
from dashboard.theme import BLUE, GREEN, GREY, ORANGE, PURPLE, SKY, VERMILLION

HEIGHT_PX: Final = 620
COLOURS: Final = (BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY)
SYMBOLS: Final = ("circle", "square", "diamond", "cross", "triangle-up", "x")
UNKNOWN: Final = "not known"


def plain_map(
    x: Sequence[float], y: Sequence[float], names: Sequence[str | None]
) -> go.Figure:
    """Return N points in groups by name, the largest first, those without one last."""
    told = np.array([UNKNOWN if name is None else name for name in names], object)
    groups, sizes = np.unique(told.astype(np.str_), return_counts=True)
    order = sorted(
        zip(groups.tolist(), sizes.tolist(), strict=True),
        key=lambda group: (group[0] == UNKNOWN, -group[1], group[0]),
    )
    across, up = np.asarray(x), np.asarray(y)
    figure = go.Figure()
    for number, (name, size) in enumerate(order):
        own = told == name
        figure.add_trace(
            go.Scattergl(
                x=across[own],
                y=up[own],
                mode="markers",
                name=f"{label(name)} ({size:,})",
                marker=_marker(number, known=name != UNKNOWN),
                hovertemplate=f"{label(name)}<extra></extra>",
            )
        )
    finish(figure, height_px=HEIGHT_PX)
    blank = {"showgrid": False, "showticklabels": False, "title": None}
    figure.update_xaxes(**blank)
    return figure.update_yaxes(scaleanchor="x", **blank)


def _marker(number: int, *, known: bool) -> dict[str, object]:
    colour = COLOURS[number % len(COLOURS)] if known else GREY
    symbol = SYMBOLS[number // len(COLOURS) % len(SYMBOLS)]
    return {"size": 5, "opacity": 0.8, "color": colour, "symbol": symbol}
