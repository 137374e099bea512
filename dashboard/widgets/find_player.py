"""The query as it was seen: its frames in a loop, the skeleton drawn over each."""

import io
from typing import Any, Final

from PIL import Image

from dashboard import state
from dashboard.charts.played_clips import Played
from dashboard.charts.played_clips import player_data as sent
from dashboard.records.find_records import Query
from dashboard.widgets.component import component

MOST_FRAMES: Final = 90
"""More of them would be slow to send; what is left out is evenly spread."""
_HTML: Final = """\
<figure>
  <div class="stage"><img alt=""><svg aria-hidden="true"></svg></div>
  <div class="controls">
    <button type="button" class="play">Pause</button>
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
    with Image.open(io.BytesIO(query.previews[0])) as opened:
        width_px, height_px = opened.size
    played = Played(
        sequence=query.sequence,
        pictures=query.previews,
        width_px=width_px,
        height_px=height_px,
        lasts_ms=query.clip.duration_ms,
        alt=f"{query.name} with the skeleton drawn over it, in a loop",
    )
    return sent([played], at_most=MOST_FRAMES)
