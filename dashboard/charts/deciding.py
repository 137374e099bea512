"""Which moments of a query spoke for a sign, and which against it."""

from typing import Final

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dashboard.charts.layout import INK, finish
from dashboard.theme import BLUE, VERMILLION

HEIGHT_PX: Final = 150


def deciding_bars(
    time_ms: NDArray[np.float64], weights: NDArray[np.float32]
) -> go.Figure:
    """Return a bar for each moment: upwards alike, downwards different.

    Args:
        time_ms: middle of each part of the query, rising, shape (N,).
        weights: how much each adds to the similarity, shape (N,).
    """
    steps = np.diff(time_ms)
    figure = go.Figure(
        go.Bar(
            x=time_ms,
            y=weights,
            width=float(np.median(steps)) * 0.9 if len(steps) else None,
            marker={"color": np.where(weights >= 0, BLUE, VERMILLION).tolist()},
            hovertemplate="at %{x:.0f} ms: %{y:+.2f}<extra></extra>",
        )
    )
    figure.add_hline(y=0, line={"color": INK, "width": 1})
    figure.update_xaxes(title="ms of the query")
    figure.update_yaxes(showticklabels=False, showgrid=False, title="alike")
    return finish(figure, height_px=HEIGHT_PX, showlegend=False)
