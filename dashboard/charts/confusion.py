"""The confusion matrix, in which every cell can be chosen."""

from typing import Final

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dashboard.charts.layout import finish, label
from dashboard.records.prediction_records import Confusion
from dashboard.wording import MISSING

DARK: Final = "#16191C"
LIGHT: Final = "#F4F6F8"
CELL_PX: Final = 26
SMALLEST_PX: Final = 380
LARGEST_PX: Final = 900
WRITTEN_AT_MOST: Final = 16
"""Classes up to which numbers are written into the cells."""


def confusion_figure(
    told: Confusion,
    shown: NDArray[np.float64],
    *,
    unit: str,
    diverging: bool = False,
    items: str = "hands",
) -> go.Figure:
    """Return a matrix of true against predicted classes.

    Args:
        told: its classes and counts.
        shown: what the colours say, shape (classes, classes); NaN: nothing.
        unit: of `shown`, for the reader.
        diverging: colours on both sides of 0.
        items: what is counted.
    """
    names = [label(name) for name in told.classes]
    most = float(np.nanmax(np.abs(shown), initial=0.0)) or 1.0
    colours = (
        {"colorscale": "RdBu", "zmin": -most, "zmax": most}
        if diverging
        else {"colorscale": "Cividis", "zmin": 0.0, "zmax": most}
    )
    figure = go.Figure(
        go.Heatmap(
            z=shown,
            x=names,
            y=names,
            colorbar={"title": {"text": unit, "side": "right"}, "thickness": 12},
            hoverinfo="skip",
            xgap=1,
            ygap=1,
            **colours,
        )
    )
    figure.add_trace(_points(told, shown, names, unit, items, diverging=diverging))
    side = min(max(CELL_PX * len(names) + 120, SMALLEST_PX), LARGEST_PX)
    finish(figure, height_px=side, showlegend=False)
    axis = {"type": "category", "showgrid": False, "tickmode": "linear"}
    figure.update_xaxes(title="taken for", side="top", **axis)
    figure.update_yaxes(title="shows", autorange="reversed", **axis)
    return figure.update_layout(margin={"t": 70}, clickmode="event+select")


def _points(
    told: Confusion,
    shown: NDArray[np.float64],
    names: list[str],
    unit: str,
    items: str,
    *,
    diverging: bool,
) -> go.Scatter:
    """Return one point in every cell: heat maps themselves cannot be chosen from."""
    rows, columns = np.indices(told.counts.shape).reshape(2, -1)
    written = len(names) <= WRITTEN_AT_MOST
    counts = told.counts.reshape(-1)
    return go.Scatter(
        x=[names[column] for column in columns],
        y=[names[row] for row in rows],
        mode="markers+text" if written else "markers",
        text=[f"{count:,}" if count else "" for count in counts],
        textfont={"size": 10, "color": DARK if diverging else _inks(shown)},
        marker={"symbol": "square", "size": 18, "opacity": 0},
        selected={"marker": {"opacity": 0}, "textfont": {"color": "#E69F00"}},
        unselected={"marker": {"opacity": 0}},
        customdata=[
            [told.classes[row], told.classes[column], int(count), _said(value)]
            for row, column, count, value in zip(
                rows, columns, counts, shown.reshape(-1), strict=True
            )
        ],
        hovertemplate=f"%{{y}} taken for %{{x}}: %{{customdata[2]:,}} {items}, "
        f"{unit} %{{customdata[3]}}<extra></extra>",
    )


def _said(value: float) -> str:
    return MISSING if np.isnan(value) else f"{value:.3g}"


def _inks(shown: NDArray[np.float64]) -> list[str]:
    """Return an ink for each cell that can be read on its colour."""
    values = np.nan_to_num(np.abs(shown.reshape(-1)))
    middle = values.max(initial=0.0) * 0.55
    return [DARK if value > middle else LIGHT for value in values]
