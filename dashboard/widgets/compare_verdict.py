"""How far corpora are apart in their handshapes, in a few figures, and what one lacks."""

import csv
import io
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import streamlit as st

from dashboard import state
from dashboard.records.compare_records import Comparison, Lacking, Pair
from dashboard.widgets.compare_frequencies import p_value
from dashboard.widgets.tables import Column, fact_list, html_table, joined, link, small
from dashboard.wording import MISSING, percent, plain
from models.frequency_comparison import OverallTest, RankCorrelation

LACKING_SHOWN: Final = 30
CERTAIN: Final = 0.05
"""p below which a difference counts as established."""


def finding(compared: Comparison) -> str:
    """Return what the comparison comes to, for the page's title."""
    names = [side.name for side in compared.sides]
    both = " and ".join(names)
    if compared.overall.p >= CERTAIN:
        return f"No difference between the handshapes of {both} is established"
    if len(names) > 2:  # noqa: PLR2004 - two corpora are one pair
        return f"{len(names)} corpora use handshapes differently: {', '.join(names)}"
    (pair,) = compared.pairs
    if pair.moved >= 1 - 1e-9:
        return f"{both} have no handshape in common"
    return (
        f"{both} use handshapes differently: {percent(pair.moved)} would have to change"
    )


def draw_verdict(compared: Comparison) -> None:
    """Draw the test of all corpora together; of two all that is known of the pair."""
    st.subheader("How far apart")
    if len(compared.sides) == 2:  # noqa: PLR2004 - two corpora are one pair
        st.html(fact_list(pair_facts(compared.pairs[0])))
    else:
        st.html(fact_list(_test_facts(compared.overall)))
    st.caption(
        f"p: {compared.overall.permutations:,} times signs were dealt to the corpora at "
        "random, each with all its clips. Every corpus weighs the same in Cramér's V; few "
        "signs never look alike, so see what chance gives. The interval of rho (Bonett and "
        "Wright 2000) takes the handshapes as a sample."
        f"{_of_the_same_signs(compared)}"
    )


def draw_pairs(compared: Comparison) -> None:
    """Draw how far each two corpora are apart, where there are several pairs."""
    if len(compared.pairs) > 1:
        st.subheader("Each two corpora")
        st.html(pair_table(compared))
    draw_download(
        "How far apart as CSV", lambda: pair_csv(compared), "corpora-compared.csv"
    )


def pair_facts(pair: Pair) -> dict[str, object]:
    """Return how far two corpora are apart, by name of the figure."""
    return {
        "would have to change": f"{percent(pair.moved)} of one corpus",
        **_test_facts(pair.test),
        f"rank correlation over {pair.ranks.handshapes}": _ranks(pair.ranks),
    }


def pair_table(compared: Comparison) -> str:
    """Return every pair of corpora as an HTML table."""
    columns = [
        Column("Corpora"),
        Column("Moved", "share of one corpus that would have to change", number=True),
        Column("Cramér's V", "and by chance", number=True),
        Column("p", "after Holm over the pairs", number=True),
        Column("Rho", "Spearman's, with 95 % interval", number=True),
    ]
    cells = [
        [
            _pair_name(compared, pair),
            percent(pair.moved),
            joined(f"{pair.test.v:.2f}", small(f"chance {pair.test.by_chance:.2f}")),
            p_value(pair.adjusted),
            joined(_number(pair.ranks.rho), small(_interval(pair.ranks))),
        ]
        for pair in compared.pairs
    ]
    return html_table("Pairs of corpora", columns, cells)


def pair_csv(compared: Comparison) -> str:
    """Return every pair of corpora as CSV."""
    heads = ["first", "second", "moved", "cramers_v", "cramers_v_by_chance", "p"]
    heads += ["p_holm", "rho", "rho_low", "rho_high", "handshapes"]
    rows = [
        [
            *(compared.sides[place].name for place in (pair.first, pair.second)),
            *(pair.moved, pair.test.v, pair.test.by_chance, pair.test.p, pair.adjusted),
            *(pair.ranks.rho, pair.ranks.low, pair.ranks.high, pair.ranks.handshapes),
        ]
        for pair in compared.pairs
    ]
    return rows_csv(heads, rows)


def draw_lacking(compared: Comparison, kept: Mapping[str, str]) -> None:
    """Draw which handshapes of the others each corpus lacks."""
    st.subheader("What one has and another lacks")
    st.caption(
        "A handshape may be missing by chance: beside those that a source could have told "
        "stands how common it may be there all the same (95 %). The others it cannot tell."
    )
    for place, side in enumerate(compared.sides):
        rows = compared.lacking(place)
        with st.expander(f"{plain(side.name)} lacks {len(rows):,}"):
            if rows:
                st.html(_lacking_table(compared, place, rows[:LACKING_SHOWN], kept))
            if len(rows) > LACKING_SHOWN:
                st.caption(f"The {LACKING_SHOWN} commonest are shown; all in the file.")
    draw_download(
        "Lacking handshapes as CSV",
        lambda: lacking_csv(compared),
        "handshapes-lacking.csv",
    )


def lacking_csv(compared: Comparison) -> str:
    """Return the handshapes that each corpus lacks as CSV."""
    rows = [
        [
            side.name,
            row.handshape,
            row.elsewhere,
            "no" if row.at_most is None else "yes",
            row.at_most,
        ]
        for place, side in enumerate(compared.sides)
        for row in compared.lacking(place)
    ]
    heads = ["corpus", "lacks", "largest_share_elsewhere", "its_source_can_tell_it"]
    return rows_csv([*heads, "share_at_most"], rows)


def rows_csv(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return rows as CSV; what is missing stays empty."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(rows)
    return file.getvalue()


def draw_download(label: str, made: Callable[[], str], file_name: str) -> None:
    """Draw a button that saves a table, which is made only when it is pressed."""
    st.download_button(
        label,
        made,
        file_name,
        "text/csv",
        key=f"compare_{file_name.removesuffix('.csv')}",
        icon=":material/download:",
        type="tertiary",
    )


def _lacking_table(
    compared: Comparison, place: int, rows: Sequence[Lacking], kept: Mapping[str, str]
) -> str:
    columns = [
        Column("Handshape"),
        Column("Elsewhere", "its largest share in another corpus", number=True),
        Column("At most here", "upper end of the 95 % interval", number=True),
    ]
    cells = []
    for row in rows:
        here = "cannot be told" if row.at_most is None else percent(row.at_most)
        address = state.address("compare", **kept, handshape=row.handshape)
        cells.append(
            [link(address, row.handshape), percent(row.elsewhere), here],
        )
    caption = f"Handshapes that {compared.sides[place].name} lacks"
    return html_table(caption, columns, cells)


def _of_the_same_signs(compared: Comparison) -> str:
    corpora = [side.source.corpus for side in compared.sides]
    twice = sorted({corpus for corpus in corpora if corpora.count(corpus) > 1})
    if not twice:
        return ""
    return (
        f" {plain(' and '.join(twice))} stands there twice: p takes its signs for others "
        "each time, so it is too large, and intervals of differences are too wide."
    )


def _test_facts(test: OverallTest) -> dict[str, object]:
    return {
        "Cramér's V": f"{test.v:.2f} (by chance {test.by_chance:.2f})",
        "p": p_value(test.p),
    }


def _ranks(ranks: RankCorrelation) -> str:
    if math.isnan(ranks.rho):
        return "too few handshapes, or all alike"
    return f"{ranks.rho:+.2f} ({_interval(ranks) or 'no interval: wholly in order'})"


def _interval(ranks: RankCorrelation) -> str:
    if math.isnan(ranks.low):
        return ""
    return f"{ranks.low:+.2f} to {ranks.high:+.2f}"


def _number(value: float) -> str:
    return MISSING if math.isnan(value) else f"{value:+.2f}"


def _pair_name(compared: Comparison, pair: Pair) -> str:
    names = (compared.sides[place].name for place in (pair.first, pair.second))
    return " and ".join(names)
