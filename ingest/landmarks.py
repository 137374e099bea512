"""What MediaPipe sees in a frame: body, both hands, and the hands in metres."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.graph import HAND_STREAMS, HAND_WORLD_STREAMS, POSE_STREAM, body_and_hands
from ingest.video import Image
from store.skeleton import (
    HAND_SLICES,
    HAND_WORLD_SLICES,
    HAND_WORLD_VALUES,
    HANDS,
    POINTS,
    POSE,
    POSE_POINTS,
    Hand,
)

Points = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen in one frame. Missing points are NaN.

    Attributes:
        points: (75, 3), image coordinates as `store.skeleton` says.
        visibility: (33,), of the pose points; NaN where no body was seen.
        hand_world: (42, 3), both hands in metres about their own centres.
    """

    points: Points
    visibility: Points
    hand_world: Points

    @property
    def pose(self) -> bool:
        """Whether a body was seen."""
        return not np.isnan(self.points[POSE.start, 0])

    def hand(self, hand: Hand) -> bool:
        """Return whether this hand was seen."""
        return not np.isnan(self.points[HAND_SLICES[hand].start, 0])


def nothing_seen() -> Seen:
    """Return what is seen in an empty room."""
    return Seen(
        points=np.full((POINTS, 3), np.nan, dtype=np.float32),
        visibility=np.full(POSE_POINTS, np.nan, dtype=np.float32),
        hand_world=np.full((HAND_WORLD_VALUES // 3, 3), np.nan, dtype=np.float32),
    )


class VideoTracker:
    """Reads body and hands off the frames of one video after another."""

    def __init__(self) -> None:
        self._graph = body_and_hands(static=False)

    def reset(self) -> None:
        """Forget the last video. To be called before each."""
        self._graph.reset()

    def read(self, image: Image) -> Seen:
        """Return what is seen in the next frame."""
        return seen_by(self._graph.process({"image": image}))


def seen_by(found: Any) -> Seen:
    """Return what a result of `ingest.graph.body_and_hands` says."""
    seen = nothing_seen()
    pose = getattr(found, POSE_STREAM)
    if pose is not None:
        seen.points[POSE] = point_array(pose.landmark)
        seen.visibility[:] = [point.visibility for point in pose.landmark]
    for hand in HANDS:
        points = getattr(found, HAND_STREAMS[hand])
        metres = getattr(found, HAND_WORLD_STREAMS[hand])
        if points is not None and metres is not None:
            seen.points[HAND_SLICES[hand]] = point_array(points.landmark)
            seen.hand_world[HAND_WORLD_SLICES[hand]] = point_array(metres.landmark)
    return seen


def point_array(landmarks: Sequence[Any]) -> Points:
    """Return MediaPipe's landmarks as an array of shape (n, 3)."""
    return np.array([(p.x, p.y, p.z) for p in landmarks], dtype=np.float32)
