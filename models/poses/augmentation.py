"""Clips changed as another camera, signer or tracker would change them.

Camera: turned, scaled, moved. Signer: other speed, other hands. Tracker: noise, a hand
lost for a while. What a sign means is not changed.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from models.poses.preparation import Points, mirrored
from store.skeleton import HAND_SLICES, POINTS, WRIST

TURNS: Final = np.array([0.1, 0.17, 0.06], np.float32)
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
        joints: probability of each keypoint to be lost throughout.
        mirror: probability that a clip is signed with the other hand.
    """

    strength: float = 1.0
    warp: float = 0.2
    cut: float = 0.12
    scale: float = 0.1
    shift: float = 0.05
    noise: float = 0.01
    lost: float = 0.15
    joints: float = 0.0
    mirror: float = 0.0


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
    changed = _retimed(points, frames, how, rng)  # (B, T, 75, 3)
    clips, strength = len(points), how.strength

    def drawn(deviation: float, *shape: int) -> Points:
        made = rng.standard_normal((clips, *shape), np.float32)
        return made * np.float32(deviation * strength)

    turns = _turns(drawn(1, 3) * TURNS)  # (B, 3, 3)
    lens = turns.transpose(0, 2, 1) * np.exp(drawn(how.scale, 1, 3))
    turned = changed.reshape(clips, -1, 3) @ lens + drawn(how.shift, 1, 3)
    changed = turned.reshape(changed.shape)
    for place in HAND_SLICES.values():
        hand = changed[:, :, place]
        wrist = hand[:, :, WRIST : WRIST + 1].copy()
        size = np.exp(drawn(how.scale, 1, 1, 1))
        hand[:] = (hand - wrist) * size + wrist + drawn(how.shift, 1, 1, 3)
    changed += drawn(how.noise, *changed.shape[1:])
    other = rng.random(clips) < how.mirror * strength
    changed[other] = mirrored(changed[other])
    _lose_hands(changed, how.lost * strength, rng)
    lost = rng.random((clips, POINTS)) < how.joints * strength
    changed.transpose(0, 2, 1, 3)[lost] = np.nan
    result: Points = changed
    return result


def _retimed(points: Points, frames: int, how: Augmentation, rng: Generator) -> Points:
    clips, length = points.shape[:2]
    low = rng.uniform(0, how.cut * how.strength, (clips, 1))
    high = 1 - rng.uniform(0, how.cut * how.strength, (clips, 1))
    speed = np.exp(rng.normal(size=(clips, 1)) * how.warp * how.strength)
    at = (low + (high - low) * np.linspace(0, 1, frames) ** speed) * (length - 1)
    before = np.clip(at.astype(int), 0, max(length - 2, 0))
    after = np.minimum(before + 1, length - 1)
    share = (at - before)[..., None, None].astype(np.float32)
    rows = np.arange(clips)[:, None]
    mixed: Points = points[rows, before] * (1 - share) + points[rows, after] * share
    return mixed


def _turns(angles: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return rotations, shape (B, 3, 3), of angles about x, y and z, shape (B, 3)."""
    whole = np.broadcast_to(np.eye(3, dtype=np.float32), (len(angles), 3, 3))
    for axis, (first, second) in enumerate(PLANES):
        cosine, sine = np.cos(angles[:, axis]), np.sin(angles[:, axis])
        one = np.broadcast_to(np.eye(3, dtype=np.float32), whole.shape).copy()
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
