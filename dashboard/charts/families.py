"""Families of descriptions as figures: counts by threshold, dendrogram, heat map, rates.

Reference: Adachi and Kamata, COLING 1996, figures 5 and 6.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dashboard.charts.layout import INK, finish, label
from dashboard.records.description_records import FalseRate
from dashboard.theme import BLUE, GREEN, GREY, ORANGE, VERMILLION
from models.descriptions.closure import Dendrogram

LEAF_PX: Final = 17
CELL_PX: Final = 15
ALMOST_SAME: Final = 0.99
"""Scales of the matrix begin here at the latest, so that all alike is bright."""
THRESHOLDS: Final = np.round(np.arange(0.2, 1.001, 0.01), 2)
_LINES: Final = (
    ("families", BLUE, "solid"),
    ("largest", VERMILLION, "dash"),
    ("in none", GREEN, "dot"),
)


def counts_by_threshold(tree: Dendrogram) -> NDArray[np.int64]:
    """Return families, largest family and single signs, shape (3, thresholds)."""
    counted = []
    for threshold in THRESHOLDS:
        sizes = tree.sizes(float(threshold))
        largest = int(sizes.max(initial=0))
        counted.append(((sizes > 1).sum(), largest, (sizes == 1).sum()))
    return np.array(counted, np.int64).T


def family_curves(counts: NDArray[np.int64], *, threshold: float) -> go.Figure:
    """Return the three counts against the threshold, with the one chosen marked."""
    figure = go.Figure()
    for (name, colour, dash), values in zip(_LINES, counts, strict=True):
        figure.add_trace(
            go.Scatter(
                x=THRESHOLDS,
                y=values,
                name=name,
                mode="lines",
                line={"color": colour, "dash": dash, "width": 2},
                hovertemplate=f"%{{x:.2f}}: {name} %{{y:,}}<extra></extra>",
            )
        )
    figure.add_vline(x=threshold, line={"color": INK, "width": 2})
    finish(figure, height_px=270, showlegend=True)
    figure.update_yaxes(rangemode="tozero", tickformat=",")
    return figure.update_xaxes(title="similarity above which signs are joined")


def false_discoveries(rates: Sequence[FalseRate], *, threshold: float) -> go.Figure:
    """Return pairs found and pairs by chance against the threshold, on a log axis."""
    shown = [rate for rate in rates if rate.found > 0]
    x = [rate.threshold for rate in shown]
    shares = [
        None if r.rate is None else f"{r.rate:.1%} false discoveries" for r in shown
    ]
    figure = go.Figure(
        [
            go.Scatter(
                x=x,
                y=[rate.found for rate in shown],
                name="pairs found",
                line={"color": BLUE, "width": 2},
                customdata=shares,
                hovertemplate="%{x:.2f}: %{y:,} pairs found, %{customdata}<extra></extra>",
            ),
            go.Scatter(
                x=x,
                y=[rate.by_chance or None for rate in shown],
                name="by chance",
                line={"color": ORANGE, "width": 2, "dash": "dash"},
                hovertemplate="%{x:.2f}: %{y:,.1f} pairs by chance<extra></extra>",
            ),
        ]
    )
    figure.add_vline(x=threshold, line={"color": INK, "width": 2})
    finish(figure, height_px=250, showlegend=True)
    figure.update_yaxes(type="log", title="pairs", dtick=1, tickformat=",")
    return figure.update_xaxes(title="similarity")


def family_dendrogram(
    tree: Dendrogram, members: Sequence[int], names: Sequence[str]
) -> go.Figure:
    """Return how the members of a family join; a click on a join names it.

    The `customdata` of a join is [a member below it, its similarity].

    Args:
        tree: all families.
        members: members of one family, in drawing order.
        names: name of each, in the same order.
    """
    between = tree.between[tree.place[members[0]] : tree.place[members[-1]]]
    branches = _branches(between)
    figure = go.Figure(
        go.Scatter(
            x=[x for branch in branches for x in (*branch.x, None)],
            y=[y for branch in branches for y in (*branch.y, None)],
            mode="lines",
            line={"color": GREY, "width": 1.5},
            hoverinfo="skip",
        )
    )
    figure.add_trace(
        go.Scatter(
            x=[branch.similarity for branch in branches],
            y=[(branch.y[0] + branch.y[-1]) / 2 for branch in branches],
            mode="markers",
            marker={"size": 9, "color": BLUE, "symbol": "diamond"},
            customdata=[[members[b.first], b.similarity, b.members] for b in branches],
            hovertemplate="%{customdata[2]} signs joined at %{x:.3f}<extra></extra>",
        )
    )
    height_px = LEAF_PX * len(members) + 120
    finish(figure, height_px=height_px, showlegend=False)
    lowest = float(between.min(initial=1.0))
    figure.update_xaxes(title="similarity", range=[1.005, lowest - 0.02])
    return figure.update_yaxes(
        tickvals=list(range(len(members))),
        ticktext=[label(name) for name in names],
        range=[len(members) - 0.5, -0.5],
        showgrid=False,
    )


def closure_heat_map(
    closure: NDArray[np.float64], names: Sequence[str], ids: Sequence[str]
) -> go.Figure:
    """Return the transitive matrix, ordered as given; a click on a cell names the pair.

    The `customdata` of a cell is the two ids of its signs.
    """
    shown = [label(name) for name in names]
    count = len(shown)
    figure = go.Figure(
        go.Heatmap(
            z=closure,
            colorscale="Cividis",
            zmin=min(float(closure.min()), ALMOST_SAME),
            zmax=1.0,
            colorbar={"title": "T", "thickness": 12},
            hoverinfo="skip",
        )
    )
    # Heat maps return no clicks: a transparent mark over every cell does.
    rows, columns = np.divmod(np.arange(count * count), count)
    figure.add_trace(
        go.Scatter(
            x=columns,
            y=rows,
            mode="markers",
            marker={"size": CELL_PX, "opacity": 0, "symbol": "square"},
            customdata=[
                [ids[row], ids[column]]
                for row, column in zip(rows, columns, strict=True)
            ],
            text=[
                f"{shown[row]} and {shown[column]}: {closure[row, column]:.3f}"
                for row, column in zip(rows, columns, strict=True)
            ],
            hovertemplate="%{text}<extra></extra>",
        )
    )
    finish(figure, height_px=CELL_PX * count + 190, showlegend=False)
    places = list(range(count))
    figure.update_xaxes(tickvals=places, ticktext=shown, showgrid=False, tickangle=-60)
    return figure.update_yaxes(
        tickvals=places,
        ticktext=shown,
        showgrid=False,
        range=[count - 0.5, -0.5],
    )


class _Branch:
    """One join as drawn: down from one branch, across, and to the other."""

    def __init__(
        self,
        similarity: float,
        sides: Sequence[tuple[float, float]],
        first: int,
        members: int,
    ) -> None:
        (x0, y0), (x1, y1) = sides
        self.similarity = similarity
        self.x = (x0, similarity, similarity, x1)
        self.y = (y0, y0, y1, y1)
        self.first, self.members = first, members


def _branches(between: NDArray[np.float64]) -> list[_Branch]:
    """Return the joins of neighbouring leaves, the most similar first."""
    owner = list(range(len(between) + 1))
    tops = {leaf: (1.0, float(leaf), leaf, 1) for leaf in owner}
    branches = []

    def root(leaf: int) -> int:
        while owner[leaf] != leaf:
            owner[leaf] = owner[owner[leaf]]
            leaf = owner[leaf]
        return leaf

    for place in np.argsort(-between, kind="stable").tolist():
        upper, lower = root(place), root(place + 1)
        one, other = tops.pop(upper), tops.pop(lower)
        similarity = float(between[place])
        branch = _Branch(similarity, (one[:2], other[:2]), one[2], one[3] + other[3])
        branches.append(branch)
        owner[lower] = upper
        tops[upper] = (similarity, (one[1] + other[1]) / 2, one[2], branch.members)
    return branches
