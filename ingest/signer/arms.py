"""Where the joints of an arm are when its hand is somewhere (inverse kinematics)."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ingest.signer.body import shoulder
from ingest.signer.hand import Angles
from ingest.signer.rotation import Matrix, unit
from ingest.signer.signers import Signer

UPPER_ARM_CM: Final = 29.0
FOREARM_CM: Final = 25.0
REACH: Final = 0.985
"""An arm is never quite straight."""
PALM_CENTRE_CM: Final = 7.0
"""From the wrist to the middle of the hand, which is what takes a place."""
SWIVELS_RAD: Final = np.radians(np.arange(-80, 81, 10))
EASY_WRIST_DEG: Final = 20.0
BODY_HALF_WIDTH_CM, BODY_DEPTH_CM = 12.0, 8.0


@dataclass(frozen=True)
class HandState:
    """One hand at one moment.

    Attributes:
        side: +1 the right hand, -1 the left.
        angles: joint angles, degrees, shape (21,).
        centre: the middle of the hand, standard centimetres, shape (3,).
        frame: of the hand, columns thumb side, fingers, palm; of a left hand its
            mirror image's, so that both share `angles`. Shape (3, 3).
        swivel_rad: how far the elbow is turned out about the line shoulder to wrist.
    """

    side: int
    angles: Angles
    centre: NDArray[np.float64]
    frame: Matrix
    swivel_rad: float = 0.0


@dataclass(frozen=True)
class Arm:
    """Joints of one arm, world centimetres, each of shape (3,)."""

    shoulder: NDArray[np.float64]
    elbow: NDArray[np.float64]
    wrist: NDArray[np.float64]


def arm_of(signer: Signer, state: HandState) -> Arm:
    """Return the joints of the arm that holds a hand, its wrist within reach."""
    start, wrist = shoulder(signer, state.side), _wanted_wrist(signer, state)
    wrist = _within_reach(signer, start, wrist)
    elbows = _elbows(signer, start, wrist, state.side, np.array([state.swivel_rad]))
    return Arm(start, elbows[0], wrist)


def easiest_swivel(signer: Signer, state: HandState) -> float:
    """Return the swivel that keeps the elbow low and the wrist little bent, radians."""
    start = shoulder(signer, state.side)
    wrist = _within_reach(signer, start, _wanted_wrist(signer, state))
    elbows = _elbows(signer, start, wrist, state.side, SWIVELS_RAD)
    forearms = wrist - elbows
    forearms /= np.linalg.norm(forearms, axis=1, keepdims=True)
    bend_deg = np.degrees(np.arccos(np.clip(forearms @ state.frame[:, 1], -1, 1)))
    cost = np.maximum(0.0, bend_deg - EASY_WRIST_DEG) ** 2
    cost += (0.6 * np.degrees(SWIVELS_RAD)) ** 2
    inside_body = (elbows[:, 2] < BODY_DEPTH_CM) * np.maximum(
        0.0, BODY_HALF_WIDTH_CM - np.abs(elbows[:, 0])
    )
    return float(SWIVELS_RAD[int(np.argmin(cost + 500 * inside_body))])


def _wanted_wrist(signer: Signer, state: HandState) -> NDArray[np.float64]:
    back = PALM_CENTRE_CM * signer.hand * signer.body
    return state.centre * signer.body - state.frame[:, 1] * back


def _within_reach(
    signer: Signer, start: NDArray[np.float64], wrist: NDArray[np.float64]
) -> NDArray[np.float64]:
    longest = REACH * (UPPER_ARM_CM + FOREARM_CM) * signer.body
    way = wrist - start
    return start + way * min(1.0, longest / float(np.linalg.norm(way)))


def _elbows(
    signer: Signer,
    start: NDArray[np.float64],
    wrist: NDArray[np.float64],
    side: int,
    swivels: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the elbow for each swivel angle (two-bone inverse kinematics), (S, 3)."""
    upper, fore = UPPER_ARM_CM * signer.body, FOREARM_CM * signer.body
    length = float(np.linalg.norm(wrist - start))
    along = (wrist - start) / length
    foot = (upper**2 - fore**2 + length**2) / (2 * length)
    height = math.sqrt(max(upper**2 - foot**2, 0.0))
    low = np.array([-0.35 * side, -1.0, -0.6])
    down = unit(low - along * float(low @ along))
    out = np.cross(along, down) * -side
    turned = np.cos(swivels)[:, None] * down + np.sin(swivels)[:, None] * out
    return np.asarray(start + along * foot + height * turned)
