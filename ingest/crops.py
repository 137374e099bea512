"""Square pictures of a hand, cut from a frame, and how sharp they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.settings import IngestSettings
from ingest.video import Image
from store.skeleton import MIDDLE_MCP, WRIST

FLESH: Final = 0.25
"""Half a finger's width in palm lengths (wrist to middle knuckle).

The points run inside the fingers, so a box around them cuts the flesh. Adult palms are
about 100 mm long from wrist to knuckle as MediaPipe sees them and a finger with its
outline about 2 x 20 to 25 mm wide at the tip.
"""
SMALLEST_SIDE_PX: Final = 4
_GREY: Final = (127, 127, 127)


@dataclass(frozen=True, slots=True)
class Crop:
    """One square crop.

    Attributes:
        padding_px: margin around the hand's box, in pixels of the frame.
        left_px, top_px, side_px: where it lies in the frame as it was read.
        image: JPEG, edges outside the frame filled with grey.
    """

    padding_px: int
    left_px: float
    top_px: float
    side_px: float
    image: bytes


def hand_crops(
    image: Image, points: NDArray[np.float32], settings: IngestSettings
) -> tuple[list[Crop], float]:
    """Return the crops of one hand and the sharpness of the tightest.

    Args:
        image: the frame.
        points: (21, 3), the hand's points in image coordinates; none missing.
        settings: paddings, largest side, JPEG quality.

    Returns:
        Crops in the order of the paddings (none where the hand lies outside the frame),
        and the variance of the Laplacian of the 0-px crop at the size it is stored.
    """
    height, width = image.shape[:2]
    pixels = points[:, :2] * np.array([width, height], dtype=np.float32)
    box = _square(pixels)
    if not _overlaps(box, width, height):
        return [], float("nan")
    crops = []
    for padding in settings.crop_paddings_px:
        left, top, side = box[0] - padding, box[1] - padding, box[2] + 2 * padding
        cut = _cut(image, (left, top, side), settings.crop_side_px)
        crops.append(Crop(padding, left, top, side, _jpeg(cut, settings.jpeg_quality)))
    return crops, sharpness(_cut(image, box, settings.crop_side_px))


def sharpness(image: Image) -> float:
    """Return the variance of the Laplacian of an RGB image; below a threshold: blurred.

    Reference: Pech-Pacheco et al., Diatom autofocusing in brightfield microscopy, 2000.
    """
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    _, deviation = cv2.meanStdDev(cv2.Laplacian(grey, cv2.CV_16S))
    return float(deviation[0, 0]) ** 2


def _square(pixels: NDArray[np.float32]) -> tuple[int, int, int]:
    """Return (left, top, side) of the square around the hand's points and its flesh."""
    palm = float(np.linalg.norm(pixels[MIDDLE_MCP] - pixels[WRIST]))
    low, high = pixels.min(axis=0), pixels.max(axis=0)
    side = float((high - low).max()) + 2 * FLESH * palm
    centre = (low + high) / 2
    left, top = np.rint(centre - side / 2).astype(int)
    return int(left), int(top), max(SMALLEST_SIDE_PX, round(side))


def _overlaps(box: Sequence[int], width: int, height: int) -> bool:
    left, top, side = box
    return left < width and top < height and left + side > 0 and top + side > 0


def _cut(image: Image, box: tuple[int, int, int], largest_side_px: int) -> Image:
    """Return the square, grey outside the frame, scaled down to the largest side."""
    left, top, side = box
    height, width = image.shape[:2]
    rows = slice(max(top, 0), min(top + side, height))
    columns = slice(max(left, 0), min(left + side, width))
    cut = np.full((side, side, 3), _GREY, dtype=np.uint8)
    cut[
        rows.start - top : rows.stop - top, columns.start - left : columns.stop - left
    ] = image[rows, columns]
    if side <= largest_side_px:
        return cut
    size = (largest_side_px, largest_side_px)
    return np.asarray(cv2.resize(cut, size, interpolation=cv2.INTER_AREA), np.uint8)


def _jpeg(image: Image, quality: int) -> bytes:
    _, encoded = cv2.imencode(
        ".jpg",
        cv2.cvtColor(image, cv2.COLOR_RGB2BGR),
        [cv2.IMWRITE_JPEG_QUALITY, quality],
    )
    return encoded.tobytes()
