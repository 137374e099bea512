"""The models of letters: all of them beside what was published, and the way to one."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard import state
from dashboard.charts.letters import model_bars
from dashboard.records.letter_records import PUBLISHED_ON, RowFigures
from dashboard.widgets.figure import describe, figure_config
from dashboard.widgets.records_csv import records_csv
from dashboard.widgets.tables import Column, html_table, joined, link, small
from dashboard.wording import amount, counted

_COLUMNS: Final = (
    Column("Model"),
    Column("Accuracy", "mean over seeds, lowest to highest", number=True),
    Column("F1", "mean over the letters, each counting alike", number=True),
    Column("The paper", "its accuracy and F1, on Sign-Language MNIST", number=True),
    Column("Views", "accuracy by the mean over changed views", number=True),
    Column("No twins", "accuracy without near-duplicates in training", number=True),
    Column("Groups", "accuracy where near-duplicates stay together", number=True),
    Column("Parameters", "and the paper's", number=True),
    Column("Training", "seconds, and pictures per second", number=True),
)


def draw_models(rows: Sequence[RowFigures], *, scope: str) -> None:
    """Draw all models as bars with published accuracies; a click on a bar opens one."""
    st.subheader("All models, beside what was published")
    said = "; ".join(f"{row.name} {_share(row.accuracy)}" for row in rows)
    describe(f"accuracy of each model: {said}. The table below has every figure.")
    st.plotly_chart(
        model_bars(rows),
        key=state.LETTERS_BARS,
        on_select=_open_bar,
        selection_mode="points",
        config=figure_config("letters-models"),
    )
    st.caption(
        f"Bars: {scope} Lines: lowest to highest over seeds. Crosses: on the test "
        f"pictures without a near-duplicate in training. {_published(rows)} Click a "
        "bar to see that model's mistakes."
    )


def draw_table(rows: Sequence[RowFigures], corpus: str) -> None:
    """Draw all figures as a table; each model leads to its mistakes."""
    st.html(html_table("Models of letters", _COLUMNS, [_row(r, corpus) for r in rows]))
    st.download_button(
        "Table as CSV",
        lambda: records_csv(RowFigures, rows),
        f"letters-{corpus}.csv",
        "text/csv",
        key="letters_models_csv",
        icon=":material/download:",
        type="tertiary",
    )


def _published(rows: Sequence[RowFigures]) -> str:
    where = "Diamonds and rings: published figures, on Sign-Language MNIST"
    if rows and rows[0].corpus == PUBLISHED_ON:
        return f"{where}."
    return f"{where}, **not on this data**: they cannot be compared with these bars."


def _row(row: RowFigures, corpus: str) -> list[object]:
    where = state.address("sign-mnist", corpus=corpus, row=row.name)
    spread = f"{_share(row.accuracy_low)} to {_share(row.accuracy_high)}"
    seeds = counted(row.seeds, "seed")
    return [
        joined(link(where, row.name), small(row.what)),
        joined(_share(row.accuracy), small(f"{spread}, {seeds}")),
        _share(row.macro_f1),
        joined(_share(row.paper_accuracy), small(_share(row.paper_f1))),
        _share(row.of_views),
        _share(row.without_duplicates),
        _share(row.groupwise),
        joined(_whole(row.parameters), small(_whole(row.paper_parameters))),
        joined(_time(row.seconds), small(_speed(row.images_per_second))),
    ]


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"


def _whole(value: int | None) -> str:
    return "" if value is None else amount(value)


def _time(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f} s"


def _speed(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f} / s"


def _open_bar() -> None:
    points = st.session_state[state.LETTERS_BARS]["selection"]["points"]
    if points:
        state.LETTERS_ROW.write(points[0]["customdata"][0])
