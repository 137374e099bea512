"""Draws how a hand may be held at a place: forearm, its rotation, and a bent wrist.

So that no invented sign breaks an arm, orientations are drawn as arms make them: the
forearm points from a hanging elbow to the place, turns about itself, and the wrist bends
a little. Ranges: Kapandji, The Physiology of the Joints, vol. 1, 2007.
"""

import math
from typing import Final

import numpy as np
from numpy.random import Generator

from ingest.signer.rotation import Matrix, about_x, about_z, from_vector, hand_frame
from ingest.synthetic_signs.turning import Reals, units

HANGING_ELBOW_CM: Final = np.array([-22.0, -26.0, 3.0])
NEUTRAL_PALM: Final = np.array([1.0, 0.0, -0.5])
"""Towards the midline, or to the signer where the forearm points there."""
PRONATIONS_DEG: Final = ((-75.0, 0.42), (-10.0, 0.28), (65.0, 0.30))
"""Palm down or to the front, to the midline, up or to the signer; and how often."""
PRONATION_SPREAD_DEG: Final = 18.0
FLEXIONS_DEG: Final = ((-35.0, 0.2), (5.0, 0.5), (40.0, 0.3))
FLEXION_SPREAD_DEG: Final = 14.0
DEVIATION_SPREAD_DEG: Final = 14.0
FREE_SHARE: Final = 0.12
"""Some hands are held as only a raised elbow or a turned shoulder allows."""
FREE_TURN_RAD: Final = 0.7


def drawn_frame(rng: Generator, centre_cm: Reals) -> Matrix:
    """Return a frame that a right hand whose middle is there may have, shape (3, 3)."""
    forearm = units(centre_cm - HANGING_ELBOW_CM)
    pronation = _one_of(rng, PRONATIONS_DEG, PRONATION_SPREAD_DEG)
    flexion = _one_of(rng, FLEXIONS_DEG, FLEXION_SPREAD_DEG)
    deviation = math.radians(rng.normal(0, DEVIATION_SPREAD_DEG))
    palm = from_vector(forearm * pronation) @ NEUTRAL_PALM
    held = hand_frame(forearm, palm) @ about_x(flexion) @ about_z(deviation)
    if rng.random() < FREE_SHARE:
        return from_vector(rng.normal(0, FREE_TURN_RAD, 3)) @ held
    return held


def apart_rad(one: Matrix, other: Matrix) -> float:
    """Return by what angle two frames differ."""
    cosine = (float(np.trace(one.T @ other)) - 1) / 2
    return math.acos(min(1.0, max(-1.0, cosine)))


def _one_of(
    rng: Generator, kinds: tuple[tuple[float, float], ...], spread_deg: float
) -> float:
    """Return an angle near one of several, radians."""
    middles, shares = np.array(kinds).T
    return math.radians(rng.normal(rng.choice(middles, p=shares), spread_deg))
