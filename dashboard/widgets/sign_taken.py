"""What classifiers take a sign for, and the handshapes of its hands."""

from collections.abc import Sequence
from typing import Final, Literal

import streamlit as st

from dashboard import state
from dashboard.queries import sign_queries
from dashboard.records.sign_records import Sign, TakenFor
from dashboard.widgets.tables import Column, bar, html_table, link
from dashboard.wording import amount, counted, plain, share

LISTED: Final = 8
_NOUNS: Final = {"gloss": "clip", "handshape": "hand"}
_COLUMNS: Final = (
    Column("Is"),
    Column("Taken for"),
    Column("How often", number=True),
    Column("Share", "of all that were looked at", number=True),
)


def draw_taken_for(asked: Sign) -> None:
    """Draw as what a sign, and the handshapes of its hands, are misread."""
    st.subheader("Misread as")
    told = {
        target: sign_queries.taken_for(asked.corpus.corpus, asked.row.gloss, target)
        for target in _TARGETS
    }
    if not any(told.values()):
        st.caption(
            "No classifier was asked about it: page Mistakes says how to train one."
        )
        return
    for target in _TARGETS:
        if told[target]:
            _draw_target(target, told[target])


def _draw_target(
    target: Literal["gloss", "handshape"], told: Sequence[TakenFor]
) -> None:
    total = sum(row.items for row in told)
    wrong = [row for row in told if row.true_class != row.predicted_class]
    missed = sum(row.items for row in wrong)
    noun, run_id = _NOUNS[target], told[0].run_id
    about = (
        f"{amount(missed)} of {counted(total, noun)} that it was not taught are misread, "
        f"by {target}; run {plain(run_id)}."
    )
    if wrong:
        rows = [_row(row, total) for row in wrong[:LISTED]]
        st.html(html_table(f"Misread by {target}", _COLUMNS, rows))
    st.caption(about)


def _row(row: TakenFor, total: int) -> list[object]:
    where = state.address(
        "mistakes",
        run=row.run_id,
        part=row.part,
        true=row.true_class,
        predicted=row.predicted_class,
    )
    return [
        row.true_class,
        link(where, row.predicted_class),
        amount(row.items),
        bar(share(row.items, total)),
    ]


_TARGETS: Final[tuple[Literal["gloss", "handshape"], ...]] = ("gloss", "handshape")
