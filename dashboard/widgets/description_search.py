"""Typing how a sign is made, and the signs whose descriptions fit."""

from typing import Final

import streamlit as st

from dashboard import state
from dashboard.queries import description_queries
from dashboard.records.description_records import DescribedCorpus, DescribedSign
from dashboard.widgets.description_text import told
from dashboard.widgets.tables import Column, html_table, joined, link, small
from dashboard.wording import amount, plain
from models.descriptions.tokens import Unit

LISTED: Final = 15
ANY_ORDER: Final = "any"
EXAMPLES: Final = {
    "symbol": "hamfist hamextfingeru hampalmd hamchest, or the characters",
    "word": "flat hand at the chin, moves forward",
}
_COLUMNS: Final = (
    Column("Sign"),
    Column("Similarity", "From 0 to 1", number=True),
    Column("Description"),
)


def draw_search_box(unit: Unit) -> tuple[str, bool]:
    """Draw the box and return what is typed, and whether its order does not matter."""
    box, order = st.columns([4, 1], vertical_alignment="bottom")
    with box:
        st.session_state[state.DESCRIPTIONS_QUERY.key] = (
            state.DESCRIPTIONS_QUERY.read() or ""
        )
        typed = st.text_input(
            "Describe how a sign is made",
            key=state.DESCRIPTIONS_QUERY.key,
            max_chars=2_000,
            placeholder=f"e.g. {EXAMPLES.get(unit, 'as the dictionary would say it')}",
            on_change=state.DESCRIPTIONS_QUERY.write_widget,
        )
    with order:
        st.session_state[state.DESCRIPTIONS_ORDER.key] = (
            state.DESCRIPTIONS_ORDER.read() == ANY_ORDER
        )
        any_order = st.toggle(
            "In any order",
            key=state.DESCRIPTIONS_ORDER.key,
            help="Compares parts of words wherever they stand; otherwise the order of "
            "what is typed counts, as in the paper.",
            on_change=_write_order,
        )
    return typed.strip(), bool(any_order)


def draw_found(
    corpus: DescribedCorpus, unit: Unit, query: str, *, any_order: bool
) -> None:
    """Draw the signs that fit a query best."""
    signs, ranking = description_queries.found_by_words(
        corpus.corpus, unit, query, any_order=any_order
    )
    best = float(ranking.similarity[0]) if len(ranking.similarity) else 0.0
    if best <= 0:
        st.title("No description has anything of this")
        st.markdown("Type it in the language and words of the descriptions.")
        return
    shown = list(zip(ranking.places, ranking.similarity, strict=True))[:LISTED]
    st.title(plain(f"{signs[shown[0][0]].gloss} fits best ({best:.2f})"))
    kind = " *Synthetic* signs." if corpus.synthetic else ""
    how = "parts of words in any order" if any_order else f"{unit}s in their order"
    st.caption(
        f"{amount(len(signs))} descriptions of {plain(corpus.title)} compared by {how}."
        f"{kind}"
    )
    rows = [
        [sign_cell(signs[place]), f"{similarity:.2f}", told(signs[place])]
        for place, similarity in shown
        if similarity > 0
    ]
    st.html(html_table("Signs that fit", _COLUMNS, rows))
    st.button(
        "All signs",
        key="descriptions_clear",
        on_click=state.DESCRIPTIONS_QUERY.write,
        args=(None,),
        icon=":material/close:",
        type="tertiary",
    )


def sign_cell(sign: DescribedSign) -> object:
    """Return a sign's gloss, leading to all that is known of it."""
    corpus, _, number = sign.description_id.partition("/")
    where = state.sign_address(corpus, sign.gloss) or ""
    return joined(
        link(where, sign.gloss), small("video" if sign.clip_id is not None else number)
    )


def _write_order() -> None:
    chosen = st.session_state[state.DESCRIPTIONS_ORDER.key]
    state.DESCRIPTIONS_ORDER.write(ANY_ORDER if chosen else None)
