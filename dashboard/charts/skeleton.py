"""A skeleton drawn over a frame: the same everywhere. Left hand squares, right discs."""

import base64
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dashboard.theme import BODY_COLOUR, CROP_GROUND, HAND_COLOURS
from dashboard.wording import attribute_text
from store.skeleton import HAND_SLICES, HANDS, Hand, hand_limbs, pose_limbs

THICKNESS: Final = 1 / 230
"""Width of a line as a share of the picture's larger side."""

Points = NDArray[np.float32]


def picture_html(svg: str, *, alt: str) -> str:
    """Return an SVG as an HTML picture with a description."""
    data = base64.b64encode(svg.encode()).decode()
    return (
        f'<img class="sa-picture" alt="{attribute_text(alt)}" '
        f'src="data:image/svg+xml;base64,{data}">'
    )


def framed_skeleton(
    points: Points | None,
    *,
    width_px: int,
    height_px: int,
    jpeg: bytes | None = None,
) -> str:
    """Return a frame with its skeleton as an SVG file.

    Args:
        points: the 75 points as fractions of the frame, shape (75, 3), NaN where missing;
            None draws no skeleton.
        width_px: width of the frame.
        height_px: height of the frame.
        jpeg: the frame itself; None draws neutral ground.
    """
    parts = [_ground(jpeg, width_px, height_px)]
    if points is not None:
        parts.append(skeleton_marks(points, width_px=width_px, height_px=height_px))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width_px}" '
        f'height="{height_px}" viewBox="0 0 {width_px} {height_px}">'
        f"{''.join(parts)}</svg>"
    )


def skeleton_marks(points: Points, *, width_px: int, height_px: int) -> str:
    """Return the lines and joints of a skeleton, as SVG in pixels of the frame."""
    where = points[:, :2].astype(np.float64) * (width_px, height_px)
    thick = max(width_px, height_px) * THICKNESS
    body = _lines(where, pose_limbs(), BODY_COLOUR, thick * 1.6)
    hands = [_hand(where[HAND_SLICES[hand]], hand, thick) for hand in HANDS]
    return body + "".join(hands)


def _ground(jpeg: bytes | None, width_px: int, height_px: int) -> str:
    size = f'width="{width_px}" height="{height_px}"'
    if jpeg is None:
        return f'<rect {size} fill="{CROP_GROUND}"/>'
    data = base64.b64encode(jpeg).decode()
    return f'<image {size} preserveAspectRatio="none" href="data:image/jpeg;base64,{data}"/>'


def _hand(where: NDArray[np.float64], hand: Hand, thick: float) -> str:
    colour = HAND_COLOURS[hand]
    joints = [
        _joint(x, y, hand, thick) for x, y in where if np.isfinite(x) and np.isfinite(y)
    ]
    return _lines(where, hand_limbs(), colour, thick) + "".join(joints)


def _lines(
    where: NDArray[np.float64], limbs: list[tuple[int, int]], colour: str, thick: float
) -> str:
    path = " ".join(
        f"M{where[a][0]:.1f} {where[a][1]:.1f}L{where[b][0]:.1f} {where[b][1]:.1f}"
        for a, b in limbs
        if np.isfinite(where[[a, b]]).all()
    )
    if not path:
        return ""
    outline = max(thick * 0.5, 1.0)
    # A light line below the coloured one keeps it visible on any ground.
    return "".join(
        f'<path d="{path}" fill="none" stroke="{stroke}" stroke-width="{width:.2f}" '
        f'stroke-linecap="round"/>'
        for stroke, width in (("#FFFFFF", thick + outline), (colour, thick))
    )


def _joint(x: float, y: float, hand: Hand, thick: float) -> str:
    style = (
        f'fill="{HAND_COLOURS[hand]}" stroke="#FFFFFF" stroke-width="{thick / 3:.2f}"'
    )
    if hand == "right":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{thick * 1.2:.2f}" {style}/>'
    side = thick * 2.2
    return (
        f'<rect x="{x - side / 2:.1f}" y="{y - side / 2:.1f}" width="{side:.2f}" '
        f'height="{side:.2f}" {style}/>'
    )
