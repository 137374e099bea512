"""HOG of the hand turned upright: wrist below, middle knuckle above, left mirrored."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from models.feature import Feature
from models.features.hog import DIMENSIONS, SIDE_PX, descriptors
from models.hand_squares import points_in_pictures, upright_square
from models.handcrops import HandCrops


def compute(crops: HandCrops) -> NDArray[np.float32]:
    """Return the descriptor of each hand, cut anew from its 20-px crop.

    NaN where the picture cannot be read or the hand was not seen.
    """
    values = np.full((len(crops), DIMENSIONS), np.nan, dtype=np.float32)
    points_px = points_in_pictures(crops)
    usable, grey = [], []
    for i, picture in enumerate(crops.pictures):
        if picture is not None and np.isfinite(points_px[i]).all():
            mirror = crops.hands[i] == "left"
            square = upright_square(
                picture, points_px[i], side_px=SIDE_PX, mirror=mirror
            )
            usable.append(i)
            grey.append(np.asarray(cv2.cvtColor(square, cv2.COLOR_RGB2GRAY), np.uint8))
    values[usable] = descriptors(grey)
    return values


FEATURE: Final = Feature(
    name="hog_upright",
    title="HOG, upright",
    needs="crop images 20 px",
    dimensions=DIMENSIONS,
    compute=compute,
)
