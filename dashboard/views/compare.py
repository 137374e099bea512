"""Compare: two or more corpora side by side, by how often they use which handshape."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard import state
from dashboard.asking import current_store
from dashboard.pages import Page
from dashboard.queries import clip_queries, compare_queries
from dashboard.records.compare_records import Comparison, Side, Source
from dashboard.widgets.cite import draw_cite
from dashboard.widgets.compare_choice import Asked, ask
from dashboard.widgets.compare_frequencies import draw_bars, draw_coverage, draw_table
from dashboard.widgets.compare_handshape import draw_handshape
from dashboard.widgets.compare_pairs import draw_minimal_pairs
from dashboard.widgets.compare_scope import draw_credits, scope_text
from dashboard.widgets.compare_verdict import (
    draw_lacking,
    draw_pairs,
    draw_verdict,
    finding,
)
from dashboard.widgets.empty import say_what_to_run
from dashboard.wording import plain


def show() -> None:
    """Draw the page."""
    corpora = [corpus.corpus for corpus in clip_queries.corpora()]
    if not corpora:
        say_what_to_run()
        return
    found = compare_queries.sources()
    if sum(len(listed) for listed in found.values()) < 2:  # noqa: PLR2004
        _say_how_to_count(found)
        return
    with st.sidebar:
        asked = ask(found)
    sides = compare_queries.sides(asked.sources, asked.counting)
    handshape = state.COMPARE_HANDSHAPE.read()
    if handshape is not None:
        st.title(plain(f"{handshape} in {' and '.join(side.name for side in sides)}"))
        st.caption(scope_text(sides))
        draw_handshape(handshape, sides, corpora)
        return
    compared = compare_queries.comparison(sides, asked.scope)
    if compared is None:
        _say_nothing_in_common(sides, asked)
        return
    _draw(compared, asked, corpora)


def _draw(compared: Comparison, asked: Asked, corpora: Sequence[str]) -> None:
    st.title(plain(finding(compared)))
    st.caption(scope_text(compared.sides))
    left, right = st.columns([1.6, 1], gap="medium")
    with left:
        draw_bars(compared, corpora)
    with right:
        draw_verdict(compared)
    left, right = st.columns([1.6, 1], gap="medium")
    with left:
        draw_coverage(compared, corpora)
    with right:
        draw_lacking(compared, asked.kept)
    draw_pairs(compared)
    draw_table(compared, asked.kept)
    draw_cite(
        "compare",
        key="compare_cite",
        sides=",".join(f"{side.corpus}={side.by}" for side in asked.sources),
        counting=asked.counting,
        scope=asked.scope,
    )
    draw_minimal_pairs(compared)
    draw_credits(compared.sides)


def _say_nothing_in_common(sides: Sequence[Side], asked: Asked) -> None:
    names = " and ".join(side.name for side in sides)
    st.title(plain(f"{names} cannot be compared"))
    st.caption(scope_text(sides))
    told = "\n".join(
        f"- {plain(side.name)}: {plain(', '.join(side.counts.classes[:12]))}"
        for side in sides
    )
    more = (
        " Choose all handshapes at the side to see them beside each other anyway."
        if asked.scope == "common"
        else ""
    )
    st.markdown(
        "Their sources call no handshape by the same name, or one of them counts "
        f"none:\n\n{told}\n\n{more}"
    )


def _say_how_to_count(found: Mapping[str, Sequence[Source]]) -> None:
    st.title("Two corpora with handshapes are needed")
    have = ", ".join(found) or "none yet"
    st.markdown(
        "Handshapes are counted from a classifier, from labels given on the pages "
        "Clusters and Inventory, from the corpus's own handshapes, from what is true of "
        f"generated signs, or from a coded lexicon. Corpora that have some: {plain(have)}."
    )
    store = current_store().root
    commands = [
        f"signatlas ingest asl-lex signdata-2020-10-28.csv --store {store}",
        f"signatlas train joint_angles --corpus CORPUS --store {store}",
    ]
    st.code("\n".join(commands), language=None, wrap_lines=True)


PAGE = Page("Compare", ":material/compare_arrows:", "compare", 36, show)
