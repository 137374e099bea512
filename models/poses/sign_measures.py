"""How a sign is made, measured from its keypoints: handshape, place, orientation, movement.

Every sign is seen as if signed by a right-handed signer. Lengths are in torso lengths.
Directions are as the camera sees the signer: up, out to the side of the signing hand, and
towards the camera.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.features.joint_angles import joint_angles
from models.poses.preparation import (
    Points,
    PoseSequence,
    left_moves_more,
    mirrored,
    prepared,
)
from store.skeleton import FINGERS, HAND_NAMES, LEFT_HAND, MIDDLE_MCP, RIGHT_HAND, WRIST

FRAMES: Final = 48
RAISED: Final = -0.75
"""A wrist higher than this many torso lengths above the shoulders' middle signs."""
Reals = NDArray[np.float64]
_FLEXIONS: Final = 3 * len(FINGERS)
_UP: Final = np.array([0.0, -1.0, 0.0])
_OUT: Final = np.array([-1.0, 0.0, 0.0])
_NEAR: Final = np.array([0.0, 0.0, -1.0])


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing measured of a sign.

    Attributes:
        parameter: of signs that it belongs to.
        says: what is said of the sign that has more of it, e.g. `is made higher`.
        unit: of its values, for the reader; empty: none.
        least: a spread below this is noise of the tracker.
    """

    parameter: str
    says: str
    unit: str
    least: float


MEASURES: Final = (
    *(
        Measure(
            "handshape",
            f"has the {'thumb' if finger == 'thumb' else f'{finger} finger'} more bent",
            "degrees",
            10.0,
        )
        for finger in FINGERS
    ),
    Measure("place", "is made higher", "torso lengths", 0.05),
    Measure("place", "is made further out to the side", "torso lengths", 0.05),
    Measure("orientation", "turns the palm more to the camera", "", 0.1),
    Measure("orientation", "turns the palm more upwards", "", 0.1),
    Measure("orientation", "turns the palm more to its own side", "", 0.1),
    Measure("orientation", "points the fingers more upwards", "", 0.1),
    Measure("orientation", "points the fingers more to its own side", "", 0.1),
    Measure("movement", "moves over a longer path", "torso lengths", 0.2),
    Measure("movement", "ends higher above its beginning", "torso lengths", 0.1),
    Measure("movement", "ends further out from its beginning", "torso lengths", 0.1),
    Measure("movement", "moves more in one line", "", 0.1),
    Measure("hands", "raises the other hand for longer", "of the sign", 0.1),
)
"""What `measured` returns, in its order."""


def measured(sequence: PoseSequence, *, left_handed: bool | None = None) -> Reals:
    """Return what can be measured of one clip, shape (len(MEASURES),), NaN where nothing.

    Args:
        sequence: its keypoints.
        left_handed: whether the left hand is the dominant one; None: the hand that
            travels further is.
    """
    return measures_of(as_right_handed(sequence, left_handed=left_handed))


def as_right_handed(sequence: PoseSequence, *, left_handed: bool | None) -> Points:
    """Return prepared points of a clip as a right-handed signer would sign it."""
    points = prepared(sequence, frames=FRAMES, mirror_left=False)
    turn = left_moves_more(points) if left_handed is None else left_handed
    return mirrored(points) if turn else points


def measures_of(points: Points) -> Reals:
    """Return what can be measured of prepared points of a right-handed sign.

    Args:
        points: shape (T, 75, 3).
    """
    signing = points[signing_frames(points)].astype(np.float64)
    hand = signing[:, RIGHT_HAND]
    other = points[:, LEFT_HAND.start + WRIST].astype(np.float64)
    held_up = _raised(other).mean() if np.isfinite(other).any() else 0.0
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.concatenate(
            [
                _bends_deg(hand),
                _place(hand),
                _directions(hand),
                _movement(hand),
                [held_up],
            ]
        )


def signing_frames(points: Points) -> slice:
    """Return the frames from the first to the last in which the signing hand is raised.

    All frames where it never is: some signs are made low.
    """
    raised = np.flatnonzero(_raised(points[:, RIGHT_HAND.start + WRIST]))
    return slice(raised[0], raised[-1] + 1) if len(raised) else slice(0, len(points))


def _raised(wrists: Reals | Points) -> NDArray[np.bool_]:
    raised: NDArray[np.bool_] = -wrists[:, 1] > RAISED
    return raised


def _bends_deg(hand: Reals) -> Reals:
    flexions = joint_angles(hand)[:, :_FLEXIONS].astype(np.float64)
    by_finger = flexions.reshape(len(hand), len(FINGERS), -1).sum(axis=2)
    return np.degrees(_median(by_finger))


def _place(hand: Reals) -> Reals:
    return _median(np.stack([_along(hand[:, WRIST], way) for way in (_UP, _OUT)], 1))


def _directions(hand: Reals) -> Reals:
    index, pinky = (HAND_NAMES.index(f"{finger}_mcp") for finger in ("index", "pinky"))
    across = hand[:, pinky] - hand[:, index]
    along = _unit(hand[:, MIDDLE_MCP] - hand[:, WRIST])
    # The palm of a right hand: fingers up, palm to the camera, it points to the camera.
    palm = _unit(np.cross(along, across))
    ways = [(palm, way) for way in (_NEAR, _UP, _OUT)] + [(along, _UP), (along, _OUT)]
    return _median(np.stack([_along(vector, way) for vector, way in ways], 1))


def _movement(hand: Reals) -> Reals:
    wrist = hand[:, WRIST, :2]
    path = float(np.linalg.norm(np.diff(wrist, axis=0), axis=1).sum())
    whole = wrist[-1] - wrist[0]
    up, out = (float(_along(whole, way[:2])) for way in (_UP, _OUT))
    straight = float(np.linalg.norm(whole)) / path if path > 0 else np.nan
    return np.array([path, up, out, straight])


def _along(vectors: Reals, way: Reals) -> Reals:
    projected: Reals = vectors @ way
    return projected


def _unit(vectors: Reals) -> Reals:
    unit: Reals = vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
    return unit


def _median(values: Reals) -> Reals:
    """Return the medians over frames, shape (V,), NaN where nothing is known."""
    known = values[np.isfinite(values).all(axis=1)]
    return np.median(known, axis=0) if len(known) else np.full(values.shape[1], np.nan)
