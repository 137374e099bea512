"""The camera: where a point in space appears in the picture."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ingest.signer.tiles import View

WIDTH_PX: Final = 576
HEIGHT_PX: Final = 432
DISTANCE_CM: Final = 185.0
AIM_Y_CM: Final = -4.0


@dataclass(frozen=True, slots=True)
class Camera:
    """A pinhole camera that looks straight at the signer.

    Attributes:
        width_px, height_px: size of the picture.
        view_height_cm: what it sees from top to bottom at the shoulders' distance.
        x_cm, y_cm: the point it aims at, beside and above mid-shoulder.
        distance_cm: its distance from mid-shoulder.
    """

    width_px: int = WIDTH_PX
    height_px: int = HEIGHT_PX
    view_height_cm: float = 82.0
    x_cm: float = 0.0
    y_cm: float = AIM_Y_CM
    distance_cm: float = DISTANCE_CM

    @property
    def focal_px(self) -> float:
        """Focal length in pixels."""
        return self.height_px * self.distance_cm / self.view_height_cm

    @property
    def view(self) -> View:
        """The camera as the renderer takes it."""
        return View(self.x_cm, self.y_cm, self.distance_cm, self.focal_px)

    def project(self, points: ArrayLike) -> NDArray[np.float64]:
        """Return where points (..., 3) in cm appear, in pixels (..., 2)."""
        p = np.asarray(points, np.float64)
        away = self.distance_cm - p[..., 2]
        x = self.width_px / 2 + self.focal_px * (p[..., 0] - self.x_cm) / away
        y = self.height_px / 2 - self.focal_px * (p[..., 1] - self.y_cm) / away
        return np.stack([x, y], axis=-1)

    def pixels_per_cm(self, depth_cm: float) -> float:
        """Return how many pixels a centimetre takes at a point's z."""
        return self.focal_px / (self.distance_cm - depth_cm)
