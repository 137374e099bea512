"""How far a point is from the solids: the signed distance field, compiled.

References: Hart, Sphere tracing, The Visual Computer 12, 1996, 10.1007/s003710050084;
Quilez, Smooth minimum, 2013 (the quadratic form).
"""

# ruff: noqa: PLR0917  - compiled code takes scalars

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ingest.signer.compiled import compiled
from ingest.signer.solids import (
    AXIS,
    BLEND,
    CARVES,
    FRAME,
    GROUP,
    GROWTH,
    INVERSE_LENGTH_SQUARED,
    PARENT,
    PARENT_BLEND,
    RADIUS,
    ROUND,
    START,
)

Geometry = NDArray[np.float64]
Kind = NDArray[np.int64]

FAR: Final = 1e9


@compiled
def smooth_least(a: float, b: float, blend: float) -> float:
    """Return the smaller of two distances, rounded off where they differ by < blend."""
    if a + blend <= b:
        return a
    if b + blend <= a:
        return b
    near = blend - abs(a - b)
    return min(a, b) - near * near * 0.25 / blend


@compiled
def share_along(g: Geometry, i: int, x: float, y: float, z: float) -> float:
    """Return how far along a cone's axis a point lies, 0 at its start, 1 at its end."""
    along = (
        (x - g[i, START]) * g[i, AXIS]
        + (y - g[i, START + 1]) * g[i, AXIS + 1]
        + (z - g[i, START + 2]) * g[i, AXIS + 2]
    ) * g[i, INVERSE_LENGTH_SQUARED]
    return float(min(max(along, 0.0), 1.0))


@compiled
def _cone_distance(g: Geometry, i: int, x: float, y: float, z: float) -> float:
    h = share_along(g, i, x, y, z)
    dx = x - g[i, START] - h * g[i, AXIS]
    dy = y - g[i, START + 1] - h * g[i, AXIS + 1]
    dz = z - g[i, START + 2] - h * g[i, AXIS + 2]
    away = math.sqrt(dx * dx + dy * dy + dz * dz)
    return float(away - g[i, RADIUS] - g[i, GROWTH] * h)


@compiled
def _ellipsoid_distance(g: Geometry, i: int, x: float, y: float, z: float) -> float:
    px, py, pz = x - g[i, START], y - g[i, START + 1], z - g[i, START + 2]
    f = FRAME
    u = (g[i, f] * px + g[i, f + 1] * py + g[i, f + 2] * pz) / g[i, AXIS]
    v = (g[i, f + 3] * px + g[i, f + 4] * py + g[i, f + 5] * pz) / g[i, AXIS + 1]
    w = (g[i, f + 6] * px + g[i, f + 7] * py + g[i, f + 8] * pz) / g[i, AXIS + 2]
    inside = math.sqrt(u * u + v * v + w * w) + 1e-6
    u, v, w = u / g[i, AXIS], v / g[i, AXIS + 1], w / g[i, AXIS + 2]
    slope = math.sqrt(u * u + v * v + w * w) + 1e-6
    return float(inside * (inside - 1.0) / slope)


@compiled
def solid_distance(
    geometry: Geometry, kind: Kind, i: int, x: float, y: float, z: float
) -> float:
    """Return the signed distance of a point from one solid, cm (negative inside)."""
    if kind[i, ROUND] == 0:
        return _cone_distance(geometry, i, x, y, z)
    return _ellipsoid_distance(geometry, i, x, y, z)


@compiled
def _forget_parents(
    kind: Kind, ids: NDArray[np.int64], count: int, groups: NDArray[np.float64]
) -> None:
    for j in range(count):
        if kind[ids[j], PARENT] >= 0:
            groups[kind[ids[j], PARENT]] = FAR


@compiled
def distance(
    geometry: Geometry,
    kind: Kind,
    ids: NDArray[np.int64],
    count: int,
    groups: NDArray[np.float64],
    x: float,
    y: float,
    z: float,
) -> tuple[float, int]:
    """Return the distance of a point from some solids, and which is the nearest.

    Looks at the first `count` solids of `ids`, which are in the scene's order. The point
    is in cm. `groups` is room for one number per group; its content is lost.
    """
    _forget_parents(kind, ids, count, groups)
    best, best_id = FAR, -1
    group, here, nearest, nearest_distance = -1, FAR, -1, FAR
    for j in range(count):
        i = ids[j]
        if kind[i, GROUP] != group:
            if group >= 0:
                groups[group] = here
            if here < best:
                best, best_id = here, nearest
            group, here, nearest, nearest_distance = kind[i, GROUP], FAR, -1, FAR
        d = solid_distance(geometry, kind, i, x, y, z)
        if kind[i, CARVES] == 1:
            here = -smooth_least(-here, d, geometry[i, BLEND])
            continue
        if d < nearest_distance:
            nearest, nearest_distance = i, d
        if kind[i, PARENT] >= 0:
            d = smooth_least(d, groups[kind[i, PARENT]], geometry[i, PARENT_BLEND])
        here = smooth_least(here, d, geometry[i, BLEND])
    if here < best:
        best, best_id = here, nearest
    return best, best_id


@compiled
def keep_near(
    geometry: Geometry,
    kind: Kind,
    ids: NDArray[np.int64],
    count: int,
    reach: float,
    near: NDArray[np.int64],
    x: float,
    y: float,
    z: float,
) -> int:
    """Write the solids whose blends reach a point into `near`; return how many.

    Looks at the first `count` solids of `ids`; beyond their blends they matter up to
    `reach` cm from the point.
    """
    kept = 0
    for j in range(count):
        i = ids[j]
        if solid_distance(geometry, kind, i, x, y, z) < reach + geometry[i, BLEND]:
            near[kept] = i
            kept += 1
    return kept
