"""An invented sign as numbers: handshape, orientation, place, movement, and which hands.

Everything is said of a right hand in the world of `ingest.signer`: centimetres from
mid-shoulder of a standard person, x towards the viewer's right, y up, z to the viewer.
"""

from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np

from ingest.signer.hand import ANGLES
from ingest.signer.signs import Hands
from ingest.synthetic_signs.turning import Reals

Parameter = Literal["handshape", "orientation", "place", "movement"]
PARAMETERS: Final[tuple[Parameter, ...]] = (
    "handshape",
    "orientation",
    "place",
    "movement",
)


def _nowhere() -> Reals:
    return np.zeros(3)


def _unchanged() -> Reals:
    return np.zeros(ANGLES)


@dataclass(frozen=True, slots=True, eq=False)
class Handshapes:
    """How the hand is formed at the first and at the last hold.

    Attributes:
        names: of both, in the inventory or made.
        angles_deg: joint angles of both, shape (2, 21).
    """

    names: tuple[str, str]
    angles_deg: Reals


@dataclass(frozen=True, slots=True, eq=False)
class Orientations:
    """How the hand is held: frames at the first and at the last hold, shape (2, 3, 3)."""

    frames: Reals


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """Where the middle of the hand is at the first hold: name, and cm, shape (3,)."""

    name: str
    centre_cm: Reals


@dataclass(frozen=True, slots=True, eq=False)
class Movement:
    """What happens between the holds.

    Attributes:
        name: kind of movement, for people.
        way_cm: points passed, about the place; the first is 0; shape (K, 3).
        returns: how often the way is gone back and forth after the first time.
        along_cm, across_cm: a swinging beside: sine and cosine parts, shape (3,).
        swings: how often.
        twist_rad: a turning to and fro, a vector in the hand's frame, shape (3,).
        twists: how often.
        wiggle_deg: change of the joint angles to and fro, shape (21,).
        wiggles: how often.
        finger_lag_rad: by how much each finger wiggles later than the one before.
    """

    name: str
    way_cm: Reals
    returns: int = 0
    along_cm: Reals = field(default_factory=_nowhere)
    across_cm: Reals = field(default_factory=_nowhere)
    swings: float = 0.0
    twist_rad: Reals = field(default_factory=_nowhere)
    twists: float = 0.0
    wiggle_deg: Reals = field(default_factory=_unchanged)
    wiggles: float = 0.0
    finger_lag_rad: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class BaseHand:
    """The hand that rests while the other signs at it, said of a right hand.

    Attributes:
        handshape: its name.
        angles_deg: shape (21,).
        frame: shape (3, 3).
        centre_cm: shape (3,).
    """

    handshape: str
    angles_deg: Reals
    frame: Reals
    centre_cm: Reals


@dataclass(frozen=True, slots=True, eq=False)
class MadeSign:
    """One invented sign.

    Attributes:
        gloss: its name.
        hands: which sign, and how.
        handshape, orientation, place, movement: the four parameters.
        base: what the other hand does where it is a base.
        pairs: (gloss, parameter) of signs of its group that differ in that one alone.
    """

    gloss: str
    hands: Hands
    handshape: Handshapes
    orientation: Orientations
    place: Place
    movement: Movement
    base: BaseHand
    pairs: tuple[tuple[str, Parameter], ...] = ()
