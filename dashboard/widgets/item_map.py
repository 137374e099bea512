"""One map of hands or clips in the browser: drawn around, hovered over, saved."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dashboard import state
from dashboard.map_drawing import Drawing, sent, token_of
from dashboard.records.map_records import Items
from dashboard.widgets.component import component
from dashboard.widgets.figure import FORMATS
from dashboard.wording import counted
from store.crop_ids import place_of

MOST_CORNERS: Final = 5_000
"""Corners of what is drawn around points; a hand draws a few hundred."""
_HTML: Final = """\
<figure>
  <div class="tools">
    <div role="group" aria-label="What dragging does">
      <button type="button" data-tool="lasso">Lasso</button>
      <button type="button" data-tool="box">Box</button>
      <button type="button" data-tool="move">Move</button>
    </div>
    <div role="group" aria-label="What is looked at">
      <button type="button" data-act="larger" aria-label="Larger">+</button>
      <button type="button" data-act="smaller" aria-label="Smaller">&minus;</button>
      <button type="button" data-act="whole">Whole map</button>
    </div>
    <div role="group" aria-label="What is selected">
      <button type="button" data-act="seen">Select all in view</button>
      <button type="button" data-act="nothing">Select nothing</button>
    </div>
    <button type="button" data-act="save">Save figure</button>
    <output></output>
  </div>
  <div class="stage" tabindex="0" role="application"><canvas></canvas><svg aria-hidden="true"><path d=""/></svg></div>
  <ul class="legend" aria-label="Colours; click hides, Shift and click shows one alone"></ul>
  <p class="scale" hidden><span></span><span></span><span></span></p>
</figure>"""


def chosen_items() -> list[str]:
    """Return the ids of what was last drawn around, on either map."""
    return list(st.session_state.get(state.MAP_CHOSEN, ()))


def kind_of(selected: Sequence[str], shown: Items) -> Items:
    """Return what items are; of none, what the map shows."""
    if not selected:
        return shown
    return "clips" if place_of(selected[0]) is None else "hands"


def draw_item_map(
    drawing: Drawing, *, key: str, run_id: str, title: str, note: str
) -> None:
    """Draw a map on which items can be chosen.

    Args:
        drawing: what is drawn.
        key: of the figure.
        run_id: the map's.
        title: over the picture that is saved.
        note: below it: data, run, and what is not drawn.
    """
    data = sent(drawing)
    alt = (
        f"{title}. Arrow keys move it, plus and minus zoom, 0 shows all of it, Enter "
        "selects what is in view, Escape nothing."
    )
    chosen = chosen_items()
    kind = kind_of(chosen, drawing.told.items)
    saved_as = str(st.session_state.get(state.FIGURE_FORMAT, FORMATS[0])).lower()
    data |= {
        "name": key,
        "place": run_id,
        "alt": alt,
        "title": title,
        "note": note,
        "file": {"name": key, "format": saved_as},
        "chosen": f"{counted(len(chosen), kind[:-1])} selected" if chosen else "",
    }
    data["token"] = token_of(run_id, data)
    drawn: dict[str, Any] = st.session_state.setdefault(state.MAP_DRAWN, {})
    drawn[key] = (data["token"], drawing)
    component(
        "item_map", _HTML, css="item_map", first=("map_scene", "map_tools", "map_save")
    )(key=key, data=data, on_drawn_change=partial(_keep_chosen, key))


def drawn_on(key: str, token: str) -> Drawing | None:
    """Return what is drawn as a figure; None where the browser still shows another."""
    known, drawing = st.session_state.get(state.MAP_DRAWN, {}).get(key, ("", None))
    return drawing if known == token else None


def polygon_of(corners: object) -> NDArray[np.float64] | None:
    """Return what was drawn in the browser, shape (P, 2); None where it is no polygon."""
    try:
        polygon = np.asarray(corners, np.float64)
    except (TypeError, ValueError):
        return None
    if not len(polygon):
        return np.empty((0, 2))
    pairs = polygon.ndim == 2 and polygon.shape[1] == 2  # noqa: PLR2004 - x and y
    usable = pairs and len(polygon) <= MOST_CORNERS and np.isfinite(polygon).all()
    return polygon if usable else None


def _keep_chosen(key: str) -> None:
    """Keep all that lies within what was drawn around, drawn or not."""
    told: Mapping[str, Any] = st.session_state[key]["drawn"]
    drawing = drawn_on(key, str(told.get("token")))
    polygon = polygon_of(told.get("polygon"))
    if drawing is None or polygon is None:
        return
    hidden = [str(name) for name in told.get("hidden", ())]
    chosen = drawing.told.ids(drawing.inside(polygon, hidden))
    if told.get("add"):
        chosen = list(dict.fromkeys([*chosen_items(), *chosen]))
    st.session_state[state.MAP_CHOSEN] = chosen
    state.MAP_PAGE.write(None)


def picture_address(kind: str, picture: bytes) -> str:
    """Return a picture as an address that the browser need not ask for."""
    return f"data:{kind};base64,{b64encode(picture).decode()}"
