"""The picture of what lies under the pointer on a map: a hand, or a still of a clip."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import streamlit as st

from dashboard import state
from dashboard.charts.moving_skeleton import moving_skeleton
from dashboard.clip_pictures import clip_pictures
from dashboard.frames import frame_jpeg
from dashboard.map_drawing import Drawing
from dashboard.queries import clip_queries, cluster_queries, playing_queries
from dashboard.records.clip_records import Clip
from dashboard.widgets.component import component
from dashboard.widgets.fragment import fragment
from dashboard.widgets.hand_tiles import picture_source
from dashboard.widgets.item_map import drawn_on, picture_address
from dashboard.wording import percent
from store.errors import AtlasError, MediaError

_HTML: Final = (
    '<figure class="peek" hidden aria-hidden="true">'
    "<img alt=''><p></p><figcaption></figcaption></figure>"
)
_ABOUT: Final = ("handshape", "gloss", "signer")


@fragment
def draw_peek() -> None:
    """Show pictures beside the pointer; only this part runs anew for each."""
    found = st.session_state.get(state.MAP_PEEKED, [])
    component("map_peek", _HTML, css="item_map")(
        key=state.MAP_PEEK, data={"found": found}, on_asked_change=_look
    )


def _look() -> None:
    """Find the picture of what the pointer lies on at this moment."""
    asked: Mapping[str, Any] = st.session_state[state.MAP_PEEK]["asked"]
    token, point = str(asked.get("token")), asked.get("point")
    drawing = drawn_on(str(asked.get("map")), token)
    if drawing is None or point not in range(len(drawing.places)):
        st.session_state[state.MAP_PEEKED] = []
        return
    try:
        told = told_of(drawing, int(drawing.places[point]))
    except AtlasError as error:
        told = {"source": None, "lacking": str(error), "about": ""}
    st.session_state[state.MAP_PEEKED] = [{"token": token, "point": point, **told}]


def told_of(drawing: Drawing, place: int) -> dict[str, str | None]:
    """Return the picture of a point, why there is none, and what is known of it.

    Args:
        drawing: the map.
        place: of the point in the map.
    """
    told = drawing.told
    (item,) = told.ids(np.array([place]))
    if told.items == "hands":
        source, lacking = picture_source(cluster_queries.pictures([item]).get(item))
    else:
        source, lacking = still_of(item)
    known = {name: told.known[name].at(place) for name in _ABOUT if name in told.known}
    parts = [f"{name} {text}" for name, text in known.items() if text] or [item]
    if np.isfinite(told.trust[place]):
        parts.append(f"trust {percent(float(told.trust[place]))}")
    return {"source": source, "lacking": lacking, "about": " · ".join(parts)}


def still_of(clip_id: str) -> tuple[str | None, str]:
    """Return a still of a clip's middle, else its moving skeleton; None and why."""
    clip = clip_queries.clip(clip_id)
    if clip is None:
        return None, "not in the store any more"
    # Where a corpus asks that no face is shown, the skeleton stands for the picture.
    jpeg = _frame(clip) if clip.show_faces else None
    if jpeg is not None:
        return picture_address("image/jpeg", jpeg), ""
    seen = playing_queries.keypoints_of(clip)
    if seen is None:
        return None, "no video"
    svg = moving_skeleton(seen.points, seen.time_ms, aspect=seen.aspect)
    return picture_address("image/svg+xml", svg.encode()), ""


def _frame(clip: Clip) -> bytes | None:
    path = clip_queries.media_path(clip)
    if clip.media == "image":
        try:
            return frame_jpeg(path, time_ms=0, is_image=True)
        except MediaError:
            return None
    found = clip_pictures(path, (clip.duration_ms // 2,))
    return found[0] if found else None
