"""Places of articulation: where the middle of the hand is, and how it may be held there.

Centimetres from mid-shoulder for a right hand of a standard person (x towards the
viewer's right, y up, z to the viewer).
"""

from dataclasses import dataclass
from typing import Final

from store.errors import UnknownNameError

NEAR_BODY_SIDES: Final = -12.5
"""Two hands that do the same keep at least so far to their own side, cm."""
OTHER_HAND: Final = "hand"
"""The place of a sign made at the other hand."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place of articulation.

    Attributes:
        name: e.g. `temple`.
        centre: of the hand, cm.
        orientations: names of those that are comfortable there.
        words: how the place is said.
        two_hands: whether both hands can be there side by side.
    """

    name: str
    centre: tuple[float, float, float]
    orientations: tuple[str, ...]
    words: str
    two_hands: bool = False


PLACES: Final[dict[str, Place]] = {
    place.name: place
    for place in (
        Place(
            "temple", (-17, 23, 9), ("up-out", "up-in", "up-back"), "beside the temple"
        ),
        Place("cheek", (-14, 13, 12), ("up-in", "up-out", "up-back"), "at the cheek"),
        Place("chin", (-9, 3, 18), ("up-back", "up-in", "in-back"), "below the chin"),
        Place("shoulder", (6, -5, 19), ("in-back", "in-down"), "at the other shoulder"),
        Place(
            "chest",
            (-9, -13, 20),
            ("in-back", "in-down", "up-in", "up-back"),
            "in front of the chest",
            two_hands=True,
        ),
        Place(
            "belly",
            (-9, -27, 21),
            ("in-back", "in-down"),
            "in front of the belly",
            two_hands=True,
        ),
        Place(
            "space",
            (-18, -6, 25),
            ("up-out", "up-in", "up-back", "in-down", "in-back"),
            "in the space ahead",
            two_hands=True,
        ),
        Place(
            "side",
            (-27, 1, 15),
            ("up-out", "up-in", "up-back"),
            "out to the side",
            two_hands=True,
        ),
        Place(
            OTHER_HAND,
            (-8, -10, 26),
            ("in-back", "in-down", "up-in", "up-out"),
            "above the other hand",
        ),
    )
}
"""The places that the invented languages use."""

BASE_CENTRE_CM: Final = (-5.0, -25.0, 20.0)
"""Where the base hand is, mirrored to its own side."""


def place(name: str) -> Place:
    """Return a place of articulation by name.

    Raises:
        UnknownNameError: no place is called so.
    """
    if name not in PLACES:
        raise UnknownNameError("place", name, PLACES)
    return PLACES[name]
