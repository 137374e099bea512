"""One model of letters: its confusion matrix, and the pictures of one cell."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from dashboard import state
from dashboard.queries import letter_queries, model_queries
from dashboard.records.letter_records import LetterRun
from dashboard.records.prediction_records import Confusion, Places, Predictions
from dashboard.widgets.confusion import LETTERS, draw_matrix, draw_pairs, matrix_csv
from dashboard.widgets.history import draw_history
from dashboard.widgets.letter_tiles import letter_tiles
from dashboard.widgets.paging import draw_pages
from dashboard.widgets.records_csv import records_csv
from dashboard.wording import counted, plain

PART: Final = "test"
TILES: Final = 60
EXAMPLES: Final = 12


@dataclass(frozen=True, slots=True)
class ReadPicture:
    """One test picture: what it shows, what it was read as, and how surely."""

    letter_id: str
    shows: str
    read_as: str
    probability: float


def draw_confusion(told: Confusion, kept: dict[str, str], *, scope: str) -> None:
    """Draw the matrix and its most frequent mistakes; each cell opens its pictures."""
    matrix, ranked = st.columns([1.6, 1], gap="medium")
    with matrix:
        draw_matrix(told, None, scope=scope, place=LETTERS)
        st.download_button(
            "Matrix as CSV",
            lambda: matrix_csv(told),
            "letters-confusion.csv",
            "text/csv",
            key="letters_matrix_csv",
            icon=":material/download:",
            type="tertiary",
        )
    with ranked:
        draw_pairs(told.pairs(), kept, place=LETTERS)


def draw_curves(run: LetterRun, *, scope: str) -> None:
    """Draw loss and accuracy of every epoch."""
    points = model_queries.history(run.run_id)
    st.subheader("How its training went")
    if not points:
        st.caption(f"{plain(run.row)} is not trained in epochs: it has no curves.")
        return
    draw_history(
        points,
        key="letters_history",
        file_name="letters-history.csv",
        caption=f"Measures at every epoch. {scope}",
        alt=" over epochs",
    )


def draw_cell(told: Predictions, corpus: str, cell: tuple[str, str]) -> None:
    """Draw the pictures of one cell, the surest first, and both letters rightly read."""
    true, read = cell
    places = told.cell(PART, true, read)
    if not len(places):
        st.markdown("No picture of the test.")
    else:
        _draw_pictures(told, places, corpus)
    if true != read:
        _draw_side_by_side(told, corpus, cell)


def cell_finding(told: Predictions, cell: tuple[str, str]) -> str:
    """Return in a sentence how often one letter is read as another."""
    true, read = cell
    count = len(told.cell(PART, true, read))
    of = int((told.true_class[told.judged(PART)] == true).sum())
    verb = "is" if count == 1 else "are"
    rightly = "read rightly" if true == read else f"read as {read}"
    return f"{counted(count, 'picture')} of {of:,} that show {true} {verb} {rightly}"


def _draw_pictures(told: Predictions, places: Places, corpus: str) -> None:
    pages = max(1, math.ceil(len(places) / TILES))
    page = state.LETTERS_PAGE.read_number(low=1, high=pages)
    shown = _read(told, places[(page - 1) * TILES : page * TILES])
    ids = [one.letter_id for one in shown]
    captions = [
        f"{one.shows} read as {one.read_as}, {one.probability:.2f}" for one in shown
    ]
    pictures = letter_queries.letter_pictures(corpus, ids)
    st.html(letter_tiles(ids, captions, pictures))
    draw_pages(state.LETTERS_PAGE, page, pages)
    st.caption(
        "The surest first; the number is the model's probability of what it read."
    )
    st.download_button(
        "List as CSV",
        lambda: records_csv(ReadPicture, _read(told, places)),
        "letters-read.csv",
        "text/csv",
        key="letters_read_csv",
        icon=":material/download:",
        type="tertiary",
    )


def _draw_side_by_side(told: Predictions, corpus: str, cell: tuple[str, str]) -> None:
    st.subheader("Both letters, rightly read")
    for column, letter in zip(st.columns(2, gap="medium"), cell, strict=True):
        rightly = told.cell(PART, letter, letter)[:EXAMPLES]
        with column:
            st.markdown(f"**{plain(letter)}**")
            if not len(rightly):
                st.caption("No picture of the test was rightly read as it.")
                continue
            ids = [one.letter_id for one in _read(told, rightly)]
            pictures = letter_queries.letter_pictures(corpus, ids)
            captions = [f"{letter}, rightly read"] * len(ids)
            st.html(letter_tiles(ids, captions, pictures, small=True))


def _read(told: Predictions, places: Places) -> Sequence[ReadPicture]:
    return [
        ReadPicture(
            str(told.item_ids[place]),
            str(told.true_class[place]),
            str(told.predicted[place]),
            float(told.probability[place]),
        )
        for place in places
    ]
