"""How common handshapes are: bars with intervals, rank and frequency, what is dropped."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dashboard.charts.layout import INK, finish, label
from dashboard.records.frequency_records import HandshapeFrequency, Interval
from dashboard.theme import BLUE, GREY, ORANGE, VERMILLION

ROW_PX: Final = 34


def frequency_bars(rows: Sequence[HandshapeFrequency]) -> go.Figure:
    """Return one pair of bars per handshape: corrected and raw, the commonest on top."""
    shapes = [row.handshape for row in rows]
    names = [label(shape) for shape in shapes]
    figure = go.Figure()
    corrected = [row.corrected for row in rows if row.corrected is not None]
    if corrected:
        figure.add_trace(interval_bars(names, corrected, "corrected", BLUE, shapes))
    raw = [row.raw for row in rows]
    figure.add_trace(interval_bars(names, raw, "raw", GREY, shapes, pattern="/"))
    told = [(name, r.labelled) for name, r in zip(names, rows, strict=True)]
    if any(share is not None for _, share in told):
        figure.add_trace(
            go.Scatter(
                x=[share for _, share in told],
                y=[name for name, _ in told],
                mode="markers",
                name="by the labels",
                marker={"symbol": "diamond", "size": 9, "color": ORANGE},
                customdata=[[shape] for shape in shapes],
                hovertemplate="%{y}, by the labels: %{x:.1%}<extra></extra>",
            )
        )
    # A handshape may be called `5` or `1`: the axis must not take names for numbers.
    figure.update_yaxes(type="category", autorange="reversed")
    height = ROW_PX * max(len(rows), 3) + 80
    finish(figure, height_px=height, barmode="group", bargap=0.25)
    figure.update_layout(clickmode="event+select")
    return figure.update_xaxes(title="share of what is counted", tickformat=".0%")


def interval_bars(
    names: Sequence[str],
    intervals: Sequence[Interval],
    name: str,
    colour: str,
    shapes: Sequence[str],
    *,
    pattern: str = "",
) -> go.Bar:
    """Return one bar with an interval per handshape.

    Args:
        names: as the axis shows them.
        intervals: of each.
        name: what all of them are, for the legend.
        colour: of the bars.
        shapes: handshape of each, for a click.
        pattern: on the bars, where colours do not suffice.
    """
    shares = [told.share for told in intervals]
    return go.Bar(
        x=shares,
        y=list(names),
        orientation="h",
        name=name,
        marker={"color": colour, "pattern": {"shape": pattern}},
        error_x={
            "array": [told.high - told.share for told in intervals],
            "arrayminus": [told.share - told.low for told in intervals],
            "color": INK,
            "thickness": 1.4,
        },
        customdata=[
            [shape, told.low, told.high]
            for shape, told in zip(shapes, intervals, strict=True)
        ],
        hovertemplate=f"%{{y}}, {name}: %{{x:.1%}} "
        "[%{customdata[1]:.1%}, %{customdata[2]:.1%}]<extra></extra>",
    )


def rank_curve(series: Mapping[str, Sequence[float]]) -> go.Figure:
    """Return shares by rank, commonest first; one line per way of counting."""
    figure = go.Figure()
    styles = ((BLUE, "solid", "circle"), (GREY, "dot", "square"))
    for (name, shares), (colour, dash, symbol) in zip(
        series.items(), styles, strict=False
    ):
        figure.add_trace(
            go.Scatter(
                x=list(range(1, len(shares) + 1)),
                y=sorted(shares, reverse=True),
                mode="lines+markers",
                name=name,
                line={"color": colour, "dash": dash},
                marker={"symbol": symbol},
                hovertemplate=f"{name}, rank %{{x}}: %{{y:.1%}}<extra></extra>",
            )
        )
    finish(figure, height_px=240)
    figure.update_xaxes(title="rank")
    return figure.update_yaxes(tickformat=".0%", rangemode="tozero")


def coverage_figure(
    thresholds: Sequence[float], covered: Sequence[float], threshold: float
) -> go.Figure:
    """Return which share of the hands each threshold keeps, with the one in force."""
    figure = go.Figure(
        go.Scatter(
            x=list(thresholds),
            y=list(covered),
            mode="lines",
            line={"color": BLUE},
            hovertemplate="at %{x:.2f}: %{y:.0%} kept<extra></extra>",
        )
    )
    figure.add_vline(x=threshold, line={"color": VERMILLION, "dash": "dash"})
    finish(figure, height_px=240, showlegend=False)
    figure.update_xaxes(title="least probability")
    return figure.update_yaxes(tickformat=".0%", range=[0, 1.02])


def signer_heat(
    signers: Sequence[str], names: Sequence[str], shares: NDArray[np.float64]
) -> go.Figure:
    """Return shares of handshapes (columns) for each signer (rows)."""
    figure = go.Figure(
        go.Heatmap(
            z=shares,
            x=[label(name) for name in names],
            y=[label(signer) for signer in signers],
            colorscale="Cividis",
            zmin=0,
            colorbar={"thickness": 12, "tickformat": ".0%"},
            hovertemplate="%{y}, %{x}: %{z:.1%}<extra></extra>",
            xgap=1,
            ygap=1,
        )
    )
    finish(figure, height_px=24 * max(len(signers), 3) + 90)
    figure.update_xaxes(type="category", showgrid=False)
    return figure.update_yaxes(type="category", showgrid=False, autorange="reversed")
