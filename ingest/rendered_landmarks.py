"""What MediaPipe's hand model sees of a rendered hand when it looks where the hand is.

In video and in photographs the model looks at a square that earlier points or a palm
detector give it, which is never quite the hand's own: so is the square here.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from ingest.hand_geometry import Look, look_at_points
from ingest.hand_models import LandmarkModel
from ingest.video import Image

LEAST_PRESENCE: Final = 0.25
"""Less sure, and the hand counts as unseen, as in photographs."""
TURN_DEG: Final = 12.0
SHIFT: Final = 0.05
SCALES: Final = (0.9, 1.15)


@dataclass(frozen=True, slots=True)
class SeenHand:
    """A hand as MediaPipe sees it.

    Attributes:
        points: image coordinates as `store.skeleton` says, shape (21, 3).
        metres: about the hand's own centre, shape (21, 3).
    """

    points: NDArray[np.float32]
    metres: NDArray[np.float32]


class TrueHandReader:
    """Reads hands whose place is known. Holds MediaPipe's model; one image at a time."""

    def __init__(self) -> None:
        self._model = LandmarkModel()

    def read(
        self, image: Image, points_px: NDArray[np.float64], rng: Generator
    ) -> SeenHand | None:
        """Return what is seen; None where the model is not sure enough of a hand.

        Args:
            image: RGB, shape (height, width, 3).
            points_px: the hand's true points, shape (21, 2).
            rng: draws where the model looks, about the hand.
        """
        first_look = _elsewhere(look_at_points(points_px), rng)
        first = self._model.read(first_look.cut(image))
        look = look_at_points(first_look.points_px(first))
        reading = self._model.read(look.cut(image))
        if min(first.presence, reading.presence) < LEAST_PRESENCE:
            return None
        height, width = image.shape[:2]
        points = look.points_px(reading) / (width, height, width)
        return SeenHand(
            points.astype(np.float32), look.metres(reading).astype(np.float32)
        )


def _elsewhere(look: Look, rng: Generator) -> Look:
    right, down = rng.normal(0, SHIFT * look.side_px, 2)
    return replace(
        look,
        x_px=look.x_px + right,
        y_px=look.y_px + down,
        side_px=look.side_px * rng.uniform(*SCALES),
        turn_deg=look.turn_deg + rng.normal(0, TURN_DEG),
    )
