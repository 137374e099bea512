"""Handshapes of several corpora: shares with intervals, and what the commonest cover."""

from collections.abc import Mapping, Sequence
from typing import Final

import plotly.graph_objects as go

from dashboard.charts.frequencies import interval_bars
from dashboard.charts.layout import finish, label
from dashboard.records.compare_records import Comparison
from dashboard.records.frequency_records import Interval
from dashboard.theme import GREY, corpus_colours
from models.frequency_comparison import coverage

SHOWN: Final = 16
PATTERNS: Final = ("", "/", ".", "x")
"""A corpus that stands there twice keeps its colour."""
DASHES: Final = ("solid", "dash", "dot", "dashdot")
ROW_PX, BAR_PX = 12, 11
TOP: Final = 4


def share_bars(compared: Comparison, corpora: Sequence[str]) -> go.Figure:
    """Return a group of bars per handshape, a bar for each corpus.

    Args:
        compared: the corpora.
        corpora: all of the store, whose colours are the same on every page.
    """
    figure = go.Figure()
    colours = corpus_colours(corpora)
    shapes = list(compared.classes[:SHOWN])
    names = [label(shape) for shape in shapes]
    for place, side in enumerate(compared.sides):
        shares = compared.shares[place]
        told = zip(shares.share, shares.low, shares.high, strict=True)
        intervals = [Interval(*map(float, three)) for three in told][:SHOWN]
        colour = colours.get(side.source.corpus, GREY)
        pattern = PATTERNS[_turn(compared, place)]
        figure.add_trace(
            interval_bars(
                names, intervals, label(side.name), colour, shapes, pattern=pattern
            )
        )
    figure.update_yaxes(type="category", autorange="reversed")
    row_px = ROW_PX + BAR_PX * len(compared.sides)
    finish(figure, height_px=row_px * max(len(shapes), 3) + 90, barmode="group")
    figure.update_layout(clickmode="event+select", bargap=0.25)
    return figure.update_xaxes(title="share of what is counted", tickformat=".0%")


def coverage_curves(
    compared: Comparison, corpora: Sequence[str], published: Mapping[str, float]
) -> go.Figure:
    """Return which share the k commonest handshapes cover, a curve for each corpus.

    Published shares of the four commonest are marked at four.
    """
    figure = go.Figure()
    colours = corpus_colours(corpora)
    for place, side in enumerate(compared.sides):
        covered = coverage(side.counts.shares)
        turn = _turn(compared, place)
        figure.add_trace(
            go.Scatter(
                x=list(range(1, len(covered) + 1)),
                y=covered.tolist(),
                mode="lines+markers",
                name=label(side.name),
                line={
                    "color": colours.get(side.source.corpus, GREY),
                    "dash": DASHES[turn],
                },
                marker={"size": 5, "symbol": turn},
                hovertemplate=f"{label(side.name)}, the %{{x}} commonest: "
                "%{y:.0%}<extra></extra>",
            )
        )
    figure.add_trace(
        go.Scatter(
            x=[TOP] * len(published),
            y=list(published.values()),
            mode="markers",
            name="published, the four commonest",
            marker={"symbol": "line-ew-open", "size": 16, "color": GREY},
            hovertext=[label(name) for name in published],
            hovertemplate="%{hovertext}, published: %{y:.0%}<extra></extra>",
        )
    )
    finish(figure, height_px=300)
    figure.update_xaxes(title="commonest handshapes", rangemode="tozero")
    return figure.update_yaxes(tickformat=".0%", range=[0, 1.03])


def _turn(compared: Comparison, place: int) -> int:
    """Return how often the corpus of a side stands before it."""
    own = compared.sides[place].source.corpus
    return sum(side.source.corpus == own for side in compared.sides[:place])
