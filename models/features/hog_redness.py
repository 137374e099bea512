"""HOG of how red the hand is against how green, upright: what sets hands off from grounds.

Skin of every colour is redder than most of what is behind it, so that a hand's outline
shows in CIE a* where grey values are alike; gradients have no sign, so that a glove that
is greener shows as well. Square roots of the histograms are compared rather than the
histograms: large bins then drown small ones less.

Reference for the roots: Arandjelovic and Zisserman, Three things everyone should know to
improve object retrieval, CVPR 2012, doi:10.1109/CVPR.2012.6248018.
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from models.feature import Feature
from models.features.hog import DIMENSIONS, SIDE_PX, descriptors
from models.hand_squares import upright_squares
from models.handcrops import HandCrops, Picture


def compute(crops: HandCrops) -> NDArray[np.float32]:
    """Return the descriptor of each hand, cut anew from its 20-px crop.

    NaN where the picture cannot be read or the hand was not seen.
    """
    values = np.full((len(crops), DIMENSIONS), np.nan, dtype=np.float32)
    squares = upright_squares(crops, side_px=SIDE_PX)
    red = [redness(square) for square in squares.values()]
    values[list(squares)] = np.sqrt(descriptors(red))
    return values


def redness(picture: Picture) -> NDArray[np.uint8]:
    """Return CIE a* of a picture plus 128: less is green, more is red."""
    lab = cv2.cvtColor(picture, cv2.COLOR_RGB2LAB)
    return np.ascontiguousarray(lab[..., 1], dtype=np.uint8)


FEATURE: Final = Feature(
    name="hog_redness",
    title="HOG of redness, upright",
    needs="crop images 20 px",
    dimensions=DIMENSIONS,
    compute=compute,
)
