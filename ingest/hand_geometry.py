"""Where to look for a hand, and how readings from there come back into the photograph.

Angles turn clockwise on the screen; an upright look has none.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.hand_models import CROP_SIDE_PX, CropReading, Palm
from ingest.video import Image
from store.skeleton import HAND_NAMES, WRIST

Array = NDArray[np.float64]

_PALM_SCALE: Final = 2.6
_PALM_SHIFT: Final = 0.5
_POINTS_SCALE: Final = 2.0
_POINTS_SHIFT: Final = 0.1
"""As MediaPipe's own graphs set them."""
_PALM_POINTS: Final = [
    number
    for number, name in enumerate(HAND_NAMES)
    if name == "wrist" or name.endswith(("mcp", "pip", "cmc", "thumb_ip"))
]
_INDEX, _MIDDLE, _RING = (
    HAND_NAMES.index(f"{finger}_mcp") for finger in ("index", "middle", "ring")
)


@dataclass(frozen=True, slots=True)
class Look:
    """A square of the photograph to look at.

    Attributes:
        x_px, y_px: its centre, in pixels of the photograph.
        side_px: its side.
        turn_deg: where its top points: 0 up, 90 to the right.
        mirrored: whether it is looked at in a mirror.
    """

    x_px: float
    y_px: float
    side_px: float
    turn_deg: float = 0.0
    mirrored: bool = False

    def affine(self) -> Array:
        """Return (2, 3): pixels of the photograph to pixels of the cut picture."""
        linear = _rotation(-self.turn_deg) * (CROP_SIDE_PX / self.side_px)
        if self.mirrored:
            linear[0] *= -1
        offset = CROP_SIDE_PX / 2 - linear @ (self.x_px, self.y_px)
        return np.column_stack([linear, offset])

    def cut(self, image: Image) -> Image:
        """Return the square, upright, black where the photograph has ended."""
        size = (CROP_SIDE_PX, CROP_SIDE_PX)
        picture = cv2.warpAffine(image, self.affine(), size, flags=cv2.INTER_LINEAR)
        return np.asarray(picture, dtype=np.uint8)

    def points_px(self, reading: CropReading) -> Array:
        """Return (21, 3) in pixels of the photograph; z in pixels as well."""
        affine = self.affine()
        cut_px = reading.points[:, :2] * CROP_SIDE_PX
        plane = (cut_px - affine[:, 2]) @ np.linalg.inv(affine[:, :2]).T
        return np.column_stack([plane, reading.points[:, 2] * self.side_px])

    def metres(self, reading: CropReading) -> Array:
        """Return (21, 3) in metres, turned as the hand is in the photograph."""
        metres = reading.metres.copy()
        if self.mirrored:
            metres[:, 0] *= -1
        metres[:, :2] = metres[:, :2] @ _rotation(self.turn_deg).T
        return metres


def look_at_palm(palm: Palm, *, width_px: int, height_px: int) -> Look:
    """Return where MediaPipe looks for the hand of a palm that was detected."""
    size = np.array([width_px, height_px])
    left_top, box = palm.box[:2] * size, palm.box[2:] * size
    turn_deg = _upward_deg((palm.knuckle - palm.wrist) * size)
    up = _rotation(turn_deg) @ (0.0, -1.0)
    centre = left_top + box / 2 + up * (_PALM_SHIFT * box[1])
    return Look(centre[0], centre[1], float(box.max()) * _PALM_SCALE, turn_deg)


def look_at_points(points_px: Array) -> Look:
    """Return where MediaPipe looks next for a hand whose points are known.

    Args:
        points_px: (21, 2) or (21, 3), pixels of the photograph.
    """
    plane = points_px[:, :2]
    knuckles = (plane[_INDEX] + plane[_RING]) / 4 + plane[_MIDDLE] / 2
    turn_deg = _upward_deg(knuckles - plane[WRIST])
    upright = plane[_PALM_POINTS] @ _rotation(turn_deg)
    low, high = upright.min(axis=0), upright.max(axis=0)
    middle = (low + high) / 2 - (0.0, _POINTS_SHIFT * (high - low)[1])
    centre = _rotation(turn_deg) @ middle
    side_px = float((high - low).max()) * _POINTS_SCALE
    return Look(centre[0], centre[1], max(side_px, 1.0), turn_deg)


def turned_onto(shape: Array, other: Array) -> Array:
    """Return a shape turned in space so that it lies on another as well as it can.

    Both are (n, 3) and centred.

    Reference: Kabsch, A solution for the best rotation to relate two sets of vectors,
    1976, doi:10.1107/S0567739476001873.
    """
    left, _, right = np.linalg.svd(shape.T @ other)
    handed = np.array([1.0, 1.0, np.sign(np.linalg.det(left @ right))])
    turned: Array = shape @ (left * handed) @ right
    return turned


def centred(shape: Array) -> Array:
    """Return a shape of (n, 3) moved so that its mean is the origin."""
    moved: Array = shape - shape.mean(axis=0)
    return moved


def unlikeness(shape: Array, other: Array) -> float:
    """Return how far two shapes are apart whatever their place, turn and size; 0 to 1."""
    a, b = centred(shape), centred(other)
    a, b = a / np.linalg.norm(a), b / np.linalg.norm(b)
    return float(np.linalg.norm(turned_onto(a, b) - b)) / 2


def _rotation(turn_deg: float) -> Array:
    angle = np.deg2rad(turn_deg)
    cos, sin = np.cos(angle), np.sin(angle)
    return np.array([[cos, -sin], [sin, cos]])


def _upward_deg(direction: Array) -> float:
    return float(np.degrees(np.arctan2(direction[0], -direction[1])))
