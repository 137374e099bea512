"""Angles and distances within a hand: what stays when it turns, moves or is larger.

38 values of a right hand (left hands are mirrored), in radians, sines and palm lengths,
which have about the same range, so that k-means needs no weights:

| values | what | unit |
|---|---|---|
| 15 | flexion: angle between successive bones, three joints for each of five fingers | rad |
| 4 | spreading: angle between the first bones of neighbouring fingers | rad |
| 3 | thumb: abduction (to the side, along the fingers), opposition (out of the palm) | sine |
| 4 | leaning of index to pinky towards the thumb's side | sine |
| 5 | fingertips to the palm's centre | palm lengths |
| 4 | fingertips to the thumb's tip | palm lengths |
| 3 | fingertips to the next finger's | palm lengths |
"""

from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.feature import Feature
from models.handcrops import HandCrops, mirrored_to_right
from store.skeleton import FINGERS, HAND_NAMES, MIDDLE_MCP, WRIST

Points = NDArray[np.float64]

DIMENSIONS: Final = 38
FINGER_POINTS: Final = {
    finger: tuple(i for i, name in enumerate(HAND_NAMES) if name.startswith(finger))
    for finger in FINGERS
}
"""Four points a finger, from the palm to the tip."""
TIPS: Final = tuple(points[-1] for points in FINGER_POINTS.values())
KNUCKLES: Final = tuple(points[0] for points in FINGER_POINTS.values())[1:]
THUMB: Final = FINGER_POINTS["thumb"]


def compute(crops: HandCrops) -> NDArray[np.float32]:
    """Return the values of each hand; NaN where the hand was not seen."""
    return joint_angles(mirrored_to_right(crops.world, crops.are_left))


def joint_angles(hands: Points) -> NDArray[np.float32]:
    """Return the values of right hands.

    Args:
        hands: points of N right hands in any unit, shape (N, 21, 3).

    Returns:
        Shape (N, 38); NaN rows where a point is NaN or the palm has no extent.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        values = np.concatenate(
            [
                _flexions(hands),
                _spreadings(hands),
                _thumb_directions(hands),
                _leanings(hands),
                _tip_distances(hands),
            ],
            axis=1,
        )
    values[~np.isfinite(values).all(axis=1)] = np.nan
    return values.astype(np.float32)


def _flexions(hands: Points) -> Points:
    angles = []
    for points in FINGER_POINTS.values():
        chain = hands[:, (WRIST, *points)]
        bones = np.diff(chain, axis=1)  # (N, 4, 3)
        angles.append(_angle(bones[:, :-1], bones[:, 1:]))
    return np.concatenate(angles, axis=1)


def _spreadings(hands: Points) -> Points:
    first = [_bone(hands, *points[:2]) for points in FINGER_POINTS.values()]
    # The thumb's first bone lies in the palm: its second is the one that spreads.
    first[0] = _bone(hands, *THUMB[1:3])
    angles = [_angle(one, other) for one, other in pairwise(first)]
    return np.stack(angles, axis=1)


def _thumb_directions(hands: Points) -> Points:
    thumb = _unit(_bone(hands, THUMB[1], THUMB[3]))
    return np.stack([_dot(thumb, axis) for axis in _palm_axes(hands)], axis=1)


def _leanings(hands: Points) -> Points:
    across, _, _ = _palm_axes(hands)
    fingers = [FINGER_POINTS[finger] for finger in FINGERS[1:]]
    straight = [_unit(_bone(hands, points[0], points[-1])) for points in fingers]
    return np.stack([_dot(finger, across) for finger in straight], axis=1)


def _tip_distances(hands: Points) -> Points:
    palm = [np.linalg.norm(_bone(hands, WRIST, point), axis=1) for point in KNUCKLES]
    tips = hands[:, TIPS]  # (N, 5, 3)
    centre = hands[:, (WRIST, *KNUCKLES)].mean(axis=1, keepdims=True)
    reaches = [
        np.linalg.norm(tips - centre, axis=2),
        np.linalg.norm(tips[:, 1:] - tips[:, :1], axis=2),
        np.linalg.norm(np.diff(tips[:, 1:], axis=1), axis=2),
    ]
    distances: Points = np.concatenate(reaches, axis=1)
    distances /= np.mean(palm, axis=0)[:, None]
    return distances


def _palm_axes(hands: Points) -> tuple[Points, Points, Points]:
    """Return unit vectors to the thumb's side, to the fingers, out of the back."""
    up = _unit(_bone(hands, WRIST, MIDDLE_MCP))
    out = _unit(np.cross(up, _bone(hands, KNUCKLES[-1], KNUCKLES[0])))
    return np.cross(out, up), up, out


def _bone(hands: Points, start: int, end: int) -> Points:
    return hands[:, end] - hands[:, start]


def _angle(one: Points, other: Points) -> Points:
    across = np.linalg.norm(np.cross(one, other), axis=-1)
    angles: Points = np.arctan2(across, _dot(one, other))
    return angles


def _dot(one: Points, other: Points) -> Points:
    products: Points = (one * other).sum(axis=-1)
    return products


def _unit(vectors: Points) -> Points:
    units: Points = vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
    return units


FEATURE: Final = Feature(
    name="joint_angles",
    title="Joint angles",
    needs="landmarks",
    dimensions=DIMENSIONS,
    compute=compute,
)
