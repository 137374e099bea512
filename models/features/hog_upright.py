"""HOG of the hand turned upright: wrist below, middle knuckle above, left mirrored."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from models.feature import Feature
from models.features.hog import DIMENSIONS, SIDE_PX, descriptors
from models.handcrops import HandCrops, Picture
from store.skeleton import MIDDLE_MCP, WRIST

FLESH: Final = 0.25
"""Margin around the points in palm lengths, as around the 0-px crop."""
GREY: Final = 127


def compute(crops: HandCrops) -> NDArray[np.float32]:
    """Return the descriptor of each hand, cut anew from its 20-px crop.

    NaN where the picture cannot be read or the hand was not seen.
    """
    values = np.full((len(crops), DIMENSIONS), np.nan, dtype=np.float32)
    points_px = _points_in_pictures(crops)
    usable, grey = [], []
    for i, picture in enumerate(crops.pictures):
        if picture is not None and np.isfinite(points_px[i]).all():
            mirror = crops.hands[i] == "left"
            usable.append(i)
            grey.append(upright(picture, points_px[i], mirror=mirror))
    values[usable] = descriptors(grey)
    return values


def upright(
    picture: Picture, points_px: NDArray[np.float32], *, mirror: bool
) -> NDArray[np.uint8]:
    """Return the square around the turned hand in grey, 128 x 128.

    Args:
        picture: a crop with some margin.
        points_px: the hand in it, shape (21, 2).
        mirror: swap left and right.
    """
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    placed = cv2.warpAffine(
        grey,
        _placement(points_px.astype(np.float64), mirror=mirror),
        (SIDE_PX, SIDE_PX),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(GREY,),
    )
    return np.asarray(placed, dtype=np.uint8)


def _placement(points_px: NDArray[np.float64], *, mirror: bool) -> NDArray[np.float64]:
    """Return the affine map from the picture to the square, shape (2, 3)."""
    right, down = points_px[MIDDLE_MCP] - points_px[WRIST]
    length = max(float(np.hypot(right, down)), 1.0)
    # Rows: what becomes right and down when (right, down) must point up.
    turn = np.array([[-down, right], [-right, -down]]) / length
    if mirror:
        turn[0] *= -1
    turned = points_px @ turn.T
    low, high = turned.min(axis=0), turned.max(axis=0)
    scale = SIDE_PX / max(*(high - low + 2 * FLESH * length), 1.0)
    shift = SIDE_PX / 2 - scale * (low + high) / 2
    return np.column_stack([scale * turn, shift])


def _points_in_pictures(crops: HandCrops) -> NDArray[np.float32]:
    """Return the points in pixels of their pictures, shape (N, 21, 2)."""
    in_frame_px = crops.points[:, :, :2] * crops.frames_px[:, None]
    corner_px, side_px = crops.squares_px[:, None, :2], crops.squares_px[:, None, 2:]
    sides = [0 if picture is None else len(picture) for picture in crops.pictures]
    shown_px = np.array(sides, dtype=np.float32)[:, None, None]
    points_px: NDArray[np.float32] = (in_frame_px - corner_px) / side_px * shown_px
    return points_px


FEATURE: Final = Feature(
    name="hog_upright",
    title="HOG, upright",
    needs="crop images 20 px",
    dimensions=DIMENSIONS,
    compute=compute,
)
