"""The confusion of a classifier: the matrix, and its pairs by rank. Each cell can be opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dashboard import state
from dashboard.charts.confusion import confusion_figure
from dashboard.records.prediction_records import ORDERS, ConfusedPair, Confusion
from dashboard.widgets.choosing import choose
from dashboard.widgets.figure import describe, figure_config
from dashboard.widgets.records_csv import records_csv
from dashboard.widgets.tables import Column, bar, html_table, link
from dashboard.wording import amount, counted, percent


@dataclass(frozen=True, slots=True)
class MatrixPlace:
    """Where a page keeps what is chosen of its matrix.

    Attributes:
        page: its url path.
        figure: key of the figure.
        show, order: choices of colours and of the order of classes.
        true, predicted: the cell chosen.
        by: the order while none is chosen.
    """

    page: str
    figure: str
    show: state.Choice
    order: state.Choice
    true: state.Choice
    predicted: state.Choice
    by: str = "alike"


MISTAKES: Final = MatrixPlace(
    "mistakes",
    state.MISTAKES_MATRIX,
    state.MISTAKES_SHOW,
    state.MISTAKES_ORDER,
    state.MISTAKES_TRUE,
    state.MISTAKES_PREDICTED,
)
LETTERS: Final = MatrixPlace(
    "sign-mnist",
    state.LETTERS_MATRIX,
    state.LETTERS_SHOW,
    state.LETTERS_ORDER,
    state.LETTERS_TRUE,
    state.LETTERS_PREDICTED,
    by="name",
)
PAIRS_SHOWN: Final = 20
SHOWN: Final = {
    "share": "Share of the true class",
    "count": "Counts",
    "difference": "Difference from the other",
}


def draw_matrix(
    told: Confusion,
    other: Confusion | None,
    *,
    scope: str,
    place: MatrixPlace = MISTAKES,
    item: str = "hand",
) -> None:
    """Draw the matrix with the choice of what its colours say and of its order.

    Args:
        told: the confusion shown.
        other: of the classifier compared with, over the same classes; None: none.
        scope: data, run and counts, as Markdown.
        place: where the choices are kept.
        item: one thing that is counted.
    """
    left, right = st.columns(2)
    with left:
        ways = [name for name in SHOWN if name != "difference" or other is not None]
        way = choose(
            place.show,
            "Colours",
            ways,
            default="difference" if other is not None else "share",
            named=lambda name: SHOWN[name],
        )
    with right:
        order = choose(
            place.order,
            "Order of the classes",
            list(ORDERS),
            default=place.by,
            named=lambda name: ORDERS[name],
        )
    ordered = told.ordered(order)
    shown = _values(ordered, other, way)
    describe(
        "confusion matrix; the most frequent mistakes are listed in the table beside it."
    )
    st.plotly_chart(
        confusion_figure(
            ordered,
            shown,
            unit=f"{item}s" if way == "count" else "share",
            diverging=way == "difference",
            items=f"{item}s",
        ),
        key=place.figure,
        on_select=partial(_open_cell, place),
        selection_mode="points",
        config=figure_config("confusion"),
    )
    note = " Blue: more of them than in the other." if way == "difference" else ""
    st.caption(f"{scope} Numbers: {item}s. Click a cell to see its {item}s.{note}")


def draw_pairs(
    pairs: Sequence[ConfusedPair],
    kept: dict[str, str],
    *,
    place: MatrixPlace = MISTAKES,
    item: str = "hand",
) -> None:
    """Draw the most frequent mistakes as a table; each leads to its hands or clips."""
    st.subheader("Most frequent mistakes")
    if not pairs:
        st.caption(f"None: every {item} of this part was taken for what it shows.")
        return
    rows = [_pair_row(pair, kept, place.page, item) for pair in pairs[:PAIRS_SHOWN]]
    st.html(html_table("Most frequent mistakes", _columns(item), rows))
    if len(pairs) > PAIRS_SHOWN:
        left = len(pairs) - PAIRS_SHOWN
        st.caption(f"{counted(left, 'rarer pair')} in the file.")
    st.download_button(
        "Pairs as CSV",
        lambda: records_csv(ConfusedPair, pairs),
        "confused-pairs.csv",
        "text/csv",
        key=f"{place.page}_pairs_csv",
        icon=":material/download:",
        type="tertiary",
    )


def matrix_csv(told: Confusion) -> str:
    """Return the counts as CSV: a row per true class, a column per predicted one."""
    lines = [",".join(["true \\ predicted", *map(_quoted, told.classes)])]
    for name, row in zip(told.classes, told.counts, strict=True):
        lines.append(",".join([_quoted(name), *(str(count) for count in row)]))
    return "\n".join(lines) + "\n"


def _columns(item: str) -> tuple[Column, ...]:
    return (
        Column("Shows"),
        Column("Taken for"),
        Column(f"{item.capitalize()}s", number=True),
        Column("Share", f"of the {item}s that show it", number=True),
        Column(""),
    )


def _pair_row(
    pair: ConfusedPair, kept: dict[str, str], page: str, item: str
) -> list[object]:
    where = state.address(page, **kept, true=pair.true, predicted=pair.predicted)
    return [
        pair.true,
        pair.predicted,
        amount(pair.count),
        bar(pair.share),
        link(where, f"{item}s"),
    ]


def _values(told: Confusion, other: Confusion | None, way: str) -> NDArray[np.float64]:
    if way == "count":
        return told.counts.astype(np.float64)
    if way == "difference" and other is not None:
        number = {name: place for place, name in enumerate(other.classes)}
        places = [number[name] for name in told.classes]
        theirs = other.shares()[np.ix_(places, places)]
        difference: NDArray[np.float64] = told.shares() - theirs
        return difference
    return told.shares()


def _open_cell(place: MatrixPlace) -> None:
    points = st.session_state[place.figure]["selection"]["points"]
    if points:
        true, predicted = points[0]["customdata"][:2]
        place.true.write(true)
        place.predicted.write(predicted)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def said_pair(pair: ConfusedPair) -> str:
    """Return a pair in words for a title."""
    return f"{pair.true} is taken for {pair.predicted} in {percent(pair.share)}"
