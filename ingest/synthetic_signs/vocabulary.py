"""Invented signs in groups: within a group each differs from the first in one parameter.

So a batch of groups holds hard negatives: only the handshape, or only the place, tells
two signs apart.
"""

from dataclasses import replace
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.random import Generator, default_rng

from ingest.synthetic_signs.drawing import (
    drawn_base,
    drawn_hands,
    drawn_handshapes,
    drawn_movement,
    drawn_orientations,
    drawn_place,
)
from ingest.synthetic_signs.held import apart_rad
from ingest.synthetic_signs.signs import PARAMETERS, MadeSign, Parameter

GROUP: Final = 1 + len(PARAMETERS)
"""Signs of a group: one, and one for each parameter."""
APART_DEG: Final = 35.0
APART_RAD: Final = 0.8
APART_CM: Final = 9.0
"""Signs of a group differ by so much at least, so that people could tell them apart."""
TRIES: Final = 50


@lru_cache(maxsize=2)
def drawn_signs(count: int, *, seed: int) -> tuple[MadeSign, ...]:
    """Return invented signs, `S000A` to `S000E` of the first group, and so on."""
    groups = -(-count // GROUP)
    signs = [sign for group in range(groups) for sign in _group(group, seed)]
    return tuple(signs[:count])


def _group(number: int, seed: int) -> list[MadeSign]:
    rng = default_rng([seed, number])
    glosses = [f"S{number:03d}{letter}" for letter in "ABCDE"]
    changed = dict(zip(glosses[1:], PARAMETERS, strict=True))
    first = replace(_free(glosses[0], rng), pairs=tuple(changed.items()))
    others = [
        replace(
            _varied(first, parameter, rng),
            gloss=gloss,
            pairs=((first.gloss, parameter),),
        )
        for gloss, parameter in changed.items()
    ]
    return [first, *others]


def _free(gloss: str, rng: Generator) -> MadeSign:
    hands = drawn_hands(rng)
    place = drawn_place(rng, hands)
    return MadeSign(
        gloss,
        hands,
        drawn_handshapes(rng),
        drawn_orientations(rng, place.centre_cm),
        place,
        drawn_movement(rng, place.centre_cm),
        drawn_base(rng, place.centre_cm),
    )


def _varied(sign: MadeSign, parameter: Parameter, rng: Generator) -> MadeSign:
    """Return a sign that differs in one parameter, clearly if some draw does."""
    for _ in range(TRIES):
        other = _redrawn(sign, parameter, rng)
        if _clearly_apart(sign, other, parameter):
            break
    return other


def _redrawn(sign: MadeSign, parameter: Parameter, rng: Generator) -> MadeSign:
    centre = sign.place.centre_cm
    if parameter == "handshape":
        return replace(sign, handshape=drawn_handshapes(rng))
    if parameter == "orientation":
        return replace(sign, orientation=drawn_orientations(rng, centre))
    if parameter == "movement":
        return replace(sign, movement=drawn_movement(rng, centre))
    place = drawn_place(rng, sign.hands)
    base = replace(sign.base, centre_cm=sign.base.centre_cm + place.centre_cm - centre)
    return replace(sign, place=place, base=base)


def _clearly_apart(sign: MadeSign, other: MadeSign, parameter: Parameter) -> bool:
    if parameter == "handshape":
        ours, theirs = sign.handshape.angles_deg, other.handshape.angles_deg
        return bool(np.abs(ours - theirs).max() >= APART_DEG)
    if parameter == "orientation":
        ours, theirs = sign.orientation.frames, other.orientation.frames
        return max(map(apart_rad, ours, theirs)) >= APART_RAD
    if parameter == "place":
        way = sign.place.centre_cm - other.place.centre_cm
        return float(np.linalg.norm(way)) >= APART_CM
    ours, theirs = sign.movement.way_cm, other.movement.way_cm
    further = float(np.linalg.norm(ours[-1] - theirs[-1])) >= APART_CM
    return further or sign.movement.name != other.movement.name
