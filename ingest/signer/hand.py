"""The articulated hand: joint angles, their limits, and where the joints then are.

Hand frame of a right hand, centimetres: x to the thumb side, y along the extended
fingers, z out of the palm, the wrist at the origin. A left hand is its mirror in x.
A pose is 21 angles in degrees: four for each finger (flexion of the knuckle MCP, of PIP
and of DIP, spreading towards the thumb) from index to pinky, then five for the thumb
(radial abduction, palmar abduction, roll, flexion of MCP and of IP).

The limits are ordinary active ranges of motion, slightly narrowed: Kapandji, The
Physiology of the Joints, vol. 1, 2007.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ingest.signer.rotation import Matrix, Vector, about_x, about_z, unit
from store.errors import CallError
from store.skeleton import HAND_POINTS

Angles = NDArray[np.float64]

ANGLES: Final = 21
FINGER_ANGLES: Final = 4
THUMB_ANGLES: Final = slice(16, 21)
PALM_LENGTH_CM: Final = 9.2
PALMAR: Final = np.array([0.0, 0.0, 1.0])

FINGER_LIMITS_DEG: Final = ((-10, 95), (-3, 108), (-3, 70), (-25, 16))
THUMB_LIMITS_DEG: Final = ((0, 72), (-10, 68), (5, 95), (-15, 65), (-20, 80))
LIMITS_DEG: Final = np.array([*(4 * FINGER_LIMITS_DEG), *THUMB_LIMITS_DEG], np.float64)
"""Least and greatest value of each of the 21 angles, shape (21, 2)."""


@dataclass(frozen=True, slots=True)
class Digit:
    """The bones of one digit in the hand frame, centimetres.

    Attributes:
        base: its first joint (MCP of a finger, CMC of the thumb).
        lengths: of its three bones.
        radii: of the flesh at its four joints, the tip included.
        inward_deg: how far a finger turns to the middle of the palm when it flexes.
    """

    base: tuple[float, float, float]
    lengths: tuple[float, float, float]
    radii: tuple[float, float, float, float]
    inward_deg: float = 0.0


THUMB: Final = Digit((1.7, 1.9, 0.8), (4.3, 3.5, 2.9), (1.45, 1.2, 1.06, 0.86))
FINGERS: Final = (
    Digit((2.45, 8.8, 0.0), (4.3, 2.6, 2.2), (1.06, 0.96, 0.86, 0.72), -4.0),
    Digit((0.45, PALM_LENGTH_CM, -0.15), (4.8, 3.0, 2.3), (1.06, 0.98, 0.88, 0.74)),
    Digit((-1.55, 8.7, -0.05), (4.4, 2.8, 2.3), (1.01, 0.92, 0.83, 0.70), 4.0),
    Digit((-3.35, 7.8, 0.2), (3.4, 2.1, 2.0), (0.90, 0.80, 0.72, 0.61), 8.0),
)


@dataclass(frozen=True, slots=True)
class HandJoints:
    """Where a hand's joints are in its own frame.

    Attributes:
        points: the 21 points in MediaPipe's order, cm, shape (21, 3).
        palmar: the palm side of each bone, thumb first, unit, shape (5, 3, 3).
    """

    points: NDArray[np.float64]
    palmar: NDArray[np.float64]


def check_angles(angles: ArrayLike) -> Angles:
    """Return the angles as an array of shape (21,).

    Raises:
        CallError: there are not 21, or one lies outside its limits.
    """
    pose = np.asarray(angles, np.float64)
    if pose.shape != (ANGLES,):
        message = f"A hand has {ANGLES} joint angles, not an array of {pose.shape}."
        raise CallError(message)
    outside = np.flatnonzero((pose < LIMITS_DEG[:, 0]) | (pose > LIMITS_DEG[:, 1]))
    if outside.size:
        first = int(outside[0])
        low, high = LIMITS_DEG[first]
        message = f"Joint angle {first} is {pose[first]:g} degrees; a hand can do {low:g} to {high:g}."
        raise CallError(message)
    return pose


def within_limits(angles: Angles) -> Angles:
    """Return the nearest angles that a hand can do."""
    return np.clip(angles, LIMITS_DEG[:, 0], LIMITS_DEG[:, 1])


def joints(angles: Angles, *, finger_length: float = 1.0) -> HandJoints:
    """Return where the joints of a right hand are (forward kinematics).

    Args:
        angles: degrees, shape (21,).
        finger_length: factor on the length of all bones beyond the palm.
    """
    points = np.zeros((HAND_POINTS, 3))
    palmar = np.zeros((5, 3, 3))
    radians = np.radians(angles)
    _place(THUMB, _thumb_bones(radians[THUMB_ANGLES]), finger_length, points[1:5])
    palmar[0] = _palm_sides(_thumb_bones(radians[THUMB_ANGLES]))
    for number, digit in enumerate(FINGERS):
        first = FINGER_ANGLES * number
        bones = _finger_bones(digit, radians[first : first + FINGER_ANGLES])
        _place(digit, bones, finger_length, points[5 + 4 * number : 9 + 4 * number])
        palmar[1 + number] = _palm_sides(bones)
    return HandJoints(points, palmar)


def _finger_bones(digit: Digit, radians: Angles) -> list[Matrix]:
    mcp, pip, dip, spread = (float(value) for value in radians)
    # A flexed finger points at the scaphoid, not straight down.
    inward = math.radians(digit.inward_deg) * min(1.0, max(0.0, mcp))
    proximal = about_z(-spread) @ about_x(mcp) @ about_z(inward)
    middle = proximal @ about_x(pip)
    return [proximal, middle, middle @ about_x(dip)]


def _thumb_bones(radians: Angles) -> list[Matrix]:
    radial, palm, roll, mcp, ip = (float(value) for value in radians)
    along = np.array(
        [
            math.sin(radial) * math.cos(palm),
            math.cos(radial) * math.cos(palm),
            math.sin(palm),
        ]
    )
    flexes_to: Vector = np.array([-math.cos(roll), 0.0, math.sin(roll)])
    flexes_to = unit(flexes_to - along * float(flexes_to @ along))
    metacarpal = np.stack([np.cross(along, flexes_to), along, flexes_to], axis=1)
    proximal = metacarpal @ about_x(mcp)
    return [metacarpal, proximal, proximal @ about_x(ip)]


def _place(
    digit: Digit, bones: list[Matrix], length: float, points: NDArray[np.float64]
) -> None:
    points[0] = digit.base
    for number, bone in enumerate(bones):
        points[number + 1] = (
            points[number] + bone[:, 1] * digit.lengths[number] * length
        )


def _palm_sides(bones: list[Matrix]) -> NDArray[np.float64]:
    return np.stack([bone[:, 2] for bone in bones])
