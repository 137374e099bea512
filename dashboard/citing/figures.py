"""Figures as files: for a browser, and as numbers that can be compared."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import plotly.graph_objects as go

PLAIN: Final = "figure.json"
DRAWN: Final = "figure.html"


def write_figure(folder: Path, figure: "go.Figure") -> None:
    """Write a figure as a page that needs nothing else, and as plain numbers."""
    told = json.dumps(plain_figure(figure), ensure_ascii=False)
    (folder / PLAIN).write_text(told, encoding="utf-8")
    figure.write_html(
        folder / DRAWN, include_plotlyjs=True, div_id="figure", full_html=True
    )


def plain_figure(figure: "go.Figure") -> dict[str, Any]:
    """Return a figure as plain lists and numbers."""
    from plotly.utils import PlotlyJSONEncoder  # noqa: PLC0415 - heavy

    text = json.dumps(figure.to_plotly_json(), cls=PlotlyJSONEncoder)
    told: dict[str, Any] = json.loads(text)
    return told
