"""Recording a sign with the camera of the visitor's machine."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from dashboard import state
from dashboard.find_desk import Desk
from dashboard.widgets.component import component

MOST_S: Final = 10
_HTML: Final = """\
<div class="recorder">
  <video data-part="live" autoplay muted playsinline hidden aria-label="Camera"></video>
  <video data-part="seen" muted playsinline hidden aria-label="The recording"></video>
  <div class="trimming" data-part="trimming" hidden>
    <label for="from">Begins</label><input type="range" id="from" data-part="from" min="0">
    <label for="to">Ends</label><input type="range" id="to" data-part="to" min="0">
  </div>
  <div class="acts">
    <button type="button" data-part="open">Record with the camera</button>
    <button type="button" data-part="start" hidden>Start</button>
    <button type="button" data-part="stop" hidden>Stop</button>
    <button type="button" data-part="use" hidden>Search with this</button>
    <button type="button" data-part="again" hidden>Record again</button>
    <button type="button" data-part="close" hidden>Close</button>
  </div>
  <p role="status" data-part="told"></p>
</div>"""


def take_recording(desk: Desk) -> bool:
    """Draw the camera; return whether there is a recording on the desk."""

    def recorded() -> None:
        _take(desk, st.session_state[state.FIND_RECORDER]["recorded"])

    component("camera_recorder", _HTML, css="camera_recorder")(
        key=state.FIND_RECORDER,
        data={"most_s": min(MOST_S, desk.limits.seconds)},
        on_recorded_change=recorded,
    )
    if desk.is_recording:
        st.button("Remove the recording", key="find_unrecord", on_click=desk.forget)
    return desk.is_recording


def _take(desk: Desk, told: Mapping[str, Any]) -> None:
    """Take in what the browser sent; a file that was chosen before is left."""
    try:
        content = base64.b64decode(str(told["content"]), validate=True)
    except binascii.Error:
        content = b""
    end_ms = told.get("end_ms")
    desk.record(
        str(told["name"]),
        content,
        start_ms=int(told["start_ms"]),
        end_ms=None if end_ms is None else int(end_ms),
    )
    st.session_state[state.FIND_ROUND] += 1
    state.FIND_CLIP.write(None)
