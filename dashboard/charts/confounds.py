"""The confound meter: how much of a clustering is handshape, orientation, place, signer."""

from collections.abc import Sequence
from typing import Final

import plotly.graph_objects as go

from dashboard.charts.layout import INK, finish, label
from dashboard.records.cluster_records import ConfoundRow
from dashboard.theme import BLUE, ORANGE

WANTED: Final = "handshape"
ROW_PX: Final = 34


def confound_meter(rows: Sequence[ConfoundRow]) -> go.Figure:
    """Return one bar per factor, with what shuffled groups would give as a line."""
    shown = list(reversed(rows))
    names = [label(row.factor) for row in shown]
    figure = go.Figure(
        go.Bar(
            x=[row.ami for row in shown],
            y=names,
            orientation="h",
            marker={"color": [BLUE if r.factor == WANTED else ORANGE for r in shown]},
            text=[f"{row.ami:.2f}" for row in shown],
            textposition="outside",
            cliponaxis=False,
            customdata=[[row.crops, row.groups, row.shuffled] for row in shown],
            hovertemplate="%{y}: AMI %{x:.3f}; %{customdata[0]:,} crops, "
            "%{customdata[1]} groups<extra></extra>",
        )
    )
    for row, name in zip(shown, names, strict=True):
        figure.add_trace(
            go.Scatter(
                x=[row.null_low, row.null_high],
                y=[name, name],
                mode="lines",
                line={"color": INK, "width": 5},
                hovertemplate=f"shuffled: {row.null_low:.3f} to {row.null_high:.3f}"
                "<extra></extra>",
            )
        )
    finish(figure, height_px=ROW_PX * len(rows) + 84, showlegend=False, bargap=0.35)
    return figure.update_xaxes(range=[-0.02, 1.1], tickvals=[0, 0.25, 0.5, 0.75, 1])
