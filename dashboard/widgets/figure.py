"""A figure with its caption, its description for those who do not see it, its download."""

from typing import Final

import plotly.graph_objects as go
import streamlit as st

from dashboard import state
from dashboard.wording import html_text

FORMATS: Final = ("PNG", "SVG")


def draw_figure(figure: go.Figure, *, key: str, caption: str, alt: str) -> None:
    """Draw a figure; its tool bar saves it as a picture.

    Args:
        figure: what to draw.
        key: its name, also of the file it is saved as.
        caption: data, run and counts, as Markdown.
        alt: what the figure shows, in words.
    """
    describe(alt)
    st.plotly_chart(figure, key=key, config=figure_config(key))
    st.caption(caption)


def figure_config(file_name: str) -> dict[str, object]:
    """Return Plotly's settings: one button, which saves the figure in the chosen format."""
    chosen = str(st.session_state.get(state.FIGURE_FORMAT, FORMATS[0]))
    return {
        "displaylogo": False,
        "displayModeBar": True,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {
            "format": chosen.lower(),
            "scale": 2,
            "filename": file_name,
        },
    }


def choose_format() -> None:
    """Draw the choice of the format in which figures are saved."""
    st.selectbox(
        "Figures are saved as",
        FORMATS,
        key=state.FIGURE_FORMAT,
        help="The camera over each figure saves it: PNG for slides, SVG for print.",
    )


def describe(alt: str) -> None:
    """Say in words what the next figure shows, for screen readers."""
    st.html(f'<p class="sa-alt">Figure: {html_text(alt)}</p>')
