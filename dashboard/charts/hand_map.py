"""Hands as points on a map, coloured by what is known of them."""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Final

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dashboard.charts.layout import finish, label
from dashboard.map_queries import HandMap
from dashboard.theme import BLUE, GREEN, GREY, ORANGE, PURPLE, SKY, VERMILLION

HEIGHT_PX: Final = 620
COLOURS: Final = (BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY)
SYMBOLS: Final = ("circle", "square", "diamond", "cross", "triangle-up", "x")
NAMED_AT_MOST: Final = len(COLOURS) * len(SYMBOLS)
"""Groups that can be told apart; the rarer ones are drawn as `others`."""
FEW: Final = 5_000
"""Points up to which each is an element of the page; more are drawn by WebGL."""
OTHERS: Final = "others"
UNKNOWN: Final = "not known"


def hand_map_figure(
    told: HandMap, by: str, places: NDArray[np.intp], *, lit: Collection[str] = ()
) -> go.Figure:
    """Return a map on which points can be chosen.

    Args:
        told: the map.
        by: what the colours say.
        places: the points drawn.
        lit: ids of the hands that stand out; none: all are alike.
    """
    figure = go.Figure()
    if by == "trust":
        figure.add_trace(_by_trust(told, places))
    else:
        for trace in _by_group(told, by, places):
            figure.add_trace(trace)
    if lit:
        _light_up(figure, frozenset(lit))
    finish(figure, height_px=HEIGHT_PX, dragmode="lasso")
    figure.update_layout(
        legend={"orientation": "v", "x": 1.01, "y": 1, "yanchor": "top"}
    )
    blank = {"showgrid": False, "showticklabels": False, "title": None}
    figure.update_xaxes(**blank)
    return figure.update_yaxes(scaleanchor="x", **blank)


def _light_up(figure: go.Figure, lit: frozenset[str]) -> None:
    for trace in figure.data:
        trace.selectedpoints = [
            place for place, (item,) in enumerate(trace.customdata) if item in lit
        ]


def groups_of(told: HandMap, by: str, places: NDArray[np.intp]) -> NDArray[np.object_]:
    """Return the group of each point drawn: its value, `others` or `not known`."""
    values = told.known[by][places]
    counts = Counter(value for value in values if value is not None)
    named = {name for name, _ in counts.most_common(NAMED_AT_MOST - 2)}
    return np.array(
        [UNKNOWN if v is None else v if v in named else OTHERS for v in values], object
    )


def _by_group(
    told: HandMap, by: str, places: NDArray[np.intp]
) -> list[go.Scatter | go.Scattergl]:
    groups = groups_of(told, by, places)
    names = sorted({*groups} - {UNKNOWN, OTHERS})
    traces = []
    for number, name in enumerate([*names, OTHERS, UNKNOWN]):
        own = places[groups == name]
        if not len(own):
            continue
        plain = name in (OTHERS, UNKNOWN)
        colour = GREY if plain else COLOURS[number % len(COLOURS)]
        symbol = SYMBOLS[number // len(COLOURS) % len(SYMBOLS)]
        marker = {
            "size": 4 if plain else 6,
            "color": colour,
            "opacity": 0.35 if plain else 0.8,
            "symbol": "circle" if plain else symbol,
        }
        traces.append(_points(told, own, name, marker))
    return traces


def _by_trust(told: HandMap, places: NDArray[np.intp]) -> go.Scatter | go.Scattergl:
    marker = {
        "size": 6,
        "color": told.trust[places],
        "colorscale": "Cividis",
        "cmin": 0,
        "cmax": 1,
        "colorbar": {"title": {"text": "trust", "side": "right"}, "thickness": 12},
    }
    return _points(told, places, "hands", marker)


def _points(
    told: HandMap, places: NDArray[np.intp], name: str, marker: Mapping[str, object]
) -> go.Scatter | go.Scattergl:
    shapes, signers = told.known["handshape"][places], told.known["signer"][places]
    glosses = told.known["gloss"][places]
    about = [
        " · ".join(label(str(value)) for value in values if value)
        for values in zip(shapes, glosses, signers, strict=True)
    ]
    drawn = go.Scatter if len(told.item_ids) <= FEW else go.Scattergl
    return drawn(
        x=told.x[places],
        y=told.y[places],
        mode="markers",
        name=label(name),
        marker=marker,
        text=about,
        customdata=[[str(item)] for item in told.item_ids[places]],
        hovertemplate="%{text}<br>%{customdata[0]}<extra></extra>",
    )
