"""Squares around hands, turned upright."""

import math
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from models.handcrops import HandCrops, Picture
from store.skeleton import MIDDLE_MCP, WRIST

FLESH: Final = 0.25
"""Margin around the points in palm lengths, as around the 0-px crop."""
GREY: Final = (127, 127, 127)

Points = NDArray[np.float64]


def upright_square(
    picture: Picture,
    points_px: Points,
    *,
    side_px: int,
    mirror: bool,
) -> Picture:
    """Return the square around a hand, wrist below and middle knuckle above it.

    Args:
        picture: a crop with some margin, RGB.
        points_px: the hand in it, shape (21, 2).
        side_px: width and height of the square.
        mirror: swap left and right.

    Returns:
        Shape (side_px, side_px, 3); grey outside the picture.
    """
    matrix = placement(points_px, side_px=side_px, mirror=mirror)
    picture, matrix = _shrunk(picture, matrix)
    square = cv2.warpAffine(picture, matrix, (side_px, side_px), borderValue=GREY)
    return np.asarray(square, np.uint8)


def upright_squares(crops: HandCrops, *, side_px: int) -> dict[int, Picture]:
    """Return the upright squares of hands, by number: right hands, left ones mirrored.

    Those without a picture or without points have none.
    """
    points_px = points_in_pictures(crops)
    return {
        number: upright_square(
            picture,
            points_px[number],
            side_px=side_px,
            mirror=crops.hands[number] == "left",
        )
        for number, picture in enumerate(crops.pictures)
        if picture is not None and np.isfinite(points_px[number]).all()
    }


def placement(points_px: Points, *, side_px: int, mirror: bool) -> NDArray[np.float64]:
    """Return the affine map from picture to square, shape (2, 3)."""
    right, down = points_px[MIDDLE_MCP] - points_px[WRIST]
    palm = max(float(np.hypot(right, down)), 1.0)
    # Rows: what becomes right and down when (right, down) must point up.
    turn = np.array([[-down, right], [-right, -down]]) / palm
    if mirror:
        turn[0] *= -1
    turned = points_px @ turn.T
    low, high = turned.min(axis=0), turned.max(axis=0)
    extent = float((high - low).max()) + 2 * FLESH * palm
    scale = side_px / max(extent, 1.0)
    shift = side_px / 2 - scale * (low + high) / 2
    return np.column_stack([scale * turn, shift])


def _shrunk(
    picture: Picture, matrix: NDArray[np.float64]
) -> tuple[Picture, NDArray[np.float64]]:
    """Return a picture that is not larger than it will be shown, and its affine map.

    Warping a larger one would skip pixels, and fine patterns would become false ones.
    """
    scale = math.sqrt(abs(float(np.linalg.det(matrix[:, :2]))))
    height, width = picture.shape[:2]
    size = max(1, round(width * scale)), max(1, round(height * scale))
    if scale >= 1 or size == (width, height):
        return picture, matrix
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    ratio = np.array([width / size[0], height / size[1]])
    # Pixels are squares: the centre of the first one lies half a pixel inside.
    shift = matrix[:, :2] @ ((ratio - 1) / 2) + matrix[:, 2]
    return np.asarray(small, np.uint8), np.column_stack([matrix[:, :2] * ratio, shift])


def points_in_pictures(crops: HandCrops) -> Points:
    """Return the points of hands in pixels of their pictures, shape (N, 21, 2)."""
    in_frame_px = crops.points[:, :, :2] * crops.frames_px[:, None]
    corner_px, side_px = crops.squares_px[:, None, :2], crops.squares_px[:, None, 2:]
    sides = [0 if picture is None else len(picture) for picture in crops.pictures]
    shown_px = np.array(sides, np.float64)[:, None, None]
    points_px: Points = (in_frame_px - corner_px) / side_px * shown_px
    return points_px
