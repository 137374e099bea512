"""Descriptions: families, minimal pairs and search by how signs are written down."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard import state
from dashboard.asking import current_store
from dashboard.pages import Page
from dashboard.queries import description_queries
from dashboard.records.description_records import (
    DescribedCorpus,
    DescriptionRun,
    SignFamilies,
)
from dashboard.widgets.choosing import choose
from dashboard.widgets.description_search import draw_found, draw_search_box
from dashboard.widgets.description_text import prepare_texts
from dashboard.widgets.family_list import chosen_threshold, draw_families
from dashboard.widgets.family_open import draw_family
from dashboard.widgets.sign_pairs import draw_minimal_pairs, draw_pair
from dashboard.widgets.words_and_pictures import draw_words_and_pictures
from dashboard.wording import plain

PARTS: Final = {
    "families": "Families",
    "pairs": "Minimal pairs",
    "videos": "Words and videos",
}


def show() -> None:
    """Draw the page."""
    corpora = {
        corpus.corpus: corpus for corpus in description_queries.described_corpora()
    }
    if not corpora:
        _say_what_to_read()
        return
    prepare_texts()
    with st.sidebar:
        corpus = _choose_corpus(corpora)
        run = _choose_run(corpus.runs)
        part = _choose_part()
    if run is None:
        _say_what_to_compare(corpus)
        return
    found = description_queries.families(corpus.corpus, run)
    if found is None:
        _say_what_to_compare(corpus, anew=True)
        return
    pair = state.DESCRIPTIONS_FIRST.read(), state.DESCRIPTIONS_SECOND.read()
    if pair[0] and pair[1]:
        draw_pair(corpus, run, found, (pair[0], pair[1]))
        return
    query, any_order = draw_search_box(run.unit)
    if query:
        draw_found(corpus, run.unit, query, any_order=any_order)
    else:
        _draw_part(part, corpus, run, found)


def _draw_part(
    part: str, corpus: DescribedCorpus, run: DescriptionRun, found: SignFamilies
) -> None:
    family = state.DESCRIPTIONS_FAMILY.read()
    if part == "pairs":
        draw_minimal_pairs(corpus, run, found)
    elif part == "videos":
        draw_words_and_pictures(corpus, run)
    elif family:
        draw_family(corpus, run, found, family, chosen_threshold())
    else:
        draw_families(corpus, run, found)


def _choose_corpus(corpora: dict[str, DescribedCorpus]) -> DescribedCorpus:
    compared = [name for name, corpus in corpora.items() if corpus.runs]
    name = choose(
        state.DESCRIPTIONS_CORPUS,
        "Descriptions",
        list(corpora),
        default=next(iter(compared or corpora)),
        named=lambda name: corpora[name].title,
    )
    return corpora[name]


def _choose_run(runs: Sequence[DescriptionRun]) -> DescriptionRun | None:
    by_id = {run.run_id: run for run in runs}
    if not by_id:
        return None
    asked = choose(
        state.DESCRIPTIONS_RUN,
        "Compared by",
        list(by_id),
        default=next(iter(by_id)),
        named=lambda run_id: _run_name(by_id[run_id]),
    )
    return by_id[asked]


def _run_name(run: DescriptionRun) -> str:
    rare = ", rare ones count more" if run.weighting == "rare" else ""
    return f"{run.unit}s{rare}"


def _choose_part() -> str:
    return choose(
        state.DESCRIPTIONS_PART,
        "Show",
        list(PARTS),
        default="families",
        named=lambda part: PARTS[part],
    )


def _say_what_to_read() -> None:
    store = current_store().root
    st.title("There are no written descriptions yet")
    st.markdown(
        "This page compares how signs are written down: in words, in HamNoSys or in the "
        "codes of ASL-LEX. Two commands read descriptions and compare them:"
    )
    commands = [
        f"signatlas ingest descriptions FILE.csv --corpus NAME --store {store}",
        f"signatlas families --corpus NAME --store {store}",
    ]
    st.code("\n".join(commands), language=None, wrap_lines=True)
    st.markdown(
        "The file has a column for the gloss and one for the description; `make demo` "
        "brings two *synthetic* languages with theirs."
    )


def _say_what_to_compare(corpus: DescribedCorpus, *, anew: bool = False) -> None:
    st.title(
        "These descriptions were read anew since they were compared"
        if anew
        else "These descriptions have not been compared yet"
    )
    st.markdown(
        f"{plain(corpus.title)} has {corpus.descriptions:,} descriptions. One command "
        "finds families and minimal pairs among them:"
    )
    command = (
        f"signatlas families --corpus {corpus.corpus} --store {current_store().root}"
    )
    st.code(command, language=None, wrap_lines=True)


PAGE = Page("Descriptions", ":material/article:", "descriptions", 50, show)
