"""Draws the four parameters of invented signs, one by one."""

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.random import Generator

from ingest.signer.drawn_hands import angles_of, made_handshapes
from ingest.signer.hand import ANGLES, Angles
from ingest.signer.places import OTHER_HAND, PLACES
from ingest.signer.signs import Hands
from ingest.synthetic_signs.held import drawn_frame
from ingest.synthetic_signs.signs import (
    BaseHand,
    Handshapes,
    Movement,
    Orientations,
    Place,
)
from ingest.synthetic_signs.turning import Reals, units
from store.handshapes import INVENTORY

MADE_HANDSHAPES: Final = 60
MADE_SEED: Final = 0
MADE_SHARE: Final = 0.25
"""Share of hands in a made handshape, which no inventory names."""
OPENS_SHARE: Final = 0.3
"""Share of signs whose handshape changes."""
TURNS_SHARE: Final = 0.3
"""Share of signs whose orientation changes."""
HANDS: Final[dict[Hands, float]] = {
    "one": 0.46,
    "symmetric": 0.26,
    "alternating": 0.08,
    "base": 0.2,
}
MORE_PLACES_CM: Final = {
    "forehead": (-8.0, 29.0, 14.0),
    "mouth": (-6.0, 12.0, 17.0),
    "neck": (-7.0, 1.0, 15.0),
    "middle": (-4.0, -12.0, 25.0),
    "low": (-12.0, -25.0, 22.0),
}
"""Beside those of `ingest.signer.places`, of which no language here makes use."""
PLACE_SPREAD_CM: Final = 3.5
LEAST_PLACE_CM: Final = np.array([-38.0, -36.0, 9.0])
GREATEST_PLACE_CM: Final = np.array([16.0, 34.0, 38.0])
STEP_CM: Final = (5.0, 18.0)
FLAT: Final = np.array([1.0, 1.0, 0.7])
"""Movements go ahead less than they go up or aside."""
SWING_CM: Final = (2.0, 8.0)
CIRCLES_SHARE: Final = 0.4
HALF: Final = 0.5
BASE_PLACE_CM: Final = np.array([0.0, -8.0, -2.0])
"""Where the base hand is, about the other."""
BASE_HANDSHAPES: Final = ("B", "B", "B", "5", "S", "A", "flat-O", "1", "bent-B")


def drawn_hands(rng: Generator) -> Hands:
    """Return which hands sign."""
    names = list(HANDS)
    return names[int(rng.choice(len(names), p=list(HANDS.values())))]


def drawn_handshapes(rng: Generator) -> Handshapes:
    """Return one handshape, or one that becomes another."""
    first = _handshape(rng)
    last = _handshape(rng) if rng.random() < OPENS_SHARE else first
    return Handshapes((first, last), np.stack([_angles(first), _angles(last)]))


def drawn_place(rng: Generator, hands: Hands) -> Place:
    """Return a place, somewhat beside one of those that have names."""
    centres = {
        **{p.name: p.centre for p in PLACES.values() if _fits(p.two_hands, hands)},
        **(MORE_PLACES_CM if hands == "one" else {}),
    }
    centres.pop(OTHER_HAND, None)
    name = str(rng.choice(list(centres)))
    centre = np.array(centres[name]) + rng.normal(0, PLACE_SPREAD_CM, 3)
    return Place(name if hands != "base" else OTHER_HAND, _reachable(centre))


def drawn_orientations(rng: Generator, centre_cm: Reals) -> Orientations:
    """Return how a hand that begins there is held, and to what it turns."""
    first = drawn_frame(rng, centre_cm)
    turns = rng.random() < TURNS_SHARE
    last = drawn_frame(rng, centre_cm) if turns else first
    return Orientations(np.stack([first, last]))


def drawn_movement(rng: Generator, centre_cm: Reals) -> Movement:
    """Return a movement from a place."""
    points = int(rng.choice([1, 2, 3, 4], p=[0.32, 0.48, 0.15, 0.05]))
    way = _way(rng, centre_cm, points)
    still = points == 1
    returns = 0 if still else int(rng.choice([0, 1, 2], p=[0.6, 0.25, 0.15]))
    plain = Movement("still" if still else "along a way", way, returns)
    if rng.random() < (0.6 if still else 0.2):
        return _swinging(plain, rng)
    if rng.random() < (0.45 if still else 0.15):
        return _twisting(plain, rng)
    if rng.random() < (0.5 if still else 0.1):
        return _wiggling(plain, rng)
    return plain


def drawn_base(rng: Generator, centre_cm: Reals) -> BaseHand:
    """Return the hand that rests under one whose middle is there."""
    name = str(rng.choice(BASE_HANDSHAPES))
    centre = centre_cm + BASE_PLACE_CM + rng.normal(0, 4.0, 3)
    frame = drawn_frame(rng, centre)
    return BaseHand(name, _angles(name), frame, centre)


def _fits(two_hands: bool, hands: Hands) -> bool:
    return two_hands or hands == "one"


def _handshape(rng: Generator) -> str:
    made = rng.random() < MADE_SHARE
    known = made_handshapes(MADE_HANDSHAPES, seed=MADE_SEED) if made else INVENTORY
    return str(rng.choice(list(known)))


def _angles(handshape: str) -> Angles:
    return angles_of(handshape, made=MADE_HANDSHAPES, seed=MADE_SEED)


def _reachable(centre_cm: Reals) -> Reals:
    return np.clip(centre_cm, LEAST_PLACE_CM, GREATEST_PLACE_CM)


def _way(rng: Generator, start_cm: Reals, points: int) -> Reals:
    way = [np.zeros(3)]
    for _ in range(points - 1):
        step = units(rng.normal(size=3) * FLAT) * rng.uniform(*STEP_CM)
        way.append(_reachable(start_cm + way[-1] + step) - start_cm)
    return np.stack(way)


def _swinging(movement: Movement, rng: Generator) -> Movement:
    along = units(rng.normal(size=3) * FLAT)
    across = units(np.cross(along, rng.normal(size=3)))
    size, in_circles = rng.uniform(*SWING_CM), bool(rng.random() < CIRCLES_SHARE)
    return replace(
        movement,
        name="in circles" if in_circles else "to and fro",
        along_cm=along * size,
        across_cm=across * size * in_circles,
        swings=float(rng.choice([1, 1.5, 2, 3])),
    )


def _twisting(movement: Movement, rng: Generator) -> Movement:
    # About the forearm, or the wrist nods.
    axis = np.eye(3)[1 if rng.random() < HALF else 0]
    return replace(
        movement,
        name="twisting",
        twist_rad=axis * rng.uniform(0.25, 0.8),
        twists=float(rng.choice([1, 2, 3])),
    )


def _wiggling(movement: Movement, rng: Generator) -> Movement:
    if rng.random() < HALF:
        knuckles = np.zeros(ANGLES)
        knuckles[[0, 4, 8, 12]] = 18
        return replace(
            movement,
            name="fingers playing",
            wiggle_deg=knuckles,
            wiggles=3.0,
            finger_lag_rad=1.3,
        )
    return replace(
        movement,
        name="fingers closing",
        wiggle_deg=0.5 * (_angles(_handshape(rng)) - _angles(_handshape(rng))),
        wiggles=float(rng.choice([1, 2, 3])),
    )
