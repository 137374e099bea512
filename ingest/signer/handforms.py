"""The joint angles of every handshape in the inventory, and the letters made of them.

Angles in degrees, in the order of `hand`: each finger as (MCP, PIP, DIP, spread), the
thumb as (radial abduction, palmar abduction, roll, MCP, IP). The thumbs that touch a
finger were solved for the contact within the joint limits. All are generic human hands,
not measured from any signer.

The letters are the one-handed alphabet that Sign-Language MNIST uses, without the moving
J and Z: a handshape and the way it is held.
"""

from typing import Final

import numpy as np

from ingest.signer.hand import Angles
from ingest.signer.rotation import Matrix, hand_frame
from store.errors import UnknownNameError

Flexion = tuple[float, float, float]
Four = tuple[float, float, float, float]

_STRAIGHT: Final = (3, 5, 3)
_CLOSED: Final = (82, 100, 62)
_CLAW: Final = (12, 62, 42)
_HOOKED: Final = (15, 85, 50)
_BENT: Final = (75, 8, 5)
_RING: Final = (54, 55, 30)
_TOGETHER: Final = (2, 0, -2, -5)
_SPREAD: Final = (14, 3, -9, -21)
_ACROSS_FIST: Final = (17, 28, 20, 50, 43)


def hand_angles(name: str) -> Angles:
    """Return the joint angles of a handshape, degrees, shape (21,).

    Raises:
        UnknownNameError: the inventory has no such handshape.
    """
    if name not in _FORMS:
        raise UnknownNameError("handshape", name, _FORMS)
    fingers, spread, thumb = _FORMS[name]
    rows = [(*flexion, apart) for flexion, apart in zip(fingers, spread, strict=True)]
    return np.array([*np.ravel(rows), *thumb], np.float64)


def relaxed_angles() -> Angles:
    """Return the joint angles of a hand that does nothing, degrees, shape (21,)."""
    fingers = ((18, 25, 12, 5), (22, 28, 14, 1), (26, 30, 15, -3), (30, 30, 15, -8))
    return np.array([*np.ravel(fingers), 35, 30, 40, 10, 15], np.float64)


def letter(name: str) -> tuple[str, Matrix]:
    """Return a fingerspelling letter: its handshape and the right hand's frame.

    Raises:
        UnknownNameError: not one of the 24 letters without movement.
    """
    if name not in LETTERS:
        raise UnknownNameError("letter", name, LETTERS)
    shape, held = LETTERS[name]
    return shape, hand_frame(*_HELD[held])


_HELD: Final[dict[str, tuple[tuple[float, ...], tuple[float, ...]]]] = {
    "up": ((0.1, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "side": ((1.0, 0.15, 0.1), (0.0, -0.2, -1.0)),
    "down": ((0.35, -1.0, 0.3), (0.0, -0.3, -1.0)),
    "turned": ((0.15, 1.0, 0.1), (0.9, 0.0, 0.45)),
}

LETTERS: Final[dict[str, tuple[str, str]]] = {
    "A": ("A", "up"),
    "B": ("B-across", "up"),
    "C": ("C", "turned"),
    "D": ("D", "up"),
    "E": ("E", "up"),
    "F": ("F", "up"),
    "G": ("G", "side"),
    "H": ("U", "side"),
    "I": ("I", "up"),
    "K": ("K", "up"),
    "L": ("L", "up"),
    "M": ("M", "up"),
    "N": ("N", "up"),
    "O": ("O", "turned"),
    "P": ("K", "down"),
    "Q": ("G", "down"),
    "R": ("R", "up"),
    "S": ("S", "up"),
    "T": ("T", "up"),
    "U": ("U", "up"),
    "V": ("V", "up"),
    "W": ("W", "up"),
    "X": ("X", "up"),
    "Y": ("Y", "up"),
}
"""Letter -> (handshape, how the hand is held)."""


def _four(flexion: Flexion) -> tuple[Flexion, Flexion, Flexion, Flexion]:
    return (flexion, flexion, flexion, flexion)


_X, _K = _STRAIGHT, _CLOSED

# fmt: off
_FORMS: Final[dict[str, tuple[tuple[Flexion, ...], Four, tuple[float, ...]]]] = {
    "A": (_four(_K), _TOGETHER, (22, 28, 40, 0, 5)),
    "S": (_four(_K), _TOGETHER, (46, 35, 5, 44, 62)),
    "open-A": (_four(_K), _TOGETHER, (62, 8, 25, -8, -12)),
    "T": (((72, 100, 55), _K, _K, _K), _TOGETHER, (20, 30, 30, 20, 25)),
    "N": (((72, 98, 50), (74, 98, 50), _K, _K), _TOGETHER, (18, 32, 20, 40, 30)),
    "M": (((70, 95, 48), (72, 95, 48), (74, 95, 48), _K), _TOGETHER, (18, 36, 15, 50, 35)),
    "E": (_four((56, 106, 62)), _TOGETHER, (30, 38, 15, 50, 60)),
    "B": (_four(_X), (2, 0, -2, -6), (24, 10, 40, 5, 5)),
    "B-across": (_four(_X), (2, 0, -2, -6), (36, 14, 12, 58, 60)),
    "bent-B": (_four(_BENT), _TOGETHER, (35, 40, 40, 10, 10)),
    "5": (_four(_X), _SPREAD, (52, 15, 35, 0, 0)),
    "4": (_four(_X), _SPREAD, (36, 14, 12, 58, 60)),
    "bent-5": ((_CLAW, _CLAW, _CLAW, (12, 58, 40)), _SPREAD, (50, 35, 40, 10, 35)),
    "C": (((35, 45, 25), (37, 45, 25), (37, 45, 25), (37, 42, 25)), (3, 0, -2, -5), (35, 60, 75, 5, 20)),
    "O": (((52, 55, 30), _RING, _RING, (54, 50, 28)), (0, 0, -1, -2), (34, 19, 36, 49, 32)),
    "flat-O": (((60, 20, 12), (62, 20, 12), (62, 20, 12), (62, 18, 10)), (0, 0, 0, 0), (18, 33, 34, 19, 19)),
    "1": ((_X, _K, _K, _K), _TOGETHER, (35, 32, 9, 41, 56)),
    "D": ((_X, _RING, _RING, (56, 54, 30)), (0, 0, -1, -3), (30, 26, 30, 45, 32)),
    "X": ((_HOOKED, _K, _K, _K), _TOGETHER, (35, 32, 9, 41, 56)),
    "L": ((_X, _K, _K, _K), _TOGETHER, (68, 10, 30, -5, -5)),
    "G": (((30, 8, 5), _K, _K, _K), _TOGETHER, (26, 40, 50, 0, 0)),
    "F": (((55, 58, 30), _X, _X, _X), (2, 4, -6, -16), (46, 14, 33, 47, 58)),
    "I": ((_K, _K, _K, _X), (2, 0, -2, -8), (46, 35, 5, 44, 62)),
    "Y": ((_K, _K, _K, _X), (2, 0, -3, -24), (60, 15, 30, -8, -8)),
    "horns": ((_X, _K, _K, _X), (8, 0, -2, -20), _ACROSS_FIST),
    "ILY": ((_X, _K, _K, _X), (8, 0, -2, -20), (60, 15, 30, -5, -5)),
    "U": ((_X, _X, _K, _K), (-1, 1, -2, -4), _ACROSS_FIST),
    "R": (((8, 5, 3), (16, 12, 8), _K, _K), (-12, 10, -2, -4), _ACROSS_FIST),
    "V": ((_X, _X, _K, _K), (13, -8, -2, -4), _ACROSS_FIST),
    "bent-V": (((10, 70, 45), (10, 70, 45), _K, _K), (13, -8, -2, -4), _ACROSS_FIST),
    "K": ((_X, (38, 10, 5), _K, _K), (6, -4, -2, -4), (22, 32, 30, 5, 5)),
    "3": ((_X, _X, _K, _K), (13, -8, -2, -4), (56, 14, 35, 0, 0)),
    "W": ((_X, _X, _X, (75, 90, 50)), (14, 0, -13, -4), (9, 30, 17, 54, 43)),
}
# fmt: on
