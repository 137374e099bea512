"""Movements of a sign: the path of the hand during the stroke.

A path gives the displacement of a right hand (cm) and its turn about the forearm (rad)
at a phase from 0 to 1; it starts at no displacement.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from store.errors import UnknownNameError

Path = Callable[[float], tuple[float, float, float]]

STRAIGHT_CM: Final = 11.0
TWIST_RAD: Final = 0.6
FULL_TURN: Final = 2 * math.pi


@dataclass(frozen=True, slots=True)
class Movement:
    """One movement: name, path, how it is said, and whether it turns the hand."""

    name: str
    path: Path
    words: str
    twists: bool = False

    def displacement(self, phase: float) -> NDArray[np.float64]:
        """Return how far the hand has gone at a phase (0 to 1), cm, shape (3,)."""
        return np.array(self.path(phase), np.float64)

    def twist_rad(self, phase: float) -> float:
        """Return how far the hand is turned about its long axis at a phase."""
        if not self.twists:
            return 0.0
        return TWIST_RAD * math.sin(FULL_TURN * phase) * _fade(phase)


def _fade(phase: float) -> float:
    return math.sin(math.pi * phase) ** 0.5 if 0 < phase < 1 else 0.0


def _line(x: float, y: float, z: float) -> Path:
    return lambda phase: (x * phase, y * phase, z * phase)


def _arc(phase: float) -> tuple[float, float, float]:
    return (-STRAIGHT_CM * phase, 6 * math.sin(math.pi * phase), 0)


def _circle(phase: float) -> tuple[float, float, float]:
    turn = FULL_TURN * phase
    return (5 * math.sin(turn), 5 - 5 * math.cos(turn), 0)


def _shake(phase: float) -> tuple[float, float, float]:
    return (3.2 * math.sin(2 * FULL_TURN * phase), 0, 0)


MOVEMENTS: Final[dict[str, Movement]] = {
    movement.name: movement
    for movement in (
        Movement("still", _line(0, 0, 0), "stays where it is"),
        Movement("up", _line(0, STRAIGHT_CM, 0), "moves up"),
        Movement("down", _line(0, -STRAIGHT_CM, 0), "moves down"),
        Movement("out", _line(-STRAIGHT_CM, 0, 0), "moves out to the side"),
        Movement("ahead", _line(-1, -2, STRAIGHT_CM), "moves ahead"),
        Movement("arc", _arc, "moves out in an arc"),
        Movement("circle", _circle, "moves in a circle"),
        Movement("shake", _shake, "shakes from side to side"),
        Movement("twist", _line(0, 0, 0), "twists at the wrist", twists=True),
    )
}
"""The movements that the invented languages use."""


def movement(name: str) -> Movement:
    """Return a movement by name.

    Raises:
        UnknownNameError: no movement is called so.
    """
    if name not in MOVEMENTS:
        raise UnknownNameError("movement", name, MOVEMENTS)
    return MOVEMENTS[name]
