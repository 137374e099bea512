"""How a training went: its curves, and the numbers behind them."""

from collections.abc import Sequence

import streamlit as st

from dashboard.charts.history import history_curves
from dashboard.queries.model_queries import HistoryPoint
from dashboard.widgets.figure import draw_figure
from dashboard.widgets.records_csv import records_csv


def draw_history(
    points: Sequence[HistoryPoint], *, key: str, file_name: str, caption: str, alt: str
) -> None:
    """Draw the measures of a run, with a file of them.

    Args:
        points: of the run.
        key: of the figure.
        file_name: of the CSV.
        caption: below the figure.
        alt: what comes after the names of the measures.
    """
    measures = sorted({point.measure for point in points})
    draw_figure(
        history_curves(points),
        key=key,
        caption=caption,
        alt=f"Curves of {', '.join(measures)}{alt}.",
    )
    st.download_button(
        "Curves as CSV",
        lambda: records_csv(HistoryPoint, points),
        file_name,
        "text/csv",
        key=f"{key}_csv",
        icon=":material/download:",
        type="tertiary",
    )
