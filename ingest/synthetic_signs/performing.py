"""How both hands move while somebody performs a sign, all frames at once."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.random import Generator

from ingest.signer.places import NEAR_BODY_SIDES
from ingest.synthetic_signs.people import Rest
from ingest.synthetic_signs.signs import MadeSign
from ingest.synthetic_signs.timing import Clock, along_way, least_jerk
from ingest.synthetic_signs.turning import Reals, blended, turns

FULL_TURN: Final = 2 * np.pi
SMOOTH_FRAMES: Final = 6
LIFT_CM: Final = 6.0
"""How far a rising hand swings forward."""
HABIT_CM: Final = 3.4
"""How far off its place one performance is (deviation)."""
HOLD_CM: Final = 1.8
"""How far each point of the way is off by itself."""
HABIT_RAD: Final = 0.25
SIZE_SPREAD: Final = 0.3
"""Deviation of the logarithm of how wide a movement is made."""
LOOSE_DEG: Final = np.array([*(4 * (10.0, 10.0, 7.0, 3.5)), 8, 8, 11, 10, 11])
TREMBLING_DEG: Final = 2.5
MIRROR: Final = np.array([-1.0, 1.0, 1.0])
LAG_OF: Final = np.repeat(np.arange(6), 4)[:21]
"""Which finger each joint angle belongs to."""


@dataclass(frozen=True, slots=True, eq=False)
class HandOverTime:
    """A hand over T frames, said of a right hand.

    Attributes:
        angles_deg: shape (T, 21).
        centres_cm: shape (T, 3).
        frames: shape (T, 3, 3).
        raised: 0 at rest, 1 while it signs, shape (T,).
    """

    angles_deg: Reals
    centres_cm: Reals
    frames: Reals
    raised: Reals


def smooth_noise(rng: Generator, columns: int, frames: int, width: int) -> Reals:
    """Return slow noise of deviation 1, shape (T, columns)."""
    window = _window(frames, width)
    return np.asarray(window @ rng.normal(size=(window.shape[1], columns)))


@lru_cache(maxsize=1024)
def _window(frames: int, width: int) -> Reals:
    """Return what each frame takes of each of some random numbers, (T, N)."""
    every = max(1, width // 2)
    middles = np.arange(-width, frames + width + every, every)
    apart = (np.arange(frames)[:, None] - middles) / (width + 1)
    weights = np.where(np.abs(apart) < 1, 1 + np.cos(np.pi * apart), 0.0)
    return np.asarray(weights / np.linalg.norm(weights, axis=1, keepdims=True))


def dominant_hand(
    sign: MadeSign, clock: Clock, rest: Rest, rng: Generator
) -> HandOverTime:
    """Return the hand that signs in every sign."""
    return _raised(_signing(sign, clock, rng), clock, rest)


def other_hand(
    sign: MadeSign, clock: Clock, rest: Rest, rng: Generator
) -> HandOverTime:
    """Return the other hand, said of a right hand, whether it signs or not."""
    if sign.hands == "one":
        return _resting(clock, rest, rng)
    if sign.hands == "base":
        return _raised(_based(sign, clock, rng), clock, rest)
    by_turns = sign.hands == "alternating"
    return _raised(_signing(sign, clock, rng, by_turns=by_turns), clock, rest)


def _signing(
    sign: MadeSign, clock: Clock, rng: Generator, *, by_turns: bool = False
) -> HandOverTime:
    movement, size = sign.movement, float(np.exp(rng.normal(0, SIZE_SPREAD)))
    stroke = 1 - clock.stroke if by_turns else clock.stroke
    way = movement.way_cm * size + rng.normal(0, HOLD_CM, movement.way_cm.shape)
    passed, gone = along_way(way, stroke, clock.returns)
    later = np.pi if by_turns else 0.0
    phase = FULL_TURN * clock.swinging
    swing = phase * movement.swings + later
    beside = np.sin(swing)[:, None] * movement.along_cm
    beside = beside + (np.cos(swing) - np.cos(later))[:, None] * movement.across_cm
    centres = sign.place.centre_cm + rng.normal(0, HABIT_CM, 3) + passed + size * beside
    if sign.hands in ("symmetric", "alternating"):
        centres[:, 0] = np.minimum(centres[:, 0], NEAR_BODY_SIDES)
    twist = np.sin(phase * movement.twists + later)[:, None] * movement.twist_rad
    first, last = sign.orientation.frames
    frames = blended(first, last, gone)
    frames = frames @ turns(twist) @ turns(rng.normal(0, HABIT_RAD, 3))
    start, end = sign.handshape.angles_deg
    angles = start + (end - start) * gone[:, None]
    lagging = phase[:, None] * movement.wiggles + LAG_OF * movement.finger_lag_rad
    angles = angles + np.sin(lagging) * movement.wiggle_deg
    return HandOverTime(_loose(angles, rng), centres, frames, clock.raised)


def _based(sign: MadeSign, clock: Clock, rng: Generator) -> HandOverTime:
    frames = len(clock.raised)
    centre = sign.base.centre_cm * MIRROR + rng.normal(0, HABIT_CM, 3)
    held = sign.base.frame @ turns(rng.normal(0, HABIT_RAD, 3))
    angles = np.broadcast_to(sign.base.angles_deg, (frames, 21))
    return HandOverTime(
        _loose(angles, rng),
        np.broadcast_to(centre, (frames, 3)),
        np.broadcast_to(held, (frames, 3, 3)),
        clock.raised,
    )


def _resting(clock: Clock, rest: Rest, rng: Generator) -> HandOverTime:
    frames = len(clock.raised)
    sway = 0.5 * smooth_noise(rng, 3, frames, SMOOTH_FRAMES)
    return HandOverTime(
        _loose(np.broadcast_to(rest.angles_deg, (frames, 21)), rng),
        rest.centre_cm + sway,
        np.broadcast_to(rest.frame, (frames, 3, 3)),
        np.zeros(frames),
    )


def _raised(hand: HandOverTime, clock: Clock, rest: Rest) -> HandOverTime:
    """Return a hand that rises from rest before it signs, and sinks afterwards."""
    up = clock.raised
    formed = least_jerk((up - 0.2) / 0.8)[:, None]
    swing = np.sin(np.pi * up)[:, None] * np.array([0.0, 0.0, LIFT_CM])
    return HandOverTime(
        rest.angles_deg + (hand.angles_deg - rest.angles_deg) * formed,
        rest.centre_cm + (hand.centres_cm - rest.centre_cm) * up[:, None] + swing,
        blended(rest.frame, hand.frames, least_jerk((up - 0.1) / 0.9)),
        up,
    )


def _loose(angles_deg: Reals, rng: Generator) -> Reals:
    """Return joint angles as one performance has them."""
    trembling = smooth_noise(rng, angles_deg.shape[1], len(angles_deg), SMOOTH_FRAMES)
    habit = rng.normal(0, LOOSE_DEG)
    return np.asarray(angles_deg + habit + TREMBLING_DEG * trembling)
