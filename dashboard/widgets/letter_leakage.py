"""How much of a test of letters is in its training set already."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard.charts.letters import likeness_bars
from dashboard.queries import letter_queries
from dashboard.records.letter_records import Leakage, RowFigures, Twin
from dashboard.widgets.figure import draw_figure
from dashboard.widgets.letter_tiles import pair_tiles
from dashboard.widgets.records_csv import records_csv
from dashboard.wording import amount, counted, percent, share
from models.letters.leakage import TWINS

PAIRS: Final = 8


def draw_leakage(corpus: str, rows: Sequence[RowFigures], *, scope: str) -> None:
    """Draw how many test pictures have a near-duplicate in training, and some of them."""
    told = letter_queries.leakage(corpus)
    st.subheader(leakage_finding(told))
    figure, examples = st.columns([1.2, 1], gap="medium")
    with figure:
        draw_figure(
            likeness_bars(told, TWINS),
            key="letters_leakage",
            caption=f"{scope} Near-duplicates correlate by {TWINS} or more, pixel by "
            "pixel: so do two variants of one photograph (turned by 3 degrees, "
            f"brighter, resized otherwise), and rarely those of two. {_lost(rows)}",
            alt=f"Test pictures by their correlation with the nearest training picture. "
            f"{amount(len(told.twins))} of {amount(told.test)} reach {TWINS}.",
        )
    with examples:
        _draw_pairs(corpus, told)


def leakage_finding(told: Leakage) -> str:
    """Return in a sentence how much of the test is in the training set."""
    twins = len(told.twins)
    if not twins:
        return "No test picture has a near-duplicate in training"
    part = percent(share(twins, told.test))
    have = "has" if twins == 1 else "have"
    return (
        f"{amount(twins)} of {counted(told.test, 'test picture')} ({part}) {have} a "
        "near-duplicate in training"
    )


def _lost(rows: Sequence[RowFigures]) -> str:
    """Return what the model most flattered by near-duplicates loses without them."""
    known = [
        (row.accuracy - row.without_duplicates, row)
        for row in rows
        if row.accuracy is not None and row.without_duplicates is not None
    ]
    if not known:
        return "`signatlas bench sign-mnist` measures models without them."
    lost, row = max(known, key=lambda pair: pair[0])
    return (
        f"Without them {row.name} reaches {row.without_duplicates:.4f} instead of "
        f"{row.accuracy:.4f}; no model loses more than {max(lost, 0):.4f}."
    )


def _draw_pairs(corpus: str, told: Leakage) -> None:
    if not told.twins:
        st.caption("So nothing in this test was learnt by heart.")
        return
    shown = _spread(told.twins, PAIRS)
    ids = [one for twin in shown for one in (twin.test_id, twin.train_id)]
    pictures = letter_queries.letter_pictures(corpus, ids)
    st.html(
        pair_tiles(
            [(twin.test_id, twin.train_id) for twin in shown],
            [f"{twin.correlation:.3f}" for twin in shown],
            pictures,
        )
    )
    apart = "Nobody is in both parts: these are look-alikes. " if told.apart else ""
    other = sum(not twin.same_letter for twin in told.twins)
    st.caption(
        "Left in the test, right the nearest in training, with their correlation. "
        f"{apart}{_of_other_letters(other, len(told.twins))}"
    )
    st.download_button(
        "Pairs as CSV",
        lambda: records_csv(Twin, told.twins),
        f"near-duplicates-{corpus}.csv",
        "text/csv",
        key="letters_twins_csv",
        icon=":material/download:",
        type="tertiary",
    )


def _of_other_letters(other: int, pairs: int) -> str:
    if not other:
        return "In every pair both show the same letter."
    show = "shows" if other == 1 else "show"
    return f"{amount(other)} of {counted(pairs, 'pair')} {show} two letters."


def _spread(twins: Sequence[Twin], at_most: int) -> list[Twin]:
    """Return some of the pairs, evenly from the first to the last."""
    if len(twins) <= at_most:
        return list(twins)
    step = (len(twins) - 1) / (at_most - 1)
    return [twins[round(place * step)] for place in range(at_most)]
