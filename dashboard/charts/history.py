"""How a training went: one row of curves per measure."""

from collections.abc import Sequence
from typing import Final

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from dashboard.charts.layout import finish, label
from dashboard.queries.model_queries import HistoryPoint
from dashboard.theme import BLUE, GREEN, GREY, VERMILLION

PART_STYLES: Final = {
    "train": (BLUE, "solid"),
    "validation": (VERMILLION, "dash"),
    "test": (GREEN, "dot"),
}
ROW_PX: Final = 170


def history_curves(points: Sequence[HistoryPoint]) -> go.Figure:
    """Return curves of every measure over epochs or steps, a line per part."""
    measures = sorted({point.measure for point in points})
    figure = make_subplots(
        rows=len(measures),
        cols=1,
        shared_xaxes=True,
        vertical_spacing=0.3 / max(len(measures), 1),
        subplot_titles=[label(name) for name in measures],
    )
    figure.update_annotations(
        x=0, xanchor="left", font={"size": 12}, yanchor="bottom", yshift=2
    )
    told: set[str] = set()
    for row, measure in enumerate(measures, start=1):
        for part in sorted({p.part for p in points if p.measure == measure}):
            own = [p for p in points if (p.measure, p.part) == (measure, part)]
            colour, dash = PART_STYLES.get(part, (GREY, "solid"))
            figure.add_trace(
                go.Scatter(
                    x=[point.step_number for point in own],
                    y=[point.value for point in own],
                    name=label(part or "all"),
                    legendgroup=part,
                    showlegend=part not in told,
                    mode="lines",
                    line={"color": colour, "dash": dash},
                    hovertemplate="%{x}: %{y:.4g}<extra></extra>",
                ),
                row=row,
                col=1,
            )
            told.add(part)
    finish(figure, height_px=ROW_PX * len(measures) + 80)
    # Above the name of the first measure.
    figure.update_layout(
        margin={"t": 48}, legend={"yref": "container", "y": 1, "yanchor": "top"}
    )
    return figure.update_xaxes(title="epoch or step", row=len(measures))
