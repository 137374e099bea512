"""A skeleton that moves, for clips of which only keypoints are known."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from dashboard.charts.skeleton import skeleton_marks
from dashboard.theme import CROP_GROUND

WIDTH_PX: Final = 320
MOST_FRAMES: Final = 24
_LAST_FRAME_MS: Final = 40

Points = NDArray[np.float32]


def moving_skeleton(
    points: Points, time_ms: NDArray[np.int64], *, aspect: float
) -> str:
    """Return a looping SVG file of a clip's skeleton on neutral ground.

    Args:
        points: fractions of the frame, shape (T, 75, 3), NaN where missing.
        time_ms: of each frame, rising, shape (T,).
        aspect: width of the frame over its height.
    """
    height_px = round(WIDTH_PX / aspect)
    count = min(len(points), MOST_FRAMES)
    chosen = np.linspace(0, len(points) - 1, count).round().astype(int)
    lasts_ms = int(time_ms[-1] - time_ms[0]) + _LAST_FRAME_MS
    starts = [(int(time_ms[place]) - int(time_ms[0])) / lasts_ms for place in chosen]
    frames = "".join(
        _shown(
            skeleton_marks(points[place], width_px=WIDTH_PX, height_px=height_px),
            start,
            end,
            lasts_ms,
        )
        for place, start, end in zip(chosen, starts, [*starts[1:], 1.0], strict=True)
    )
    size = f'width="{WIDTH_PX}" height="{height_px}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} '
        f'viewBox="0 0 {WIDTH_PX} {height_px}"><rect {size} fill="{CROP_GROUND}"/>'
        f"{frames}</svg>"
    )


def _shown(marks: str, start: float, end: float, lasts_ms: int) -> str:
    """Return marks that are seen from one share of the loop to another."""
    values, times = ["inline"], [start]
    if start > 0:
        values, times = ["none", *values], [0.0, *times]
    if end < 1:
        values, times = [*values, "none"], [*times, end]
    return (
        f'<g display="none">{marks}<animate attributeName="display" calcMode="discrete" '
        f'values="{";".join(values)}" keyTimes="{";".join(f"{t:.4f}" for t in times)}" '
        f'dur="{lasts_ms}ms" repeatCount="indefinite"/></g>'
    )
