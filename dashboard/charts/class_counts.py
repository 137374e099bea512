"""How many hands each handshape has."""

from collections.abc import Mapping
from typing import Final

import plotly.graph_objects as go

from dashboard.charts.layout import finish, label
from dashboard.theme import BLUE
from dashboard.wording import percent

ROW_PX: Final = 22


def hands_by_handshape(counts: Mapping[str, int]) -> go.Figure:
    """Return one bar per handshape, the commonest on top, with its share."""
    total = sum(counts.values())
    names = [label(name) for name in counts]
    shares = [percent(count / total) for count in counts.values()]
    figure = go.Figure(
        go.Bar(
            x=list(counts.values()),
            y=names,
            orientation="h",
            marker={"color": BLUE},
            text=shares,
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y}: %{x:,} crops<extra></extra>",
        )
    )
    # A handshape may be called `5` or `1`: the axis must not take names for numbers.
    figure.update_yaxes(type="category", autorange="reversed")
    finish(figure, height_px=ROW_PX * max(len(counts), 3) + 60, showlegend=False)
    return figure.update_xaxes(title="crops").update_layout(margin={"r": 44})
