"""From points in space to fractions of a picture: camera, person in the frame, format."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator

from ingest.synthetic_signs.performing import smooth_noise
from ingest.synthetic_signs.turning import Reals, turns

ASPECTS: Final = (16 / 9, 4 / 3, 1.0, 1.5, 0.75)
ASPECT_SHARES: Final = (0.35, 0.35, 0.15, 0.1, 0.05)
USUAL_ASPECT: Final = 4 / 3
MISTOLD_SHARE: Final = 0.4
"""Share of clips that are told to have the usual format, whatever theirs was."""
DISTANCE_CM: Final = (90.0, 280.0)
TURN_RAD: Final = np.array([0.10, 0.16, 0.04])
"""Deviation of how signer and camera are turned to each other about x, y and z."""
TURNS_ABOUT_CM: Final = np.array([0.0, -10.0, 0.0])
SWAY_CM: Final = 0.7
SWAY_FRAMES: Final = 12
SHOULDERS: Final = (0.18, 0.32)
"""Width of the shoulders as a share of the picture's height, the smaller side given."""
SHOULDERS_Y: Final = (0.5, 0.05)
"""Where the shoulders are in the picture, from its top: mean and deviation."""
SHOULDERS_X: Final = (0.5, 0.05)


@dataclass(frozen=True, slots=True, eq=False)
class Filmed:
    """A performance before a camera.

    Attributes:
        points: fractions of the frame, depth in its widths from mid-shoulder, smaller is
            nearer; shape (T, 75, 3).
        aspect: width of the frame over its height.
        told_aspect: what a corpus tells of it, which is not always right.
        widths_per_cm: size of things at mid-shoulder.
    """

    points: Reals
    aspect: float
    told_aspect: float
    widths_per_cm: float


def filmed(points_cm: Reals, shoulders_cm: float, rng: Generator) -> Filmed:
    """Return how a camera drawn at random sees points of T frames.

    Args:
        points_cm: in the world, shape (T, 75, 3).
        shoulders_cm: distance of the shoulders.
        rng: random numbers.
    """
    turned = points_cm - TURNS_ABOUT_CM
    turned = turned @ turns(rng.normal(0, TURN_RAD)).T + TURNS_ABOUT_CM
    turned = turned + SWAY_CM * smooth_noise(rng, 3, len(turned), SWAY_FRAMES)[:, None]
    distance = rng.uniform(*DISTANCE_CM)
    nearer = distance / (distance - np.minimum(turned[..., 2], 0.8 * distance))
    aspect = float(rng.choice(ASPECTS, p=ASPECT_SHARES))
    scale = rng.uniform(*SHOULDERS) * min(1.0, 1.0 / aspect) * 4 / 3 / shoulders_cm
    x = rng.normal(*SHOULDERS_X) + scale * turned[..., 0] * nearer
    y = rng.normal(*SHOULDERS_Y) - scale * aspect * turned[..., 1] * nearer
    told = USUAL_ASPECT if rng.random() < MISTOLD_SHARE else aspect
    points = np.stack([x, y, -scale * turned[..., 2]], axis=-1)
    return Filmed(points, aspect, told, scale)
