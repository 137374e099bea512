"""The 75 keypoints of a frame: names, slices, limbs, mirror. The only place that knows them.

Order: 33 pose points, 21 left-hand points, 21 right-hand points, each (x, y, z), as
MediaPipe numbers them. Left and right are the signer's own. Image coordinates: x and y
are fractions of the frame's width and height (0,0 = top left), z is depth in units of
the frame's width, smaller is nearer to the camera.

Reference: Grishchenko and Bazarevsky, MediaPipe Holistic, 2020.
"""

from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

Hand = Literal["left", "right"]
HANDS: Final[tuple[Hand, Hand]] = ("left", "right")

POSE_NAMES: Final = (
    "nose",
    "left_eye_inner",
    "left_eye",
    "left_eye_outer",
    "right_eye_inner",
    "right_eye",
    "right_eye_outer",
    "left_ear",
    "right_ear",
    "mouth_left",
    "mouth_right",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_pinky",
    "right_pinky",
    "left_index",
    "right_index",
    "left_thumb",
    "right_thumb",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
    "left_heel",
    "right_heel",
    "left_foot_index",
    "right_foot_index",
)
FINGERS: Final = ("thumb", "index", "middle", "ring", "pinky")
HAND_NAMES: Final = (
    "wrist",
    "thumb_cmc",
    "thumb_mcp",
    "thumb_ip",
    "thumb_tip",
    *(
        f"{finger}_{joint}"
        for finger in FINGERS[1:]
        for joint in ("mcp", "pip", "dip", "tip")
    ),
)
POINT_NAMES: Final = (
    *POSE_NAMES,
    *(f"left_hand_{name}" for name in HAND_NAMES),
    *(f"right_hand_{name}" for name in HAND_NAMES),
)

POSE_POINTS: Final = len(POSE_NAMES)
HAND_POINTS: Final = len(HAND_NAMES)
POINTS: Final = POSE_POINTS + 2 * HAND_POINTS
POINT_VALUES: Final = POINTS * 3
HAND_WORLD_VALUES: Final = 2 * HAND_POINTS * 3

POSE: Final = slice(0, POSE_POINTS)
LEFT_HAND: Final = slice(POSE_POINTS, POSE_POINTS + HAND_POINTS)
RIGHT_HAND: Final = slice(POSE_POINTS + HAND_POINTS, POINTS)
HAND_SLICES: Final[dict[Hand, slice]] = {"left": LEFT_HAND, "right": RIGHT_HAND}
"""Where a hand's 21 points lie among the 75."""
HAND_WORLD_SLICES: Final[dict[Hand, slice]] = {
    "left": slice(0, HAND_POINTS),
    "right": slice(HAND_POINTS, 2 * HAND_POINTS),
}
"""Where a hand's 21 points lie among the 42 of the two hands in metres."""

LEFT_SHOULDER: Final = POSE_NAMES.index("left_shoulder")
RIGHT_SHOULDER: Final = POSE_NAMES.index("right_shoulder")
LEFT_HIP: Final = POSE_NAMES.index("left_hip")
RIGHT_HIP: Final = POSE_NAMES.index("right_hip")
WRIST: Final = HAND_NAMES.index("wrist")
MIDDLE_MCP: Final = HAND_NAMES.index("middle_mcp")

POSE_LIMBS: Final = (
    ("left_shoulder", "right_shoulder"),
    ("left_shoulder", "left_elbow"),
    ("left_elbow", "left_wrist"),
    ("right_shoulder", "right_elbow"),
    ("right_elbow", "right_wrist"),
    ("left_shoulder", "left_hip"),
    ("right_shoulder", "right_hip"),
    ("left_hip", "right_hip"),
    ("left_eye", "right_eye"),
    ("mouth_left", "mouth_right"),
    ("nose", "left_eye"),
    ("nose", "right_eye"),
)
"""Limbs worth drawing in a signing frame, as pairs of pose names."""


def pose_limbs() -> list[tuple[int, int]]:
    """Return `POSE_LIMBS` as pairs of indices into the 75 points."""
    return [(POSE_NAMES.index(a), POSE_NAMES.index(b)) for a, b in POSE_LIMBS]


def hand_limbs() -> list[tuple[int, int]]:
    """Return the 21 bones of one hand as pairs of indices into its 21 points."""
    limbs = [(0, 5), (5, 9), (9, 13), (13, 17), (0, 17)]
    for finger in range(5):
        first = 1 + 4 * finger
        limbs += [(first + step, first + step + 1) for step in range(3)]
    return [*limbs, (0, 1)]


def mirror_index() -> NDArray[np.int64]:
    """Return the order in which the 75 points stand after swapping left and right."""
    swap = {"left": "right", "right": "left"}

    def other(name: str) -> str:
        return "_".join(swap.get(part, part) for part in name.split("_"))

    return np.array([POINT_NAMES.index(other(name)) for name in POINT_NAMES])
