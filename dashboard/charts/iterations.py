"""Silhouette and NMI against iteration for a sweep of k, with the paper's own values.

Reference: the handshape inventory of Russian Sign Language, LREC 2020, figures 2 and 3.
"""

from collections.abc import Callable, Sequence
from typing import Final

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from dashboard.charts.layout import finish, label
from dashboard.records.cluster_records import ClusteringRun, IterationPoint
from dashboard.theme import BLUE, GREY, VERMILLION

PAPER_ITERATION: Final = 15
PAPER_SILHOUETTE: Final = 0.12
PAPER_NMI: Final = 0.9
PAPER: Final = "paper (other data)"
HEIGHT_PX: Final = 380


def sweep_by_iteration(
    run: ClusteringRun, points: Sequence[IterationPoint]
) -> go.Figure:
    """Return two curves per clustering of the sweep; the chosen one stands out.

    Args:
        run: the clustering chosen.
        points: all clusterings of its sweep, by k and iteration.
    """
    figure = make_subplots(
        rows=2,
        cols=1,
        shared_xaxes=True,
        vertical_spacing=0.12,
        subplot_titles=["Mean silhouette", "NMI with the iteration before"],
    )
    # Now, while the titles are the only annotations.
    figure.update_annotations(
        x=0, xanchor="left", font={"size": 12}, yanchor="bottom", yshift=2
    )
    runs = sorted({(point.k, point.run_id) for point in points})
    others_first = sorted(runs, key=lambda pair: pair[1] == run.run_id)
    for k, run_id in others_first:
        own = [point for point in points if point.run_id == run_id]
        chosen = run_id == run.run_id
        _add_curve(figure, own, k, lambda p: p.silhouette, row=1, chosen=chosen)
        _add_curve(figure, own, k, lambda p: p.nmi_previous, row=2, chosen=chosen)
    _add_paper(figure, PAPER_SILHOUETTE, row=1, told="just over 0.12 at k = 100")
    _add_paper(figure, PAPER_NMI, row=2, told="0.9")
    figure.update_xaxes(title="iteration", row=2)
    finish(figure, height_px=HEIGHT_PX, showlegend=True)
    return figure.update_layout(
        legend={"y": -0.16, "yanchor": "top"}, margin={"r": 52, "b": 8}
    )


def _add_curve(
    figure: go.Figure,
    points: Sequence[IterationPoint],
    k: int,
    value: Callable[[IterationPoint], float | None],
    *,
    row: int,
    chosen: bool,
) -> None:
    known = [point for point in points if value(point) is not None]
    if not known:
        return
    name = label(f"k = {k}")
    figure.add_trace(
        go.Scatter(
            x=[point.iteration for point in known],
            y=[value(point) for point in known],
            mode="lines+markers" if chosen else "lines",
            line={"color": BLUE if chosen else GREY, "width": 2.5 if chosen else 1.2},
            name=name,
            showlegend=False,
            hovertemplate=f"{name}, iteration %{{x}}: %{{y:.3f}}<extra></extra>",
        ),
        row=row,
        col=1,
    )
    figure.add_annotation(
        x=known[-1].iteration,
        y=value(known[-1]),
        text=str(k),
        showarrow=False,
        xanchor="left",
        xshift=6,
        font={"size": 11, "color": BLUE if chosen else GREY},
        row=row,
        col=1,
    )


def _add_paper(figure: go.Figure, value: float, *, row: int, told: str) -> None:
    figure.add_trace(
        go.Scatter(
            x=[PAPER_ITERATION],
            y=[value],
            mode="markers",
            marker={
                "symbol": "star-open",
                "size": 13,
                "color": VERMILLION,
                "line": {"width": 2},
            },
            name=PAPER,
            legendgroup=PAPER,
            showlegend=row == 1,
            hovertemplate=f"Paper: {told}, iteration 15, other data<extra></extra>",
        ),
        row=row,
        col=1,
    )
