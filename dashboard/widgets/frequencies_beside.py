"""The handshapes of two corpora side by side: figure, table, file."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from dashboard.charts.frequencies import beside_bars, rank_curve
from dashboard.frequency_records import HandshapeFrequency, Interval, Pairing, paired
from dashboard.widgets.figure import draw_figure
from dashboard.widgets.tables import Column, html_table, joined, small
from dashboard.wording import percent

RANKED_AT_LEAST: Final = 3


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: what it is called, and its figures."""

    name: str
    rows: Sequence[HandshapeFrequency]

    @property
    def way(self) -> str:
        """How its shares were counted."""
        return "corrected" if self.rows[0].corrected else "raw"


def draw_beside(first: Side, second: Side) -> None:
    """Draw two corpora handshape by handshape."""
    pairing = paired(first.rows, second.rows)
    st.subheader(f"{first.name} beside {second.name}")
    draw_figure(
        beside_bars(pairing, (first.name, second.name)),
        key="frequencies_two_corpora",
        caption=_said(pairing, first, second),
        alt="Shares in the two corpora: "
        + ", ".join(
            f"{name} {_percent(one)} and {_percent(other)}"
            for name, one, other in pairing.rows[:8]
        ),
    )
    draw_figure(
        rank_curve(
            {
                side.name: [row.best.share for row in side.rows]
                for side in (first, second)
            }
        ),
        key="frequencies_two_ranks",
        caption="Share against rank, the commonest handshape of each corpus first.",
        alt="Two curves that fall with the rank.",
    )
    st.html(beside_table(pairing, (first.name, second.name)))
    st.download_button(
        "Both corpora as CSV",
        lambda: beside_csv(pairing, (first.name, second.name)),
        "handshape-frequencies-of-two-corpora.csv",
        "text/csv",
        key="frequencies_beside_csv",
        icon=":material/download:",
        type="tertiary",
    )


def beside_table(pairing: Pairing, names: tuple[str, str]) -> str:
    """Return both corpora as an HTML table; empty where a classifier knows no such class."""
    columns = [
        Column("Handshape"),
        *(Column(name, "share and 95 % interval", number=True) for name in names),
        Column("Difference", "in percentage points", number=True),
    ]
    cells = [
        [name, _told(one), _told(other), _difference(one, other)]
        for name, one, other in pairing.rows
    ]
    return html_table("Handshapes of two corpora", columns, cells)


def beside_csv(pairing: Pairing, names: tuple[str, str]) -> str:
    """Return both corpora as CSV."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    ends = ("", " low", " high")
    writer.writerow(["handshape", *(f"{name}{end}" for name in names for end in ends)])
    for name, *sides in pairing.rows:
        numbers = [(i.share, i.low, i.high) if i else ("",) * 3 for i in sides]
        writer.writerow([name, *(value for three in numbers for value in three)])
    return file.getvalue()


def _said(pairing: Pairing, first: Side, second: Side) -> str:
    ways = sorted({first.way, second.way})
    counted = " and ".join(ways) + (
        " shares" if len(ways) == 1 else " shares: compare with care"
    )
    ranks = (
        f" Rank correlation over {len(pairing.both)} handshapes of both: "
        f"{pairing.rank_correlation:+.2f} (Spearman)."
        if len(pairing.both) >= RANKED_AT_LEAST
        else ""
    )
    return (
        f"{counted.capitalize()}, 95 % intervals over signers and signs. "
        f"{percent(pairing.moved)} of what is counted would have to change its handshape "
        f"to make one corpus the other.{ranks}"
    )


def _told(share: Interval | None) -> object:
    if share is None:
        return None
    return joined(f"{share.share:.1%}", small(f"{share.low:.1%} to {share.high:.1%}"))


def _difference(one: Interval | None, other: Interval | None) -> str | None:
    if one is None or other is None:
        return None
    apart = one.low > other.high or other.low > one.high
    return f"{100 * (one.share - other.share):+.1f}{' *' if apart else ''}"


def _percent(share: Interval | None) -> str:
    return percent(share.share) if share else "not known"
