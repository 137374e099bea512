"""The camera's rays, and which solids may be seen in each tile of the image, compiled."""

# ruff: noqa: PLR0917  - compiled code takes scalars

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ingest.signer.compiled import compiled
from ingest.signer.field import FAR
from ingest.signer.solids import Solids

TILE_PX: Final = 8
MAX_TILE_SOLIDS: Final = 64


class View(NamedTuple):
    """A pinhole camera at (x, y, distance) that looks along -z; focal length in px."""

    x: float
    y: float
    distance: float
    focal: float


class Ray(NamedTuple):
    """A ray from the camera: its unit direction."""

    x: float
    y: float
    z: float


class Tiles(NamedTuple):
    """Which solids may be seen in each tile: ids (ny, nx, 64), counts, depth range."""

    ids: NDArray[np.int64]
    counts: NDArray[np.int64]
    near: NDArray[np.float64]
    far: NDArray[np.float64]


@compiled
def ray_through(view: View, u: float, v: float, width: int, height: int) -> Ray:
    """Return the ray through a point (u, v) of the picture, pixels."""
    x, y = (u - width * 0.5) / view.focal, (height * 0.5 - v) / view.focal
    length = 1.0 / math.sqrt(x * x + y * y + 1.0)
    return Ray(x * length, y * length, -length)


@compiled
def _to_segment(px: float, py: float, dx: float, dy: float) -> float:
    along = (px * dx + py * dy) / (dx * dx + dy * dy + 1e-6)
    along = min(max(along, 0.0), 1.0)
    return math.hypot(px - along * dx, py - along * dy)


@compiled
def _bin_one(
    tiles: Tiles,
    i: int,
    capsule: NDArray[np.float64],
    view: View,
    width: int,
    height: int,
) -> None:
    za, zb = view.distance - capsule[2], view.distance - capsule[5]
    nearest = min(za, zb) - capsule[6]
    if nearest < 1.0:
        return
    ax = width * 0.5 + view.focal * (capsule[0] - view.x) / za
    ay = height * 0.5 - view.focal * (capsule[1] - view.y) / za
    bx = width * 0.5 + view.focal * (capsule[3] - view.x) / zb
    by = height * 0.5 - view.focal * (capsule[4] - view.y) / zb
    reach = view.focal * capsule[6] / nearest * 1.03 + 0.75 * TILE_PX + 0.5
    rows, columns = tiles.counts.shape
    for row in range(
        max(0, int((min(ay, by) - reach) // TILE_PX)),
        min(rows - 1, int((max(ay, by) + reach) // TILE_PX)) + 1,
    ):
        for column in range(
            max(0, int((min(ax, bx) - reach) // TILE_PX)),
            min(columns - 1, int((max(ax, bx) + reach) // TILE_PX)) + 1,
        ):
            px, py = (column + 0.5) * TILE_PX - ax, (row + 0.5) * TILE_PX - ay
            count = tiles.counts[row, column]
            if (
                _to_segment(px, py, bx - ax, by - ay) > reach
                or count >= MAX_TILE_SOLIDS
            ):
                continue
            tiles.ids[row, column, count] = i
            tiles.counts[row, column] = count + 1
            tiles.near[row, column] = min(tiles.near[row, column], nearest)
            farthest = max(za, zb) + capsule[6]
            tiles.far[row, column] = max(tiles.far[row, column], farthest)


@compiled
def bin_solids(solids: Solids, view: View, width: int, height: int) -> Tiles:
    """Return for each tile the solids that may be seen in it, in their order."""
    rows, columns = -(-height // TILE_PX), -(-width // TILE_PX)
    tiles = Tiles(
        np.zeros((rows, columns, MAX_TILE_SOLIDS), np.int64),
        np.zeros((rows, columns), np.int64),
        np.full((rows, columns), FAR),
        np.zeros((rows, columns)),
    )
    for i in range(solids.bounds.shape[0]):
        _bin_one(tiles, i, solids.bounds[i], view, width, height)
    return tiles
