"""The query as it was seen: its frames in a loop, the skeleton drawn over each."""

import base64
import hashlib
import io
from typing import Any, Final

import numpy as np
from PIL import Image

from dashboard import state
from dashboard.charts.skeleton import skeleton_marks
from dashboard.find_records import Query
from dashboard.widgets.component import component

MOST_FRAMES: Final = 90
"""More of them would be slow to send; what is left out is evenly spread."""
_HTML: Final = """\
<figure>
  <div class="stage"><img alt=""><svg aria-hidden="true"></svg></div>
  <div class="controls">
    <button type="button">Pause</button>
    <input type="range" min="0" max="0" value="0" aria-label="Frame of the query">
    <output></output>
    <label><input type="checkbox" checked> Skeleton</label>
  </div>
</figure>"""


def draw_player(query: Query) -> None:
    """Draw the frames of an uploaded query in a loop, with the skeleton over them."""
    component("pose_player", _HTML, css="pose_player")(
        key=state.FIND_PLAYER, data=player_data(query)
    )


def player_data(query: Query) -> dict[str, Any]:
    """Return what the browser is sent: pictures, skeletons and times of some frames."""
    count = min(len(query.previews), len(query.sequence.points))
    width_px, height_px = _size_px(query.previews[0])
    frames = []
    for place in np.linspace(0, count - 1, min(count, MOST_FRAMES)).round().astype(int):
        points = query.sequence.points[place]
        data = base64.b64encode(query.previews[place]).decode()
        frames.append(
            {
                "ms": int(query.sequence.time_ms[place]),
                "source": f"data:image/jpeg;base64,{data}",
                "marks": skeleton_marks(points, width_px=width_px, height_px=height_px),
            }
        )
    return {
        "frames": frames,
        "lasts_ms": max(query.clip.duration_ms, int(query.sequence.time_ms[-1])),
        "width_px": width_px,
        "height_px": height_px,
        "alt": f"{query.name} with the skeleton drawn over it, in a loop",
        "token": _token(query),
    }


def _size_px(picture: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(picture)) as opened:
        return opened.size


def _token(query: Query) -> str:
    told = hashlib.sha256(query.sequence.points.tobytes())
    return told.hexdigest()[:16]
