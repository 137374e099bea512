"""Frequencies: how common each handshape is, and how sure that is."""

import math
from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard import state
from dashboard.asking import current_store
from dashboard.pages import Page
from dashboard.queries import (
    clip_queries,
    cluster_queries,
    frequency_queries,
    prediction_queries,
)
from dashboard.records.frequency_records import FrequencyItems, HandshapeFrequency, Mask
from dashboard.widgets.cite import draw_cite
from dashboard.widgets.empty import say_what_to_run
from dashboard.widgets.frequencies import (
    draw_bars,
    draw_behind,
    draw_by_signer,
    frequency_csv,
    frequency_table,
)
from dashboard.widgets.frequency_choice import CORRECTIONS, Asked, ask
from dashboard.widgets.frequency_labels import draw_labelling, draw_way_to_labels
from dashboard.widgets.handshape_table import hand_row
from dashboard.widgets.paging import draw_pages
from dashboard.widgets.tables import Markup, link
from dashboard.wording import counted, percent, plain
from models.prevalence_counting import Unit

TILES: Final = 60
COMMONEST: Final = 4


def show() -> None:
    """Draw the page."""
    corpora = clip_queries.corpora()
    if not corpora:
        say_what_to_run()
        return
    runs = prediction_queries.classifier_runs()
    if not runs:
        _say_how_to_predict([corpus.corpus for corpus in corpora])
        return
    with st.sidebar:
        asked = ask(runs)
    told = frequency_queries.items(asked.run.run_id)
    chosen = frequency_queries.counted_hands(
        asked.run.run_id, asked.corpus, asked.signer
    )
    if not chosen.any():
        st.title("No hand fits these choices")
        st.markdown("Choose another corpus or signer at the side.")
        return
    synthetic = {corpus.corpus for corpus in corpora if corpus.synthetic}
    scope = _scope(asked, told, int(chosen.sum()), synthetic)
    handshape = state.FREQUENCIES_HANDSHAPE.read()
    labelled = state.FREQUENCIES_LABEL.read()
    if labelled is not None:
        _way_back(state.FREQUENCIES_LABEL)
        draw_labelling(told, asked.run.run_id, labelled)
    elif handshape is None:
        _draw_all(asked, told, chosen, scope)
    else:
        _draw_one(told, chosen, handshape, scope)


def _draw_all(asked: Asked, told: FrequencyItems, chosen: Mask, scope: str) -> None:
    rows = frequency_queries.handshape_frequencies(
        (asked.run.run_id, asked.corpus, asked.signer, asked.unit),
        threshold=asked.threshold,
        correction=asked.correction,
    )
    st.title(plain(_finding(rows, asked.unit)))
    st.caption(scope)
    left, right = st.columns([1.6, 1], gap="medium")
    with left:
        draw_bars(rows, caption=_how_counted(rows, asked))
        names = [row.handshape for row in rows if row.handshape in told.classes]
        draw_by_signer(told, names, chosen, asked.unit)
    with right:
        draw_behind(told, rows, chosen, asked.unit, asked.threshold)
    corpora = [asked.corpus] if asked.corpus else asked.run.corpora
    draw_way_to_labels(frequency_queries.labelling(asked.run.run_id), corpora)
    st.html(_way_to_compare(asked).html)
    st.subheader("The figures")
    st.html(frequency_table(rows, asked.kept))
    st.download_button(
        "Frequencies as CSV",
        lambda: frequency_csv(rows),
        "handshape-frequencies.csv",
        "text/csv",
        key="frequencies_csv",
        icon=":material/download:",
        type="tertiary",
    )
    draw_cite(
        "frequencies",
        key="frequencies_cite",
        run=asked.run.run_id,
        corpus=asked.corpus,
        signer=asked.signer,
        unit=asked.unit,
        threshold=asked.threshold,
        correction=asked.correction,
    )


def _draw_one(told: FrequencyItems, chosen: Mask, handshape: str, scope: str) -> None:
    if handshape not in told.classes:
        st.title(plain(f"This classifier knows no handshape {handshape}"))
        _way_back(state.FREQUENCIES_HANDSHAPE)
        return
    places = told.taken_for(chosen, handshape)
    st.title(plain(f"{counted(len(places), 'hand')} taken for {handshape}"))
    st.caption(f"{scope} The surest first; each leads to its moment in the video.")
    _way_back(state.FREQUENCIES_HANDSHAPE)
    pages = max(1, math.ceil(len(places) / TILES))
    page = state.FREQUENCIES_PAGE.read_number(low=1, high=pages)
    shown = places[(page - 1) * TILES : page * TILES]
    crops = told.ids(shown)
    st.html(hand_row(crops, cluster_queries.pictures(crops)))
    draw_pages(state.FREQUENCIES_PAGE, page, pages)


def _finding(rows: Sequence[HandshapeFrequency], unit: Unit) -> str:
    first = rows[0]
    if len(rows) <= COMMONEST:
        return (
            f"{first.handshape} is the commonest handshape: {percent(first.best.share)}"
        )
    top = rows[:COMMONEST]
    made = percent(sum(row.best.share for row in top))
    named = ", ".join(row.handshape for row in top)
    counted_once = "signs" if unit in ("token", "sign") else "hands"
    return f"Four handshapes make {made} of the {counted_once}: {named}"


def _how_counted(rows: Sequence[HandshapeFrequency], asked: Asked) -> str:
    raw = (
        f"Raw: hands of which the classifier is sure by {asked.threshold:.2f} or more."
    )
    mended = (
        f"Corrected for the classifier's mistakes {CORRECTIONS[asked.correction]}. "
        if rows[0].corrected
        else "Not corrected: the run has no labelled hands to know its mistakes from. "
    )
    if asked.correction == "labelled":
        mended = (
            f"Counted {CORRECTIONS['labelled']}; the rest by what the labels tell of "
            "the classifier's mistakes. "
        )
    diamonds = (
        " Diamonds: by the labels, which are known here."
        if rows[0].labelled is not None
        else ""
    )
    return (
        f"{mended}{raw} Lines: 95 % intervals over signers and signs.{diamonds} "
        "Click a bar to see its hands."
    )


def _way_to_compare(asked: Asked) -> Markup:
    """Return a link to these handshapes beside those of another corpus."""
    first, first_by = state.COMPARE_SIDES[0]
    chosen = {
        first.name: asked.corpus or asked.run.corpora[0],
        first_by.name: f"corrected:{asked.run.run_id}",
    }
    return link(state.address("compare", **chosen), "Compare with another corpus")


def _scope(asked: Asked, told: FrequencyItems, hands: int, synthetic: set[str]) -> str:
    of = {asked.corpus} if asked.corpus else {*asked.run.corpora}
    kind = "**Synthetic**, generated by computer. " if synthetic & of else ""
    taught = int((~told.counted).sum())
    left = (
        f" {counted(taught, 'hand')} that the classifier was made with are left out."
        if taught
        else ""
    )
    corpora = ", ".join(plain(name) for name in sorted(of))
    signer = f", signer {plain(asked.signer.partition('/')[2])}" if asked.signer else ""
    return (
        f"{kind}{corpora}{signer}: {counted(hands, 'hand')}, run "
        f"{plain(asked.run.run_id)}.{left}"
    )


def _way_back(left: state.Choice) -> None:
    st.button(
        "All handshapes",
        key="frequencies_back",
        on_click=left.write,
        args=(None,),
        icon=":material/arrow_back:",
        type="tertiary",
    )


def _say_how_to_predict(corpora: Sequence[str]) -> None:
    store = current_store().root
    st.title("No handshape has been recognised yet")
    st.markdown(
        "Frequencies are counted from what a classifier says of the hands. It learns "
        "from hands whose handshape is known; hands named on the pages Clusters and "
        "Inventory are counted there already."
    )
    commands = [
        f"signatlas features --corpus {corpora[0]} --name joint_angles --store {store}",
        f"signatlas train joint_angles --corpus {corpora[0]} --store {store}",
    ]
    st.code("\n".join(commands), language=None, wrap_lines=True)


PAGE = Page("Frequencies", ":material/bar_chart:", "frequencies", 35, show)
