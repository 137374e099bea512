"""Sphere tracing of the solids into an image, compiled.

Each tile of the image keeps the solids that may be seen in it; one coarse ray per tile
finds where its fine rays can start or that it is empty.

Reference: Hart, Sphere tracing, The Visual Computer 12, 1996, 10.1007/s003710050084.
"""

# ruff: noqa: PLR0917, PLR2004  - compiled code takes scalars and is full of numbers

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ingest.signer.compiled import compiled
from ingest.signer.field import FAR, Geometry, Kind, distance
from ingest.signer.paint import Looks
from ingest.signer.shade import Ids, Numbers, shade
from ingest.signer.solids import MAX_GROUPS, Solids
from ingest.signer.tiles import (
    MAX_TILE_SOLIDS,
    TILE_PX,
    Ray,
    View,
    bin_solids,
    ray_through,
)

MAX_STEPS: Final = 64
CAUTION: Final = 0.93
"""Share of the distance to step: blends make the field a little too long."""
HIT_PX: Final = 0.2
"""A ray has arrived when it is so near, in pixels; the last step is then exact enough."""
SLACK_CM: Final = 0.1


class Canvas(NamedTuple):
    """The picture so far: linear RGB (H, W, 3) and depth along z in cm, 0 for none."""

    colour: NDArray[np.float32]
    depth: NDArray[np.float32]


@compiled
def trace(solids: Solids, view: View, looks: Looks, canvas: Canvas) -> None:
    """Draw the solids into the canvas, in front of what lies behind them there."""
    colour, depth = canvas.colour, canvas.depth
    height, width = depth.shape
    tiles = bin_solids(solids, view, width, height)
    geometry, kind = solids.geometry, solids.kind
    groups, near = np.empty(MAX_GROUPS), np.empty(MAX_TILE_SOLIDS, np.int64)
    ids = np.empty(MAX_TILE_SOLIDS, np.int64)
    rows, columns = tiles.counts.shape
    for i in range(rows):
        for j in range(columns):
            count = tiles.counts[i, j]
            if count == 0:
                continue
            for k in range(count):
                ids[k] = tiles.ids[i, j, k]
            top, left = i * TILE_PX, j * TILE_PX
            ray = ray_through(
                view, left + TILE_PX / 2, top + TILE_PX / 2, width, height
            )
            start, end = tiles.near[i, j], tiles.far[i, j]
            start = _coarse_start(
                geometry, kind, ids, count, groups, view, ray, start, end / -ray.z
            )
            if start >= FAR:
                continue
            for row in range(top, min(top + TILE_PX, height)):
                for column in range(left, min(left + TILE_PX, width)):
                    _trace_pixel(
                        geometry, kind, ids, count, groups, near, view, looks,
                        colour, depth, row, column, start, end,
                    )  # fmt: skip


@compiled
def _coarse_start(
    geometry: Geometry,
    kind: Kind,
    ids: Ids,
    count: int,
    groups: Numbers,
    view: View,
    ray: Ray,
    start: float,
    end: float,
) -> float:
    """Return how far all rays of a tile are free, or FAR if it is empty."""
    t, widening = start, 0.75 * TILE_PX / view.focal
    for _ in range(MAX_STEPS):
        x, y, z = view.x + ray.x * t, view.y + ray.y * t, view.distance + ray.z * t
        d, _nearest = distance(geometry, kind, ids, count, groups, x, y, z)
        free = d * CAUTION - widening * t
        if free < SLACK_CM:
            return t
        t += free
        if t > end:
            return FAR
    return t


@compiled
def _march(
    geometry: Geometry,
    kind: Kind,
    ids: Ids,
    count: int,
    groups: Numbers,
    view: View,
    ray: Ray,
    start: float,
    end: float,
) -> tuple[float, float, int]:
    """Return where a ray meets the solids, how much of its pixel they cover, and which.

    Covers 0 where it misses them by more than half a pixel.
    """
    t, pixel = start, 1.0 / view.focal
    closest, closest_t, closest_id = FAR, start, -1
    for _ in range(MAX_STEPS):
        x, y, z = view.x + ray.x * t, view.y + ray.y * t, view.distance + ray.z * t
        d, nearest = distance(geometry, kind, ids, count, groups, x, y, z)
        size = pixel * t
        if d < HIT_PX * size:
            return t + d, 1.0, nearest
        if d < closest * size:
            closest, closest_t, closest_id = d / size, t, nearest
        t += d * CAUTION
        if t > end:
            break
    return closest_t, min(max(0.6 - closest, 0.0) * 1.6, 1.0), closest_id


@compiled
def _trace_pixel(
    geometry: Geometry,
    kind: Kind,
    ids: Ids,
    count: int,
    groups: Numbers,
    near: Ids,
    view: View,
    looks: Looks,
    colour: NDArray[np.float32],
    depth: NDArray[np.float32],
    row: int,
    column: int,
    start: float,
    end: float,
) -> None:
    height, width = depth.shape
    ray = ray_through(view, column + 0.5, row + 0.5, width, height)
    if depth[row, column] > 0:
        end = min(end, depth[row, column])
    end = end / -ray.z
    t, cover, hit = _march(geometry, kind, ids, count, groups, view, ray, start, end)
    if cover <= 0.0 or t > end:
        return
    point = (view.x + ray.x * t, view.y + ray.y * t, view.distance + ray.z * t)
    lit = shade(geometry, kind, ids, count, groups, near, looks, ray, hit, point)
    for channel in range(3):
        behind = colour[row, column, channel]
        colour[row, column, channel] = behind + (lit[channel] - behind) * cover
    if cover > 0.5:
        depth[row, column] = -t * ray.z
