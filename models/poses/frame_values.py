"""What a Transformer can be shown of each frame, by name."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np

from models.poses.describing import VALUES, described
from models.poses.preparation import Points, hands_about_wrists, velocity
from store.errors import UnknownNameError
from store.skeleton import HAND_POINTS, POINT_VALUES

_HANDS: Final = 2 * HAND_POINTS * 3


def coordinates(points: Points) -> Points:
    """Return all keypoints, 0 where never seen, (..., T, 75, 3) to (..., T, 225)."""
    return _flat(np.nan_to_num(points))


def velocities(points: Points) -> Points:
    """Return how far each keypoint went since the frame before, (..., T, 225)."""
    return _flat(velocity(np.nan_to_num(points)))


def hands(points: Points) -> Points:
    """Return both hands about their wrists, 0 where never seen, (..., T, 126)."""
    return _flat(np.nan_to_num(hands_about_wrists(points)))


PARTS: Final[Mapping[str, tuple[Callable[[Points], Points], int]]] = {
    "described": (described, VALUES),
    "coordinates": (coordinates, POINT_VALUES),
    "velocities": (velocities, POINT_VALUES),
    "hands": (hands, _HANDS),
}
"""What makes each part, and how many values it has a frame."""


def size(names: Sequence[str]) -> int:
    """Return how many values parts have a frame.

    Raises:
        UnknownNameError: there is no such part.
    """
    for name in names:
        if name not in PARTS:
            raise UnknownNameError("value of [network] sees", name, PARTS)
    return sum(PARTS[name][1] for name in names)


def shown(points: Points, names: Sequence[str]) -> Points:
    """Return parts side by side, shape (..., T, V), of points (..., T, 75, 3)."""
    made = [PARTS[name][0](points) for name in names]
    return np.concatenate(made, axis=-1).astype(np.float32, copy=False)


def _flat(points: Points) -> Points:
    return points.reshape(*points.shape[:-2], -1)
