"""Letters: every model beside what was published, class counts, near-duplicates."""

from collections.abc import Sequence
from typing import Final

import plotly.graph_objects as go

from dashboard.charts.layout import finish, label
from dashboard.records.letter_records import (
    REFERENCES,
    ClassCount,
    Leakage,
    RowFigures,
)
from dashboard.theme import BLUE, GREEN, GREY, ORANGE, PURPLE, VERMILLION

ROW_PX: Final = 25


def model_bars(rows: Sequence[RowFigures]) -> go.Figure:
    """Return a bar per model with its range, and published accuracies as marks."""
    measured = [row for row in rows if row.accuracy is not None]
    figure = go.Figure(_ours(measured))
    figure.add_trace(
        _marks(
            [row.name for row in rows],
            [row.without_duplicates for row in rows],
            "without near-duplicates",
            VERMILLION,
            "x",
        )
    )
    figure.add_trace(
        _marks(
            [row.name for row in rows],
            [row.paper_accuracy for row in rows],
            "the paper",
            ORANGE,
            "diamond",
        )
    )
    figure.add_trace(
        _marks(
            [reference.name for reference in REFERENCES],
            [reference.accuracy for reference in REFERENCES],
            "earlier work",
            PURPLE,
            "circle-open",
        )
    )
    names = [row.name for row in rows] + [reference.name for reference in REFERENCES]
    # A model may be called by a number: the axis must not take names for numbers.
    figure.update_yaxes(
        type="category",
        autorange="reversed",
        categoryorder="array",
        categoryarray=[label(name) for name in names],
    )
    height = ROW_PX * max(len(names), 3) + 90
    finish(figure, height_px=height, bargap=0.3)
    figure.update_layout(clickmode="event+select")
    return figure.update_xaxes(
        title="accuracy on the test pictures", tickformat=".0%", range=[0, 1.02]
    )


def class_count_bars(classes: Sequence[ClassCount]) -> go.Figure:
    """Return how many pictures each letter has, in training and in the test."""
    names = [label(counts.letter) for counts in classes]
    figure = go.Figure()
    for name, colour, values in (
        ("train", BLUE, [counts.train for counts in classes]),
        ("test", GREEN, [counts.test for counts in classes]),
    ):
        figure.add_trace(
            go.Bar(
                x=names,
                y=values,
                name=name,
                marker={"color": colour},
                hovertemplate=f"%{{x}}, {name}: %{{y:,}} pictures<extra></extra>",
            )
        )
    finish(figure, height_px=280, barmode="group", bargap=0.25)
    figure.update_xaxes(type="category", tickmode="linear")
    return figure.update_yaxes(title="pictures")


def likeness_bars(told: Leakage, threshold: float) -> go.Figure:
    """Return how alike test pictures are to the nearest in training.

    Args:
        told: the counts.
        threshold: correlation from which on pictures are near-duplicates.
    """
    twin = [low >= threshold - 1e-9 for low, _, _ in told.bins]
    figure = go.Figure(
        go.Bar(
            x=[(low + high) / 2 for low, high, _ in told.bins],
            y=[count for *_, count in told.bins],
            width=[high - low for low, high, _ in told.bins],
            marker={"color": [VERMILLION if is_twin else GREY for is_twin in twin]},
            customdata=[[low, high] for low, high, _ in told.bins],
            hovertemplate="%{customdata[0]:.3f} to %{customdata[1]:.3f}: %{y:,} test "
            "pictures<extra></extra>",
        )
    )
    figure.add_vline(x=threshold, line={"color": VERMILLION, "dash": "dash"})
    finish(figure, height_px=240, showlegend=False, bargap=0)
    lowest = min((low for low, _, count in told.bins if count), default=0.0)
    figure.update_xaxes(
        title="correlation with the nearest training picture", range=[lowest, 1.005]
    )
    return figure.update_yaxes(title="test pictures")


def _ours(rows: Sequence[RowFigures]) -> go.Bar:
    values = [row.accuracy or 0.0 for row in rows]
    return go.Bar(
        x=values,
        y=[label(row.name) for row in rows],
        orientation="h",
        name="here",
        marker={"color": BLUE},
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [
                (row.accuracy_high or 0.0) - value
                for row, value in zip(rows, values, strict=True)
            ],
            "arrayminus": [
                value - (row.accuracy_low or 0.0)
                for row, value in zip(rows, values, strict=True)
            ],
            "thickness": 1.2,
            "color": GREY,
        },
        customdata=[[row.name, row.what, row.seeds] for row in rows],
        hovertemplate="%{y}: %{x:.2%} over %{customdata[2]} seeds<br>"
        "%{customdata[1]}<extra></extra>",
    )


def _marks(
    names: Sequence[str],
    values: Sequence[float | None],
    told: str,
    colour: str,
    symbol: str,
) -> go.Scatter:
    known = [
        (name, value)
        for name, value in zip(names, values, strict=True)
        if value is not None
    ]
    return go.Scatter(
        x=[value for _, value in known],
        y=[label(name) for name, _ in known],
        mode="markers",
        name=told,
        marker={
            "symbol": symbol,
            "size": 9,
            "color": colour,
            "line": {"width": 1, "color": colour},
        },
        customdata=[[name] for name, _ in known],
        hovertemplate=f"%{{y}}, {told}: %{{x:.2%}}<extra></extra>",
    )
