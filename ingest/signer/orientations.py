"""Orientations of the hand: where its fingers and its palm point.

Directions are those of a right hand, in the world (x to the viewer's right, so towards
the signer's midline; y up; z to the viewer). A left hand mirrors x.
"""

from dataclasses import dataclass
from typing import Final

from ingest.signer.rotation import Matrix, hand_frame
from store.errors import UnknownNameError

Direction = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Orientation:
    """One orientation: name, finger and palm direction, and how it is said."""

    name: str
    fingers: Direction
    palm: Direction
    words: str

    @property
    def frame(self) -> Matrix:
        """The right hand's frame: columns thumb side, fingers, palm."""
        return hand_frame(self.fingers, self.palm)


ORIENTATIONS: Final[dict[str, Orientation]] = {
    orientation.name: orientation
    for orientation in (
        Orientation(
            "up-out", (0.10, 1, 0.05), (0, 0, 1), "fingers up and palm to the front"
        ),
        Orientation(
            "up-back", (0.10, 1, 0.05), (0, 0, -1), "fingers up and palm to the signer"
        ),
        Orientation(
            "up-in", (0.05, 1, 0.15), (1, 0, 0.4), "fingers up and palm to the middle"
        ),
        Orientation(
            "in-back",
            (1, 0.3, 0.1),
            (0, 0, -1),
            "fingers to the middle and palm to the signer",
        ),
        Orientation(
            "in-down",
            (0.8, -0.3, 0.35),
            (0.1, -1, -0.55),
            "fingers ahead and palm down",
        ),
    )
}
"""The orientations that the invented languages use."""


def orientation(name: str) -> Orientation:
    """Return an orientation by name.

    Raises:
        UnknownNameError: no orientation is called so.
    """
    if name not in ORIENTATIONS:
        raise UnknownNameError("orientation", name, ORIENTATIONS)
    return ORIENTATIONS[name]
