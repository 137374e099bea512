"""The colour of a point of skin, cloth, hair or face before any light falls on it.

Colours are linear RGB.
"""

# ruff: noqa: PLR0917, PLR2004  - compiled code takes scalars and is full of numbers

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ingest.signer.compiled import compiled
from ingest.signer.solids import (
    BONE,
    CLOTH,
    EYE,
    FINGERTIP,
    HAIR,
    IRIS,
    LIP,
    PALM,
    SKIN,
)

Colour = tuple[float, float, float]

EYE_X, EYE_Y, LIP_Y = 3.2, 0.8, -6.55
"""Where eyes and the mouth line are in the head's frame, cm."""
DARK: Final = 0.02


class Looks(NamedTuple):
    """Colours, light and head of one signer, as the renderer takes them.

    Attributes:
        materials: linear RGB and shine of each material, shape (6, 4).
        lights: unit direction and colour of each lamp, shape (L, 6).
        ambient: linear RGB of the light from all around, shape (3,).
        head_centre: world, cm, shape (3,).
        head_frame: columns right, up, forward, shape (3, 3).
        head_scale: size of the head, 1 for the standard one.
        face: blink (0 open, 1 closed), beard and brow strength, shape (3,).
        stripes: strength and width (cm) of stripes on the cloth, shape (2,).
    """

    materials: NDArray[np.float64]
    lights: NDArray[np.float64]
    ambient: NDArray[np.float64]
    head_centre: NDArray[np.float64]
    head_frame: NDArray[np.float64]
    head_scale: float
    face: NDArray[np.float64]
    stripes: NDArray[np.float64]


@compiled
def _lattice(x: int, y: int, z: int) -> float:
    mixed = (x * 73856093) ^ (y * 19349663) ^ (z * 83492791)
    mixed = (mixed ^ (mixed >> 13)) * 1274126177
    return ((mixed ^ (mixed >> 16)) & 0xFFFF) / 65535.0


@compiled
def _blend(a: float, b: float, share: float) -> float:
    return a + (b - a) * share


@compiled
def grain(x: float, y: float, z: float) -> float:
    """Return smooth noise of wavelength 1 at a point, between -0.5 and 0.5."""
    i, j, k = math.floor(x), math.floor(y), math.floor(z)
    fx, fy, fz = x - i, y - j, z - k
    fx, fy, fz = fx * fx * (3 - 2 * fx), fy * fy * (3 - 2 * fy), fz * fz * (3 - 2 * fz)
    a, b, c = int(i), int(j), int(k)
    near = _blend(
        _blend(_lattice(a, b, c), _lattice(a + 1, b, c), fx),
        _blend(_lattice(a, b + 1, c), _lattice(a + 1, b + 1, c), fx),
        fy,
    )
    c += 1
    far = _blend(
        _blend(_lattice(a, b, c), _lattice(a + 1, b, c), fx),
        _blend(_lattice(a, b + 1, c), _lattice(a + 1, b + 1, c), fx),
        fy,
    )
    return _blend(near, far, fz) - 0.5


@compiled
def surface(
    looks: Looks, material: int, x: float, y: float, z: float
) -> tuple[float, float, float, float]:
    """Return colour and shine of a material at a point, with its grain."""
    m = looks.materials
    r, g, b = m[material, 0], m[material, 1], m[material, 2]
    if material == SKIN:
        coarse = grain(x * 0.9, y * 0.9, z * 0.9)
        tone = 1.0 + 0.12 * coarse + 0.06 * grain(x * 4.0, y * 4.0, z * 4.0)
        red = tone - 0.05 * coarse
        return r * tone, g * red, b * red, m[material, 3]
    tone = 1.0
    if material == CLOTH:
        tone += 0.22 * grain(x * 0.25, y * 0.18, z * 0.25)
        tone += 0.10 * grain(x * 6, y * 6, z * 6)
        if looks.stripes[0] > 0.0:
            wave = math.sin(y * math.pi / looks.stripes[1])
            tone *= 1.0 + looks.stripes[0] * min(max(3.0 * wave, -1.0), 1.0)
    elif material == HAIR:
        tone = 1.0 + 0.6 * grain(x * 3.0, y * 0.5, z * 3.0)
    return r * tone, g * tone, b * tone, m[material, 3]


@compiled
def hand_details(
    part: int, colour: Colour, along: float, facing_palm: float
) -> tuple[float, float, float, float]:
    """Return the colour of a hand with its creases, nails and paler palm, and the shine.

    Args:
        part: FINGERTIP, BONE or PALM.
        colour: of the skin there.
        along: share of the bone's length from its proximal joint.
        facing_palm: 1 where the surface faces as the palm does, -1 on the back.
    """
    r, g, b = colour
    if part == PALM:
        return r * (1.0 + 0.08 * max(facing_palm, 0.0)), g, b, 0.06
    fold = math.exp(-((along / 0.10) ** 2))
    shade = 1.0 - fold * (0.30 * max(facing_palm, 0.0) + 0.16 * max(-facing_palm, 0.0))
    r, g, b = r * shade, g * shade * (1 - 0.05 * fold), b * shade * (1 - 0.05 * fold)
    if part == BONE:
        return r, g, b, 0.06
    tip = min(max((along - 0.2) / 0.8, 0.0), 1.0)
    g, b = g * (1 - 0.10 * tip), b * (1 - 0.10 * tip)
    if facing_palm < -0.60 and along > 0.45:
        return 0.55 * r + 0.30, 0.55 * g + 0.20, 0.55 * b + 0.17, 0.4
    if facing_palm < -0.48 and along > 0.36:
        return r * 0.82, g * 0.77, b * 0.77, 0.06
    return r, g, b, 0.06


@compiled
def _eye(looks: Looks, x: float, y: float) -> Colour:
    m, blink = looks.materials, looks.face[0]
    ex, ey = abs(x) - EYE_X, y - EYE_Y
    upper = 0.48 - 0.18 * ex * ex - 1.0 * blink
    lower = -0.55 + 0.22 * ex * ex
    if ey > upper or ey < lower:
        lash = 0.3 if abs(ey - upper) < 0.17 else 0.85
        return m[SKIN, 0] * lash, m[SKIN, 1] * lash, m[SKIN, 2] * lash
    from_pupil = ex * ex + ey * ey
    if from_pupil < 0.075:
        return DARK, DARK, DARK
    if from_pupil < 0.36:
        return m[IRIS, 0], m[IRIS, 1], m[IRIS, 2]
    return m[EYE, 0], m[EYE, 1], m[EYE, 2]


@compiled
def _brow(x: float, y: float, strength: float) -> float:
    side = abs(x)
    middle = 2.75 - 0.10 * (side - 3.3) ** 2
    width = (0.52 - 0.07 * (side - 1.6)) * (0.6 + 0.5 * strength)
    if side < 1.3 or side > 5.6 or abs(y - middle) >= width:
        return 0.0
    return 0.85 * (1 - ((y - middle) / width) ** 2)


@compiled
def _beard(x: float, y: float, z: float) -> float:
    jaw = min(max((-4.6 - y + 0.12 * abs(x)) / 1.6, 0.0), 1.0)
    mouth = 1.0 - math.exp(-(x * x / 9.0 + (y - LIP_Y) ** 2 / 0.9))
    return jaw * mouth * min(max((z + 1.0) / 3.0, 0.0), 1.0)


@compiled
def _face_skin(looks: Looks, colour: Colour, x: float, y: float, z: float) -> Colour:
    r, g, b = colour
    if z <= 0.0:
        return r, g, b
    hair = looks.materials[HAIR]
    cover = max(_brow(x, y, looks.face[2]), looks.face[1] * _beard(x, y, z))
    r, g, b = (
        _blend(r, hair[0], cover),
        _blend(g, hair[1], cover),
        _blend(b, hair[2], cover),
    )
    side = abs(x)
    if z > 8.0:
        nostril = math.exp(-((side - 0.75) ** 2 / 0.25 + (y + 4.05) ** 2 / 0.09))
        r, g, b = (
            r * (1 - 0.8 * nostril),
            g * (1 - 0.85 * nostril),
            b * (1 - 0.85 * nostril),
        )
    cheek = 0.10 * math.exp(-((side - 4.3) ** 2 + (y + 3.2) ** 2) / 4.0)
    socket = 1 - 0.26 * math.exp(-((side - EYE_X) ** 2 / 3.5 + (y - 0.9) ** 2 / 1.3))
    return r * socket, g * (1 - cheek) * socket, b * (1 - cheek) * socket


@compiled
def face_details(
    looks: Looks, material: int, colour: Colour, x: float, y: float, z: float
) -> Colour:
    """Return the colour of a point of the head with eyes, brows, beard and mouth."""
    dx, dy, dz = (
        x - looks.head_centre[0],
        y - looks.head_centre[1],
        z - looks.head_centre[2],
    )
    f, s = looks.head_frame, looks.head_scale
    hx = (f[0, 0] * dx + f[1, 0] * dy + f[2, 0] * dz) / s
    hy = (f[0, 1] * dx + f[1, 1] * dy + f[2, 1] * dz) / s
    hz = (f[0, 2] * dx + f[1, 2] * dy + f[2, 2] * dz) / s
    if material == EYE:
        return _eye(looks, hx, hy)
    r, g, b = colour
    if material == LIP:
        line = 0.8 * math.exp(-(((hy - LIP_Y + 0.03 * hx * hx) / 0.16) ** 2))
        return r * (1 - line), g * (1 - line), b * (1 - line)
    if material == SKIN:
        return _face_skin(looks, colour, hx, hy, hz)
    return r, g, b


@compiled
def is_hand(part: int) -> bool:
    """Return whether a part is painted as a piece of a hand."""
    return part in (FINGERTIP, BONE, PALM)
