"""Mistakes: what a classifier takes for what, and the hands or clips it does so with."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard import state
from dashboard.asking import current_store
from dashboard.pages import Page
from dashboard.queries import clip_queries, prediction_queries
from dashboard.records.prediction_records import (
    SIGNS,
    SUBJECTS,
    ClassifierRun,
    Confusion,
    Predictions,
    confusion,
)
from dashboard.widgets.annotator import annotator_in_address, ask_annotator
from dashboard.widgets.cite import draw_cite
from dashboard.widgets.classifier_choice import PART_NAMES, Chosen, choose_classifier
from dashboard.widgets.confused_clips import draw_clips
from dashboard.widgets.confused_hands import draw_hands, draw_side_by_side
from dashboard.widgets.confusion import draw_matrix, draw_pairs, matrix_csv, said_pair
from dashboard.widgets.empty import say_what_to_run
from dashboard.widgets.map_link import draw_way_to_maps
from dashboard.widgets.run_tables import offer_run_tables
from dashboard.widgets.two_signs import draw_two_signs
from dashboard.wording import counted, percent, plain, share

BESIDE_AT_MOST: Final = 24
"""Classes up to which the matrix leaves room for the list of mistakes beside it."""


def show() -> None:
    """Draw the page."""
    corpora = clip_queries.corpora()
    if not corpora:
        say_what_to_run()
        return
    runs = [
        run
        for subject in SUBJECTS
        for run in prediction_queries.classifier_runs(subject)
        if run.judged_parts()
    ]
    if not runs:
        _say_how_to_train([corpus.corpus for corpus in corpora])
        return
    with st.sidebar:
        chosen = choose_classifier(
            runs, state.MISTAKES_RUN, state.MISTAKES_PART, state.MISTAKES_AGAINST
        )
        # Labels are of hands: no act of an annotator says what a clip shows.
        annotator = "" if chosen.run.subject == SIGNS else ask_annotator()
    synthetic = {corpus.corpus for corpus in corpora if corpus.synthetic}
    scope = _scope(chosen.run, chosen.part, synthetic)
    told = prediction_queries.predictions(chosen.run.run_id)
    true, predicted = state.MISTAKES_TRUE.read(), state.MISTAKES_PREDICTED.read()
    if true is None or predicted is None:
        _draw_all(told, chosen, annotator, scope)
    else:
        _draw_cell(told, chosen, annotator, scope, (true, predicted))


def _draw_all(told: Predictions, chosen: Chosen, annotator: str, scope: str) -> None:
    other = None
    mine = confusion(told, chosen.part)
    if chosen.against is not None:
        theirs = prediction_queries.predictions(chosen.against.run_id)
        other = confusion(theirs, chosen.part, mine.classes)
        mine = confusion(told, chosen.part, other.classes)
    pairs = mine.pairs()
    st.title(plain(_finding(mine, other, chosen)))
    st.caption(scope)
    kept = {
        "run": chosen.run.run_id,
        "part": chosen.part,
        "annotator": annotator_in_address(annotator),
    }
    kept = {name: value for name, value in kept.items() if value}
    if len(mine.classes) <= BESIDE_AT_MOST:
        matrix, ranked = st.columns([1.6, 1], gap="medium")
    else:
        matrix, ranked = st.container(), st.container()
    with matrix:
        draw_matrix(mine, other, scope=scope, item=chosen.run.subject.item)
        st.download_button(
            "Matrix as CSV",
            lambda: matrix_csv(mine),
            "confusion.csv",
            "text/csv",
            key="mistakes_matrix_csv",
            icon=":material/download:",
            type="tertiary",
        )
        cited = {"run": chosen.run.run_id, "part": chosen.part}
        draw_cite("confusion", key="mistakes_matrix_cite", **cited)
    with ranked:
        draw_pairs(pairs, kept, item=chosen.run.subject.item)
        draw_cite("confused-pairs", key="mistakes_pairs_cite", **cited)
    offer_run_tables(chosen.run.run_id, ("predictions",))
    draw_way_to_maps(
        [run.run_id for run in (chosen.run, chosen.against) if run is not None],
        items=f"{chosen.run.subject.item}s",
    )


def _draw_cell(
    told: Predictions, chosen: Chosen, annotator: str, scope: str, cell: tuple[str, str]
) -> None:
    true, predicted = cell
    item = chosen.run.subject.item
    places = told.cell(chosen.part, true, predicted)
    of = int((told.true_class[told.judged(chosen.part)] == true).sum())
    rightly = "rightly taken for it" if true == predicted else f"taken for {predicted}"
    st.title(
        plain(
            f"{counted(len(places), item)} of {of:,} that show {true} "
            f"{'is' if len(places) == 1 else 'are'} {rightly}"
        )
    )
    st.caption(scope)
    with st.container(horizontal=True):
        _way("All mistakes", None, "arrow_back")
        if true != predicted:
            _way(f"{predicted} taken for {true}", (predicted, true), "swap_horiz")
    if not len(places):
        st.markdown(f"No {item} of this part.")
    if chosen.run.subject == SIGNS:
        clip = draw_clips(told, places, chosen.run) if len(places) else None
        if true != predicted:
            draw_two_signs(told, chosen.run, cell, clip)
        return
    if len(places):
        draw_hands(told, places, chosen.run, annotator)
    if true != predicted:
        draw_side_by_side(told, chosen.run, chosen.part, true, predicted)


def _way(name: str, cell: tuple[str, str] | None, icon: str) -> None:
    st.button(
        plain(name),
        key=f"mistakes_way_{icon}",
        on_click=_open,
        args=(cell,),
        icon=f":material/{icon}:",
        type="tertiary",
    )


def _open(cell: tuple[str, str] | None) -> None:
    true, predicted = cell or (None, None)
    state.MISTAKES_TRUE.write(true)
    state.MISTAKES_PREDICTED.write(predicted)


def _finding(mine: Confusion, other: Confusion | None, chosen: Chosen) -> str:
    right = percent(share(mine.right, mine.total))
    pairs = mine.pairs()
    most = f"; most often, {said_pair(pairs[0])}" if pairs else ""
    if other is None or chosen.against is None:
        total = counted(mine.total, chosen.run.subject.item)
        return f"{right} of {total} recognised{most}"
    theirs = percent(share(other.right, other.total))
    return f"{right} recognised, against {theirs} by {chosen.against.name}{most}"


def _scope(run: ClassifierRun, part: str, synthetic: set[str]) -> str:
    kind = (
        "**Synthetic**, generated by computer. " if synthetic & {*run.corpora} else ""
    )
    corpora = ", ".join(plain(name) for name in run.corpora)
    of = PART_NAMES.get(part, part).lower()
    sure = "" if run.calibrated else " Probabilities are not calibrated."
    return f"{kind}{corpora}, {run.subject.item}s: {of}; run {plain(run.run_id)}.{sure}"


def _say_how_to_train(corpora: Sequence[str]) -> None:
    store = current_store().root
    st.title("No classifier has been tried on labelled hands or clips yet")
    st.markdown(
        "A classifier learns handshapes from hands whose handshape is known: by the "
        "corpus, or by labels given on the pages Clusters and Inventory; or signs from "
        "clips whose gloss is known. Then:"
    )
    commands = [
        f"signatlas features --corpus {corpora[0]} --name joint_angles --store {store}",
        f"signatlas train joint_angles --corpus {corpora[0]} --store {store}",
        f"signatlas train signs_classifier --corpus {corpora[0]} --store {store}",
    ]
    st.code("\n".join(commands), language=None, wrap_lines=True)


PAGE = Page("Mistakes", ":material/rule:", "mistakes", 40, show)
