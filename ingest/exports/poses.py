"""Clips as `.pose` files, with the names that pose-format gives to MediaPipe Holistic.

x and y are pixels, depth is as MediaPipe gives it. A point that was not seen has the
confidence 0; a hand's seen points have 1, the body's MediaPipe's visibility. The frames
are those of the store, none added or left out: a `.pose` file has one rate for all of
them, so each frame's own time is in the file only as near as that rate puts it.

Reference: Moryossef, Mueller and Fahrni, pose-format: library for viewing, augmenting and
handling .pose files, 2023, arXiv:2310.09066.
"""

import io
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from store.landmark_parts import SeenClip
from store.skeleton import (
    HAND_NAMES,
    HANDS,
    POSE,
    POSE_NAMES,
    hand_limbs,
    pose_limbs,
)

if TYPE_CHECKING:
    from pose_format import Pose
    from pose_format.pose_header import PoseHeader

STILL_FPS: Final = 1.0
"""Rate written for a photograph, which has none."""
LEAST_SEEN: Final = 1e-6
"""Confidence of a point that was seen and is not visible at all: 0 means not seen."""
VERSION: Final = 0.2
_BODY: Final = "POSE_LANDMARKS"
_RED, _GREEN = (255, 0, 0), (0, 158, 115)
_LONG_FINGERS: Final = ("index", "middle", "ring")


def pose_bytes(
    seen: SeenClip, *, size_px: tuple[int, int], fps: float, world: bool = False
) -> bytes:
    """Return a clip as the content of a `.pose` file; arguments as of `as_pose`."""
    file = io.BytesIO()
    as_pose(seen, size_px=size_px, fps=fps, world=world).write(file)
    return file.getvalue()


def as_pose(
    seen: SeenClip, *, size_px: tuple[int, int], fps: float, world: bool = False
) -> "Pose":
    """Return a clip as pose-format holds it.

    Args:
        seen: its landmarks.
        size_px: width and height of its frames.
        fps: its mean rate; 0 of a photograph.
        world: add the hands in metres about their own centre.
    """
    from pose_format import Pose  # noqa: PLC0415 - only exports need it
    from pose_format.numpy import NumPyPoseBody  # noqa: PLC0415

    points = seen.points * np.array([*size_px, 1], np.float32)
    sure = _confidence(seen)
    if world:
        points = np.concatenate([points, seen.hand_world], axis=1)
        sure = np.concatenate([sure, _there(seen.hand_world)], axis=1)
    points[np.isnan(points) | (sure[..., None] == 0)] = 0
    data = points[:, None]  # (T, 1 person, points, 3)
    body = NumPyPoseBody(fps or STILL_FPS, data, sure[:, None])
    return Pose(_header(size_px, world=world), body)


def furthest_off_ms(times_ms: NDArray[np.int64], fps: float) -> float:
    """Return how far at most a frame's own time is from where an even rate puts it."""
    if not fps or not len(times_ms):
        return 0.0
    even = 1000 * np.arange(len(times_ms)) / fps
    return float(np.abs(times_ms - times_ms[0] - even).max())


def _confidence(seen: SeenClip) -> NDArray[np.float32]:
    """Return the confidence of the 75 points in each frame, (T, 75)."""
    sure = _there(seen.points)
    visible = np.nan_to_num(seen.visibility, nan=1.0)
    sure[:, POSE] *= np.maximum(visible, LEAST_SEEN)
    return sure


def _there(points: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return 1 where a point was seen and 0 where not, without its last axis."""
    missing = np.isnan(points[..., :2]).any(axis=-1)
    return np.where(missing, np.float32(0), np.float32(1))


@lru_cache(maxsize=8)
def _header(size_px: tuple[int, int], *, world: bool) -> "PoseHeader":
    from pose_format.pose_header import (  # noqa: PLC0415 - as above
        PoseHeader,
        PoseHeaderComponent,
        PoseHeaderDimensions,
    )

    def component(
        name: str, points: Sequence[str], limbs: list[tuple[int, int]]
    ) -> PoseHeaderComponent:
        colours = [_RED if name == _BODY else _GREEN]
        return PoseHeaderComponent(name, list(points), limbs, colours, "XYZC")

    kinds = ("LANDMARKS", "WORLD_LANDMARKS") if world else ("LANDMARKS",)
    hands = [
        component(f"{hand.upper()}_HAND_{kind}", hand_points(), hand_limbs())
        for kind in kinds
        for hand in HANDS
    ]
    body = component(_BODY, [name.upper() for name in POSE_NAMES], pose_limbs())
    return PoseHeader(VERSION, PoseHeaderDimensions(*size_px, 0), [body, *hands])


def hand_points() -> list[str]:
    """Return the 21 points of a hand as MediaPipe names them."""
    return [
        name.replace("_", "_finger_", 1).upper()
        if name.startswith(_LONG_FINGERS)
        else name.upper()
        for name in HAND_NAMES
    ]
