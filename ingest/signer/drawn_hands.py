"""Draws single hands at random: who, which handshape, which orientation, what light.

The people are invented for the purpose and are none of those who sign the languages, so
that a model trained on these hands has seen no signer of a synthetic corpus. Beside the
inventory's handshapes there are made ones, each unlike all others in some finger: they
teach which differences count, also for handshapes that no training shows.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

from ingest.signer.hand import FINGER_ANGLES, LIMITS_DEG, THUMB_ANGLES, Angles
from ingest.signer.handforms import hand_angles
from ingest.signer.orientations import ORIENTATIONS
from ingest.signer.rotation import Matrix, from_vector
from ingest.signer.signers import Background, Filming, Light, Rgb, Signer
from store.handshapes import INVENTORY
from store.skeleton import Hand

PALEST: Final = (0.82, 0.59, 0.49)
DARKEST: Final = (0.28, 0.15, 0.09)
BACKGROUNDS: Final[tuple[Background, ...]] = (
    "plain",
    "shelves",
    "curtain",
    "room",
    "panel",
)
FLEXIONS_DEG: Final = (
    (3, 5, 3),
    (82, 100, 62),
    (12, 62, 42),
    (15, 90, 52),
    (75, 8, 5),
    (38, 45, 25),
)
"""What a finger of a made handshape may do: MCP, PIP, DIP."""
SPREADS_DEG: Final = ((2, 0, -2, -5), (14, 3, -9, -21))
THUMBS_DEG: Final = (
    (22, 28, 40, 0, 5),
    (46, 35, 5, 44, 62),
    (62, 8, 25, -8, -12),
    (36, 14, 12, 58, 60),
    (35, 60, 75, 5, 20),
    (24, 10, 40, 5, 5),
)
APART_DEG: Final = 30.0
"""Some finger of a made handshape flexes by so much more or less than another's."""
LOOSENESS_DEG: Final = np.array([*(4 * (5.0, 5.0, 4.0, 2.0)), 4, 4, 5, 5, 6])
"""How far the hands of one handshape stray from its joint angles (deviation)."""
IN_SIGNING: Final = 0.6
"""Share of the hands that are held about as signers hold them."""
STRAY_RAD: Final = math.radians(22)
_SIDEWAYS: Final = (("side", "in"), ("down", "up"), ("back", "out"))
"""Names of the directions -x, +x, -y, +y, -z, +z of a right hand."""


@dataclass(frozen=True)
class DrawnHand:
    """One hand to render.

    Attributes:
        handshape: name in the inventory, or of a made handshape.
        angles: its joint angles with this hand's looseness, degrees, shape (21,).
        rotation: frame of a right hand, shape (3, 3).
        hand: left or right.
        signer: whose hand, in its light, before its background.
        fill: share of the picture that the hand takes.
        jpeg_quality: of the camera.
        seed: of background and noise.
    """

    handshape: str
    angles: Angles
    rotation: Matrix
    hand: Hand
    signer: Signer
    fill: float
    jpeg_quality: int
    seed: int


def draw_hand(number: int, *, seed: int, signers: int, made: int) -> DrawnHand:
    """Return a hand by number; the same number and seed give the same hand.

    Handshapes take turns: the inventory's and the made ones by turns, and among each
    of both all equally often.

    Args:
        number: of the hand, from 0.
        seed: of all hands.
        signers: how many people there are.
        made: how many made handshapes there are beside the inventory's.
    """
    rng = default_rng([seed, number])
    handshape = _in_turn(number, made_handshapes(made, seed=seed))
    loose = angles_of(handshape, made=made, seed=seed)
    loose = loose + rng.normal(0, LOOSENESS_DEG)
    return DrawnHand(
        handshape=handshape,
        angles=np.clip(loose, LIMITS_DEG[:, 0], LIMITS_DEG[:, 1]),
        rotation=_rotation(rng),
        hand="right" if rng.integers(2) else "left",
        signer=dressed(invented_signer(int(rng.integers(signers)), seed=seed), rng),
        fill=float(rng.uniform(0.55, 0.75)),
        jpeg_quality=int(rng.integers(55, 96)),
        seed=int(rng.integers(2**31)),
    )


def _in_turn(number: int, made: Mapping[str, Angles]) -> str:
    known = list(INVENTORY)
    if not made:
        return known[number % len(known)]
    turn, is_made = divmod(number, 2)
    names = list(made) if is_made else known
    return names[turn % len(names)]


def angles_of(handshape: str, *, made: int, seed: int) -> Angles:
    """Return the joint angles of a handshape of the inventory or a made one."""
    if handshape in INVENTORY:
        return hand_angles(handshape)
    return made_handshapes(made, seed=seed)[handshape]


@lru_cache(maxsize=4)
def made_handshapes(count: int, *, seed: int) -> dict[str, Angles]:
    """Return made handshapes by name, none of them like another or the inventory's."""
    rng = default_rng([seed, 2**32 - 1])
    known = [hand_angles(name) for name in INVENTORY]
    made: dict[str, Angles] = {}
    while len(made) < count:
        drawn = _draw_angles(rng)
        if all(_apart_deg(drawn, other) >= APART_DEG for other in known):
            known.append(drawn)
            made[f"made-{len(made):03d}"] = drawn
    return made


@lru_cache(maxsize=256)
def invented_signer(number: int, *, seed: int) -> Signer:
    """Return one of the people invented for single hands."""
    rng = default_rng([seed, 2**32 - 2, number])
    return Signer(
        f"r{number:03d}",
        skin=_between(DARKEST, PALEST, rng.random(), rng.normal(1, 0.05, 3)),
        shirt=_colour(rng),
        hair_colour=_colour(rng),
        hand=float(rng.uniform(0.92, 1.08)),
        finger_length=float(rng.uniform(0.93, 1.07)),
        plumpness=float(rng.uniform(0.88, 1.14)),
        short_sleeves=bool(rng.integers(2)),
    )


def dressed(signer: Signer, rng: Generator) -> Signer:
    """Return the signer in other clothes, another light and another room."""
    light = Light(
        azimuth_deg=float(rng.uniform(-75, 75)),
        elevation_deg=float(rng.uniform(5, 75)),
        warmth=float(rng.normal(0.05, 0.06)),
        exposure=float(rng.uniform(0.75, 1.3)),
    )
    filming = Filming(
        noise=float(rng.uniform(1, 7)),
        background=BACKGROUNDS[int(rng.integers(len(BACKGROUNDS)))],
        background_colour=_colour(rng),
    )
    stripes = float(rng.choice([0.0, 0.3]))
    shirt = _colour(rng)
    return replace(signer, light=light, filming=filming, stripes=stripes, shirt=shirt)


def orientation_name(rotation: Matrix) -> str:
    """Return where fingers and palm of a right hand point, roughly, as `up-out`."""
    return f"{_direction(rotation[:, 1])}-{_direction(rotation[:, 2])}"


def _direction(vector: NDArray[np.float64]) -> str:
    axis = int(np.argmax(np.abs(vector)))
    return _SIDEWAYS[axis][int(vector[axis] > 0)]


def _rotation(rng: Generator) -> Matrix:
    if rng.random() >= IN_SIGNING:
        return _any_rotation(rng)
    held = list(ORIENTATIONS.values())[int(rng.integers(len(ORIENTATIONS)))]
    return from_vector(rng.normal(0, STRAY_RAD, 3)) @ held.frame


def _any_rotation(rng: Generator) -> Matrix:
    """Return a rotation drawn evenly from all (a random unit quaternion)."""
    quaternion = rng.normal(size=4)
    quaternion /= np.linalg.norm(quaternion)
    axis = quaternion[1:] / np.linalg.norm(quaternion[1:])
    return from_vector(axis * 2 * math.acos(float(quaternion[0])))


def _draw_angles(rng: Generator) -> Angles:
    flexions = rng.integers(len(FLEXIONS_DEG), size=4)
    spread = SPREADS_DEG[int(rng.integers(len(SPREADS_DEG)))]
    thumb = THUMBS_DEG[int(rng.integers(len(THUMBS_DEG)))]
    fingers = [
        (*FLEXIONS_DEG[flexion], apart)
        for flexion, apart in zip(flexions, spread, strict=True)
    ]
    return np.array([*np.ravel(fingers), *thumb], np.float64)


def _apart_deg(one: Angles, other: Angles) -> float:
    """Return by how much the finger or thumb that differs most does so."""
    apart = np.abs(one - other)
    fingers = apart[: THUMB_ANGLES.start].reshape(-1, FINGER_ANGLES)[:, :2]
    return float(max(fingers.max(), apart[THUMB_ANGLES].max()))


def _colour(rng: Generator) -> Rgb:
    grey = rng.uniform(0.02, 0.8)
    return _between((0, 0, 0), (grey, grey, grey), 1.0, rng.uniform(0.6, 1.3, 3))


def _between(low: Rgb, high: Rgb, share: float, tint: NDArray[np.float64]) -> Rgb:
    mixed = (np.array(low) + share * (np.array(high) - np.array(low))) * tint
    red, green, blue = (float(part) for part in np.clip(mixed, 0.005, 0.95))
    return red, green, blue
