"""Crops as arrays: decoded, sized, and changed at random while training.

Reference for the changes: the project's paper A, section 5: random rotation, and jitter
of brightness, contrast and saturation, each with probability 0.25.
"""

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
STRENGTH: Final = 0.4
"""Brightness, contrast and saturation are scaled by 1 +- this at most."""


def decoded(encoded: bytes, flags: int) -> Picture:
    """Return the picture in a JPEG or PNG.

    Raises:
        ValueError: it cannot be read.
    """
    data = np.frombuffer(encoded, np.uint8)
    picture = cv2.imdecode(data, flags) if len(data) else None
    if picture is None:
        raise ValueError("no picture")
    return np.asarray(picture, np.uint8)


def square(encoded: bytes, *, side_px: int, mirror: bool) -> Picture:
    """Return a crop at a size, as a right hand, shape (S, S, 3); black if unreadable."""
    try:
        picture = decoded(encoded, cv2.IMREAD_COLOR_RGB)
    except ValueError:
        return np.zeros((side_px, side_px, 3), np.uint8)
    shrinking = picture.shape[0] > side_px
    way = cv2.INTER_AREA if shrinking else cv2.INTER_LINEAR
    sized = cv2.resize(picture, (side_px, side_px), interpolation=way)
    return np.ascontiguousarray(sized[:, ::-1] if mirror else sized)


def stacked(pictures: Sequence[Picture]) -> NDArray[np.float32]:
    """Return pictures from 0 to 1, channels first, shape (N, 3, S, S)."""
    joined = np.stack(pictures).transpose(0, 3, 1, 2)
    return joined.astype(np.float32) / 255


def jittered(
    picture: Picture, rng: Generator, *, chance: float, turn_deg: float
) -> Picture:
    """Return a picture turned at random and, each by chance, of other colours."""
    changed = _turned(picture, rng.uniform(-turn_deg, turn_deg)).astype(np.float32)
    for change in (_brighter, _contrasted, _saturated):
        wanted, factor = rng.random() < chance, rng.uniform(1 - STRENGTH, 1 + STRENGTH)
        if wanted:
            changed = change(changed, factor)
    return np.clip(np.rint(changed), 0, 255).astype(np.uint8)


def _turned(picture: Picture, angle_deg: float) -> Picture:
    side = picture.shape[0]
    middle = ((side - 1) / 2, (side - 1) / 2)
    matrix = cv2.getRotationMatrix2D(middle, angle_deg, 1.0)
    turned = cv2.warpAffine(
        picture, matrix, (side, side), borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(turned, np.uint8)


def _brighter(picture: NDArray[np.float32], factor: float) -> NDArray[np.float32]:
    return picture * np.float32(factor)


def _contrasted(picture: NDArray[np.float32], factor: float) -> NDArray[np.float32]:
    middle = picture.mean()
    contrasted: NDArray[np.float32] = middle + np.float32(factor) * (picture - middle)
    return contrasted


def _saturated(picture: NDArray[np.float32], factor: float) -> NDArray[np.float32]:
    gray = picture.mean(axis=2, keepdims=True)
    coloured: NDArray[np.float32] = gray + np.float32(factor) * (picture - gray)
    return coloured
