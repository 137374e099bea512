"""The colour of a point that was hit: its normal, paint and light, compiled.

Only the solids near the point are looked at.
"""

# ruff: noqa: PLR0917  - compiled code takes scalars

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ingest.signer.compiled import compiled
from ingest.signer.field import Geometry, Kind, distance, keep_near, share_along
from ingest.signer.paint import Looks, face_details, hand_details, is_hand, surface
from ingest.signer.solids import FACE, FRAME, MATERIAL, PART, SKIN
from ingest.signer.tiles import Ray

Ids = NDArray[np.int64]
Numbers = NDArray[np.float64]
Vector = tuple[float, float, float]

NEAR_CM: Final = 1.3
NORMAL_STEP_CM: Final = 0.05
CORNERS: Final = ((1, -1, -1), (-1, -1, 1), (-1, 1, -1), (1, 1, 1))
"""Of a tetrahedron: the gradient needs only four distances."""
OPEN_TAPS_CM: Final = (0.5, 1.2)


@compiled
def shade(
    geometry: Geometry,
    kind: Kind,
    ids: Ids,
    count: int,
    groups: Numbers,
    near: Ids,
    looks: Looks,
    ray: Ray,
    hit: int,
    point: Vector,
) -> Vector:
    """Return the linear RGB of a point of solid `hit` as the ray sees it.

    Looks at the first `count` solids of `ids`. `groups` and `near` are room for one
    number per group and one id per solid.
    """
    x, y, z = point
    kept = keep_near(geometry, kind, ids, count, NEAR_CM, near, x, y, z)
    normal = _normal(geometry, kind, near, kept, groups, point)
    openness = _openness(geometry, kind, near, kept, groups, point, normal)
    paint = _painted(geometry, kind, looks, hit, point, normal)
    return _lit(looks, paint, kind[hit, MATERIAL] == SKIN, ray, normal, openness)


@compiled
def _normal(
    geometry: Geometry,
    kind: Kind,
    near: Ids,
    count: int,
    groups: Numbers,
    point: Vector,
) -> Vector:
    nx, ny, nz = 0.0, 0.0, 0.0
    for sx, sy, sz in CORNERS:
        x, y, z = (
            point[0] + sx * NORMAL_STEP_CM,
            point[1] + sy * NORMAL_STEP_CM,
            point[2] + sz * NORMAL_STEP_CM,
        )
        d, _ = distance(geometry, kind, near, count, groups, x, y, z)
        nx, ny, nz = nx + sx * d, ny + sy * d, nz + sz * d
    scale = 1.0 / (math.sqrt(nx * nx + ny * ny + nz * nz) + 1e-12)
    return nx * scale, ny * scale, nz * scale


@compiled
def _openness(
    geometry: Geometry,
    kind: Kind,
    near: Ids,
    count: int,
    groups: Numbers,
    point: Vector,
    normal: Vector,
) -> float:
    """Return how open the surroundings of a point are: 1 free, less in corners."""
    hidden = 0.0
    for tap in OPEN_TAPS_CM:
        x, y, z = (
            point[0] + normal[0] * tap,
            point[1] + normal[1] * tap,
            point[2] + normal[2] * tap,
        )
        d, _ = distance(geometry, kind, near, count, groups, x, y, z)
        hidden += max(0.0, tap - d) * (0.30 / tap + 0.12)
    return max(0.25, 1.0 - hidden)


@compiled
def _painted(
    geometry: Geometry, kind: Kind, looks: Looks, i: int, point: Vector, normal: Vector
) -> tuple[float, float, float, float]:
    x, y, z = point
    material, part = kind[i, MATERIAL], kind[i, PART]
    r, g, b, shine = surface(looks, material, x, y, z)
    if is_hand(part):
        palm = (
            normal[0] * geometry[i, FRAME]
            + normal[1] * geometry[i, FRAME + 1]
            + normal[2] * geometry[i, FRAME + 2]
        )
        along = share_along(geometry, i, x, y, z)
        return hand_details(part, (r, g, b), along, palm)
    if part == FACE:
        r, g, b = face_details(looks, material, (r, g, b), x, y, z)
    return r, g, b, shine


@compiled
def _lit(
    looks: Looks,
    paint: tuple[float, float, float, float],
    is_skin: bool,
    ray: Ray,
    normal: Vector,
    openness: float,
) -> Vector:
    nx, ny, nz = normal
    sky = (0.75 + 0.25 * ny) * openness
    r, g, b = looks.ambient[0] * sky, looks.ambient[1] * sky, looks.ambient[2] * sky
    shine = 0.0
    wrap = 0.25 if is_skin else 0.05
    lamps = looks.lights
    for i in range(lamps.shape[0]):
        facing = nx * lamps[i, 0] + ny * lamps[i, 1] + nz * lamps[i, 2]
        diffuse = max(0.0, (facing + wrap) / (1 + wrap)) * (0.45 + 0.55 * openness)
        glow = 0.10 * math.exp(-((facing / 0.25) ** 2)) if is_skin else 0.0
        r += lamps[i, 3] * (diffuse + glow)
        g += lamps[i, 4] * diffuse
        b += lamps[i, 5] * diffuse
        hx, hy, hz = lamps[i, 0] - ray.x, lamps[i, 1] - ray.y, lamps[i, 2] - ray.z
        half = (nx * hx + ny * hy + nz * hz) / math.sqrt(hx * hx + hy * hy + hz * hz)
        shine += paint[3] * max(0.0, half) ** 24 * lamps[i, 4] * openness
    return paint[0] * r + shine, paint[1] * g + shine, paint[2] * b + shine
