"""The 75 keypoints of a performing person in space, all frames at once."""

from typing import Final

import numpy as np

from ingest.signer.arms import FOREARM_CM, PALM_CENTRE_CM, REACH, UPPER_ARM_CM
from ingest.signer.body import STRAIGHT, head_of, shoulder
from ingest.signer.signers import Signer
from ingest.synthetic_signs.forms import joints_over_time
from ingest.synthetic_signs.performing import MIRROR, HandOverTime
from ingest.synthetic_signs.turning import Reals, crossed, lengths, units
from store.skeleton import HAND_NAMES, HAND_SLICES, POINTS, POSE_NAMES

HEAD_CM: Final = {
    "nose": (0.0, -3.2, 11.0),
    "eye_inner": (1.9, 0.8, 7.6),
    "eye": (3.2, 0.8, 7.4),
    "eye_outer": (4.5, 0.8, 6.6),
    "ear": (7.4, -0.6, -0.8),
    "mouth": (2.4, -6.6, 7.8),
}
"""Points of the face about the middle of the head; x to the signer's left."""
FACE_POINTS: Final = 11
LEGS_CM: Final = {
    "hip": (9.5, -50.0, -1.0),
    "knee": (10.0, -92.0, 1.0),
    "ankle": (10.0, -132.0, -3.0),
    "heel": (9.5, -137.0, -6.0),
    "foot_index": (11.0, -139.0, 10.0),
}
KNUCKLES: Final = {"pinky": "pinky_mcp", "index": "index_mcp", "thumb": "thumb_ip"}
"""Points of the hand that the body's model has, too."""
SHORTEST_CM: Final = 6.0
LOW_ELBOW: Final = np.array([0.25, -1.0, -0.4])
"""Where elbows of the left arm tend to: out, down, back."""


def keypoints_cm(
    signer: Signer, right: HandOverTime, left: HandOverTime, swivels_rad: Reals
) -> Reals:
    """Return the 75 points of each frame in the world, shape (T, 75, 3).

    Args:
        signer: whose sizes count.
        right: what the right hand does.
        left: what the left hand does, said of a right hand.
        swivels_rad: how far the right and the left elbow are turned out, shape (2,).
    """
    points = np.zeros((len(right.raised), POINTS, 3))
    _place_head(points, signer)
    for name, (x, y, z) in LEGS_CM.items():
        for side, sign in (("left", 1), ("right", -1)):
            points[:, POSE_NAMES.index(f"{side}_{name}")] = (
                np.array([sign * x, y, z]) * signer.body
            )
    _place_arm(points, signer, right, "right", float(swivels_rad[0]))
    _place_arm(points, signer, left, "left", float(swivels_rad[1]))
    return points


def _place_head(points: Reals, signer: Signer) -> None:
    head = head_of(signer, STRAIGHT)
    for number, name in enumerate(POSE_NAMES[:FACE_POINTS]):
        x, y, z = HEAD_CM[_without_side(name)]
        points[:, number] = head.at(-x if "right" in name else x, y, z)


def _without_side(name: str) -> str:
    return "_".join(part for part in name.split("_") if part not in {"left", "right"})


def _place_arm(
    points: Reals, signer: Signer, hand: HandOverTime, name: str, swivel_rad: float
) -> None:
    """Place an arm and its hand, built on the right and mirrored for the left."""
    start = shoulder(signer, 1)
    back = PALM_CENTRE_CM * signer.hand * signer.body
    wrists = hand.centres_cm * signer.body - hand.frames[:, :, 1] * back
    wrists = _within_reach(signer, start, wrists)
    elbows = _elbows(signer, start, wrists, swivel_rad)
    formed = joints_over_time(hand.angles_deg, finger_length=signer.finger_length)
    formed = formed * (signer.hand * signer.body)
    fingers = formed @ hand.frames.transpose(0, 2, 1) + wrists[:, None]
    flip = MIRROR if name == "left" else np.ones(3)
    placed = {"shoulder": start, "elbow": elbows, "wrist": wrists}
    placed |= {
        part: fingers[:, HAND_NAMES.index(joint)] for part, joint in KNUCKLES.items()
    }
    for part, where in placed.items():
        points[:, POSE_NAMES.index(f"{name}_{part}")] = where * flip
    points[:, HAND_SLICES["left" if name == "left" else "right"]] = fingers * flip


def _within_reach(signer: Signer, start: Reals, wrists: Reals) -> Reals:
    longest = REACH * (UPPER_ARM_CM + FOREARM_CM) * signer.body
    ways = wrists - start
    far = np.clip(lengths(ways), SHORTEST_CM, longest)
    return np.asarray(start + units(ways) * far)


def _elbows(signer: Signer, start: Reals, wrists: Reals, swivel_rad: float) -> Reals:
    """Return elbows of a right arm (two-bone inverse kinematics), shape (T, 3)."""
    upper, fore = UPPER_ARM_CM * signer.body, FOREARM_CM * signer.body
    ways = wrists - start
    far = lengths(ways)
    along = ways / far
    foot = (upper**2 - fore**2 + far**2) / (2 * far)
    height = np.sqrt(np.maximum(upper**2 - foot**2, 0.0))
    low = LOW_ELBOW * MIRROR
    down = units(low - along * (along @ low)[:, None])
    out = crossed(down, along)
    turned = np.cos(swivel_rad) * down + np.sin(swivel_rad) * out
    return np.asarray(start + along * foot + height * turned)
