"""A simple chart of an answer: bars, lines or points of two of its columns."""

from collections.abc import Sequence
from typing import Final, Literal

import plotly.graph_objects as go

from dashboard.charts.layout import finish, label, scatter_for
from dashboard.theme import BLUE, GREY, corpus_colours

Kind = Literal["bar", "line", "scatter"]
KINDS: Final[tuple[Kind, ...]] = ("bar", "line", "scatter")
GROUPS: Final = 6
"""So many groups have a colour of their own; the others are grey together."""
REST: Final = "others"
_HEIGHT_PX: Final = 420


def answer_chart(
    kind: Kind,
    x: Sequence[object],
    y: Sequence[object],
    groups: Sequence[object] | None = None,
    *,
    x_title: str,
    y_title: str,
) -> go.Figure:
    """Return the figure of two columns.

    Args:
        kind: bars, lines or points.
        x: one value per row.
        y: one number per row; None where it is missing.
        groups: what each row is coloured by; None: all alike.
        x_title: name of the column across.
        y_title: name of the column upwards.
    """
    figure = go.Figure()
    is_text = any(isinstance(value, str) for value in x)
    shown = [label(str(value)) if is_text else value for value in x]
    for name, colour, places in _traces(groups, len(x)):
        across = [shown[place] for place in places]
        up = [y[place] for place in places]
        figure.add_trace(_trace(kind, across, up, label(name), colour))
    if is_text:
        # A handshape may be called `5`: the axis must not take names for numbers.
        figure.update_xaxes(type="category")
    figure.update_xaxes(title=label(x_title))
    figure.update_yaxes(title=label(y_title))
    several = groups is not None
    # Beside each other, groups that each have their own place would stand off it.
    beside = several and list(groups or ()) != list(x)
    return finish(
        figure,
        height_px=_HEIGHT_PX,
        showlegend=several,
        barmode="group" if beside else "stack",
    )


def _trace(
    kind: Kind, x: list[object], y: list[object], name: str, colour: str
) -> go.Bar | go.Scatter | go.Scattergl:
    if kind == "bar":
        return go.Bar(x=x, y=y, name=name, marker_color=colour)
    mode = "lines+markers" if kind == "line" else "markers"
    return scatter_for(len(x))(
        x=x, y=y, name=name, mode=mode, marker={"color": colour, "size": 6}
    )


def _traces(
    groups: Sequence[object] | None, rows: int
) -> list[tuple[str, str, list[int]]]:
    """Return name, colour and rows of each trace: the largest groups, then the rest."""
    if groups is None:
        return [("", BLUE, list(range(rows)))]
    places: dict[str, list[int]] = {}
    for place, group in enumerate(groups):
        places.setdefault(str(group), []).append(place)
    largest = sorted(places, key=lambda name: (-len(places[name]), name))
    own, rest = sorted(largest[:GROUPS]), largest[GROUPS:]
    colours = corpus_colours(own)
    traces = [(name, colours[name], places[name]) for name in own]
    if rest:
        others = sorted(place for name in rest for place in places[name])
        traces.append((f"{len(rest)} {REST}", GREY, others))
    return traces
