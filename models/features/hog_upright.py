"""HOG of the hand turned upright: wrist below, middle knuckle above, left mirrored."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from models.feature import Feature
from models.features.hog import DIMENSIONS, SIDE_PX, descriptors
from models.hand_squares import upright_squares
from models.handcrops import HandCrops


def compute(crops: HandCrops) -> NDArray[np.float32]:
    """Return the descriptor of each hand, cut anew from its 20-px crop.

    NaN where the picture cannot be read or the hand was not seen.
    """
    values = np.full((len(crops), DIMENSIONS), np.nan, dtype=np.float32)
    squares = upright_squares(crops, side_px=SIDE_PX)
    grey = [
        np.asarray(cv2.cvtColor(square, cv2.COLOR_RGB2GRAY), np.uint8)
        for square in squares.values()
    ]
    values[list(squares)] = descriptors(grey)
    return values


FEATURE: Final = Feature(
    name="hog_upright",
    title="HOG, upright",
    needs="crop images 20 px",
    dimensions=DIMENSIONS,
    compute=compute,
)
