"""Handshapes of corpora side by side: main figure, coverage, table and files."""

import csv
import io
from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard import state
from dashboard.charts.compare import SHOWN, TOP, coverage_curves, share_bars
from dashboard.records.compare_records import Comparison, Side
from dashboard.widgets.figure import describe, draw_figure, figure_config
from dashboard.widgets.tables import Column, html_table, joined, link, small
from dashboard.wording import counted, percent, plain
from models.frequency_comparison import Differences, Shares, coverage
from models.prevalence_counting import PUBLISHED_TOP_FOUR


def draw_bars(compared: Comparison, corpora: Sequence[str]) -> None:
    """Draw the main figure; a click on a bar opens the handshape in every corpus."""
    first = ", ".join(
        f"{name} {' and '.join(percent(of.share[i]) for of in compared.shares)}"
        for i, name in enumerate(compared.classes[:8])
    )
    names = ", ".join(side.name for side in compared.sides)
    describe(f"shares of handshapes in {names}: {first}.")
    st.plotly_chart(
        share_bars(compared, corpora),
        key=state.COMPARE_BARS,
        on_select=_open_bar,
        selection_mode="points",
        config=figure_config("handshapes-compared"),
    )
    more = len(compared.classes) - SHOWN
    rest = f" {counted(more, 'rarer handshape')} only in the table." if more > 0 else ""
    st.caption(
        f"{'**Synthetic** data among them. ' if compared.synthetic else ''}"
        f"{_left_out(compared)}Lines: 95 % intervals. Click a bar for its signs.{rest}"
    )


def draw_coverage(compared: Comparison, corpora: Sequence[str]) -> None:
    """Draw what the commonest handshapes of each corpus cover, beside what is published."""
    st.subheader("What the commonest cover")
    tops = [
        f"{plain(side.name)} {percent(_top(side))} ({plain(', '.join(_commonest(side)))})"
        for side in compared.sides
    ]
    published = ", ".join(
        f"{where} {percent(share)}" for where, share in PUBLISHED_TOP_FOUR.items()
    )
    draw_figure(
        coverage_curves(compared, corpora, PUBLISHED_TOP_FOUR),
        key="compare_coverage",
        caption=f"The four commonest make: {'; '.join(tops)}. Published: {published}. "
        "Each corpus over all its own handshapes; finer codes cover less.",
        alt="share covered by the commonest handshapes; by the four commonest: "
        + "; ".join(f"{side.name} {percent(_top(side))}" for side in compared.sides),
    )


def draw_table(compared: Comparison, kept: Mapping[str, str]) -> None:
    """Draw the figures of every handshape, with the differences to the first corpus."""
    st.subheader("The figures")
    established = [int(told.established.sum()) for told in compared.against_first]
    said = "; ".join(
        f"{plain(side.name)}: {number}"
        for side, number in zip(compared.sides[1:], established, strict=True)
    )
    st.caption(
        f"Differences: {plain(compared.sides[0].name)} minus the other, in percentage "
        "points, with 95 % intervals (Zou and Donner 2008). Starred where they are "
        "established: the interval is without 0, and p, found by dealing signs anew and "
        f"corrected by Holm, is below .05. Established handshapes: {said}."
    )
    st.html(frequency_table(compared, kept))
    st.download_button(
        "Handshapes compared as CSV",
        lambda: frequency_csv(compared),
        "handshapes-compared.csv",
        "text/csv",
        key="compare_frequencies_csv",
        icon=":material/download:",
        type="tertiary",
    )


def frequency_table(compared: Comparison, kept: Mapping[str, str]) -> str:
    """Return the figures as an HTML table; each handshape leads to its signs."""
    first, *others = compared.sides
    columns = [
        Column("Handshape"),
        *(
            Column(side.name, "share and 95 % interval", number=True)
            for side in compared.sides
        ),
        *(
            Column(
                "Difference" if len(others) == 1 else f"{first.name} minus {side.name}",
                "in percentage points, 95 % interval, p after Holm",
                number=True,
            )
            for side in others
        ),
    ]
    cells = [
        [
            link(state.address("compare", **kept, handshape=name), name),
            *(_share(of, i) for of in compared.shares),
            *(_difference(told, i) for told in compared.against_first),
        ]
        for i, name in enumerate(compared.classes)
    ]
    return html_table("Handshapes compared", columns, cells)


def frequency_csv(compared: Comparison) -> str:
    """Return the figures as CSV: shares, intervals, differences and p-values."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    ends = ("", " low", " high")
    first, *others = [side.name for side in compared.sides]
    heads = [f"{name}{end}" for name in (first, *others) for end in ends]
    for name in others:
        apart = f"{first} minus {name}"
        heads += [*(f"{apart}{end}" for end in ends), f"{apart} p", f"{apart} p Holm"]
    writer.writerow(["handshape", *heads])
    for i, handshape in enumerate(compared.classes):
        row = [
            value
            for of in compared.shares
            for value in (of.share[i], of.low[i], of.high[i])
        ]
        for told in compared.against_first:
            row += [told.difference[i], told.low[i], told.high[i]]
            row += [told.p[i], told.adjusted[i]]
        writer.writerow([handshape, *(f"{value:.6g}" for value in row)])
    return file.getvalue()


def _left_out(compared: Comparison) -> str:
    said = [
        f"{percent(share)} of {plain(side.name)}"
        for side, share in zip(compared.sides, compared.left_out, strict=True)
        if share > 1e-9  # noqa: PLR2004 - nothing but rounding
    ]
    if not said:
        return ""
    return (
        f"Left out, in handshapes that another source cannot tell: {', '.join(said)}; "
        "shares are of the rest. "
    )


def _top(side: Side) -> float:
    covered = coverage(side.counts.shares)
    return float(covered[min(TOP, len(covered)) - 1])


def _commonest(side: Side) -> list[str]:
    told = zip(side.counts.classes, side.counts.shares, strict=True)
    ranked = sorted(told, key=lambda pair: (-pair[1], pair[0]))
    return [name for name, _ in ranked[:TOP]]


def _share(of: Shares, place: int) -> object:
    ends = f"{of.low[place]:.1%} to {of.high[place]:.1%}"
    return joined(f"{of.share[place]:.1%}", small(ends))


def _difference(told: Differences, place: int) -> object:
    star = " *" if told.established[place] else ""
    ends = (
        f"{100 * told.low[place]:+.1f} to {100 * told.high[place]:+.1f}; "
        f"p {p_value(told.adjusted[place])}"
    )
    return joined(f"{100 * told.difference[place]:+.1f}{star}", small(ends))


def p_value(p: float) -> str:
    """Return a p-value as journals print it, e.g. `.032`, `<.001`."""
    if p < 0.001:  # noqa: PLR2004
        return "<.001"
    return "1" if p >= 0.9995 else f"{p:.3f}".lstrip("0")  # noqa: PLR2004


def _open_bar() -> None:
    points = st.session_state[state.COMPARE_BARS]["selection"]["points"]
    if points:
        state.COMPARE_HANDSHAPE.write(points[0]["customdata"][0])
