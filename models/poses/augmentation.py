"""Clips changed as another camera, signer or tracker would change them.

Camera: turned, scaled, moved. Signer: other speed, other hands. Tracker: noise, a hand
lost for a while. What a sign means is not changed.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from models.poses.preparation import Points
from store.skeleton import HAND_SLICES, WRIST

TURNS: Final = np.array([0.1, 0.17, 0.06])
"""Standard deviation of turns about x, y (up) and z, in rad."""
PLANES: Final = ((1, 2), (0, 2), (0, 1))


@dataclass(frozen=True, slots=True)
class Augmentation:
    """How strongly clips are changed.

    Attributes:
        strength: 0: not at all; 1: as cameras and signers differ.
        warp: standard deviation of the logarithm of the speed's exponent.
        cut: greatest share cut off at each end.
        scale: standard deviation of the logarithm of sizes.
        shift: of the place of body and hands, in torso lengths.
        noise: of each point, in torso lengths.
        lost: probability that one hand is lost for a while.
    """

    strength: float = 1.0
    warp: float = 0.2
    cut: float = 0.12
    scale: float = 0.1
    shift: float = 0.05
    noise: float = 0.01
    lost: float = 0.15


def augmented(points: Points, frames: int, how: Augmentation, rng: Generator) -> Points:
    """Return clips changed at random.

    Args:
        points: prepared clips, shape (B, T, 75, 3).
        frames: that come back.
        how: how strongly.
        rng: random numbers.

    Returns:
        Shape (B, frames, 75, 3).
    """
    changed = _retimed(points, frames, how, rng)
    clips = len(points)
    strength = how.strength
    turns = _turns(rng.normal(size=(clips, 3)) * TURNS * strength)
    changed = np.einsum("btpc,bdc->btpd", changed, turns)
    changed *= np.exp(rng.normal(size=(clips, 1, 1, 3)) * how.scale * strength)
    changed += rng.normal(size=(clips, 1, 1, 3)) * how.shift * strength
    for place in HAND_SLICES.values():
        hand = changed[:, :, place]
        wrist = hand[:, :, WRIST : WRIST + 1].copy()
        size = np.exp(rng.normal(size=(clips, 1, 1, 1)) * how.scale * strength)
        moved = rng.normal(size=(clips, 1, 1, 3)) * how.shift * strength
        changed[:, :, place] = (hand - wrist) * size + wrist + moved
    changed += rng.normal(size=changed.shape) * how.noise * strength
    _lose_hands(changed, how.lost * strength, rng)
    result: Points = changed.astype(np.float32)
    return result


def _retimed(points: Points, frames: int, how: Augmentation, rng: Generator) -> Points:
    clips, length = points.shape[:2]
    low = rng.uniform(0, how.cut * how.strength, (clips, 1))
    high = 1 - rng.uniform(0, how.cut * how.strength, (clips, 1))
    speed = np.exp(rng.normal(size=(clips, 1)) * how.warp * how.strength)
    at = (low + (high - low) * np.linspace(0, 1, frames) ** speed) * (length - 1)
    before = np.clip(at.astype(int), 0, max(length - 2, 0))
    after = np.minimum(before + 1, length - 1)
    share = (at - before)[..., None, None]
    rows = np.arange(clips)[:, None]
    mixed: Points = points[rows, before] * (1 - share) + points[rows, after] * share
    return mixed


def _turns(angles: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return rotations, shape (B, 3, 3), of angles about x, y and z, shape (B, 3)."""
    whole = np.broadcast_to(np.eye(3), (len(angles), 3, 3))
    for axis, (first, second) in enumerate(PLANES):
        cosine, sine = np.cos(angles[:, axis]), np.sin(angles[:, axis])
        one = np.broadcast_to(np.eye(3), whole.shape).copy()
        one[:, first, first] = one[:, second, second] = cosine
        one[:, first, second], one[:, second, first] = -sine, sine
        whole = whole @ one
    return whole


def _lose_hands(points: Points, chance: float, rng: Generator) -> None:
    frames = points.shape[1]
    for clip in np.flatnonzero(rng.random(len(points)) < chance):
        start = rng.integers(frames)
        length = rng.integers(2, max(3, frames // 3))
        hand = list(HAND_SLICES.values())[rng.integers(2)]
        points[clip, start : start + length, hand] = np.nan
