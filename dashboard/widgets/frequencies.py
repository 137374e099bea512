"""How common handshapes are: the main figure, what lies behind it, and its table."""

import csv
import io
from collections.abc import Sequence
from typing import Final

import numpy as np
import streamlit as st

from dashboard import state
from dashboard.charts.frequencies import (
    coverage_figure,
    frequency_bars,
    rank_curve,
    signer_heat,
)
from dashboard.records.frequency_records import FrequencyItems, HandshapeFrequency, Mask
from dashboard.widgets.figure import describe, draw_figure, figure_config
from dashboard.widgets.tables import Column, html_table, joined, link, small
from dashboard.wording import percent
from models.prevalence import coverage_curve, raw_counts
from models.prevalence_counting import Unit, markedness

THRESHOLDS: Final = tuple(float(t) for t in np.linspace(0, 0.99, 34))
SIGNERS_AT_MOST: Final = 40
_COLUMNS: Final = (
    Column("Handshape"),
    Column("Corrected", "share and 95 % interval", number=True),
    Column("Raw", "share and 95 % interval of the sure hands", number=True),
    Column("By the labels", number=True),
)


def draw_bars(rows: Sequence[HandshapeFrequency], *, caption: str) -> None:
    """Draw the main figure; a click on a bar opens the hands taken for it."""
    said = ", ".join(f"{row.handshape} {percent(row.best.share)}" for row in rows[:8])
    describe(f"shares of handshapes, the commonest first: {said}.")
    st.plotly_chart(
        frequency_bars(rows),
        key=state.FREQUENCIES_BARS,
        on_select=_open_bar,
        selection_mode="points",
        config=figure_config("handshape-frequencies"),
    )
    st.caption(caption)


def draw_behind(
    told: FrequencyItems,
    rows: Sequence[HandshapeFrequency],
    chosen: Mask,
    unit: Unit,
    threshold: float,
) -> None:
    """Draw what the threshold drops, rank against frequency, and the four commonest."""
    weights = told.weights(chosen, unit)
    said = told.said_of(chosen)
    covered = coverage_curve(said, weights, THRESHOLDS)
    now = raw_counts(said, weights, threshold=threshold).coverage
    st.subheader("What raw counts drop")
    draw_figure(
        coverage_figure(THRESHOLDS, covered.tolist(), threshold),
        key="frequencies_coverage",
        caption=f"At {threshold:.2f} raw counts keep {percent(now)}; corrected shares "
        "use every hand.",
        alt=f"Share kept by each threshold; at {threshold:.2f} it is {percent(now)}.",
    )
    st.subheader("Rank and frequency")
    series = {"raw": [row.raw.share for row in rows]}
    if rows[0].corrected:
        mended = [row.corrected.share for row in rows if row.corrected]
        series = {"corrected": mended, **series}
    _draw_ranks(rows, series)


def draw_by_signer(
    told: FrequencyItems, names: Sequence[str], chosen: Mask, unit: Unit
) -> None:
    """Draw the share of each handshape by signer, uncorrected."""
    signers = told.signer.some(chosen).there()
    if len(signers) <= 1:
        return
    st.subheader("By signer")
    listed = signers[:SIGNERS_AT_MOST]
    places = [told.classes.index(name) for name in names]
    shares = told.shares_of_signers(listed, chosen, unit)[:, places]
    more = len(signers) - len(listed)
    rest = f" {more} more signers are not drawn." if more else ""
    draw_figure(
        signer_heat(listed, names, shares),
        key="frequencies_signers",
        caption=f"Raw shares, every hand counted, of each signer.{rest}",
        alt=f"Shares of {len(names)} handshapes for {len(listed)} signers.",
    )


def frequency_table(rows: Sequence[HandshapeFrequency], kept: dict[str, str]) -> str:
    """Return the figures as an HTML table; each handshape leads to its hands."""
    cells = [
        [
            link(
                state.address("frequencies", **kept, handshape=row.handshape),
                row.handshape,
            ),
            _share(row.corrected.share, row.corrected.low, row.corrected.high)
            if row.corrected
            else None,
            _share(row.raw.share, row.raw.low, row.raw.high),
            None if row.labelled is None else f"{row.labelled:.1%}",
        ]
        for row in rows
    ]
    return html_table("Handshape frequencies", _COLUMNS, cells)


def frequency_csv(rows: Sequence[HandshapeFrequency]) -> str:
    """Return the figures as CSV."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    ways = ("corrected", "raw")
    ends = ("", "_low", "_high")
    writer.writerow(
        ["handshape", *(f"{way}{end}" for way in ways for end in ends), "labelled"]
    )
    for row in rows:
        told = [row.corrected, row.raw]
        numbers = [(i.share, i.low, i.high) if i else ("",) * 3 for i in told]
        labelled = "" if row.labelled is None else row.labelled
        flat = [value for three in numbers for value in three]
        writer.writerow([row.handshape, *flat, labelled])
    return file.getvalue()


def _draw_ranks(
    rows: Sequence[HandshapeFrequency], series: dict[str, list[float]]
) -> None:
    names = [row.handshape for row in rows]
    marked = markedness(names, np.array([row.best.share for row in rows]))
    published = ", ".join(
        f"{where} {percent(share)}" for where, share in marked.published.items()
    )
    ranks = ", ".join(f"{name} (rank {rank})" for name, rank in marked.ranks.items())
    unmarked = f" Unmarked handshapes: {ranks}." if ranks else ""
    draw_figure(
        rank_curve(series),
        key="frequencies_ranks",
        caption=f"The four commonest ({', '.join(marked.top_four)}) make "
        f"{percent(marked.top_four_share)}; published: {published}.{unmarked}",
        alt="Share against rank: "
        + ", ".join(
            percent(share) for share in sorted(series["raw"], reverse=True)[:8]
        ),
    )


def _share(share: float, low: float, high: float) -> object:
    return joined(f"{share:.1%}", small(f"{low:.1%} to {high:.1%}"))


def _open_bar() -> None:
    points = st.session_state[state.FREQUENCIES_BARS]["selection"]["points"]
    if points:
        state.FREQUENCIES_HANDSHAPE.write(points[0]["customdata"][0])
