"""Photographs as images: read, turned as the camera says, scaled for work."""

from pathlib import Path

import cv2
import numpy as np

from ingest.video import Image, scaled_size
from store.errors import MediaError


def read_photograph(
    path: Path, *, longest_side_px: int, smallest_side_px: int
) -> tuple[Image, tuple[int, int]]:
    """Return a photograph scaled for work, and its (width, height) as shown.

    Raises:
        MediaError: the file is empty, no photograph, or too small.
    """
    try:
        encoded = np.fromfile(path, dtype=np.uint8)
    except OSError as error:
        raise MediaError(
            "unreadable",
            f"{path.name} cannot be read: {error.strerror}.",
            "Check that it is there and that you may read it.",
        ) from error
    if not encoded.size:
        raise MediaError(
            "empty-file",
            f"{path.name} has 0 bytes.",
            "Copy or download the file again.",
        )
    decoded = cv2.imdecode(encoded, cv2.IMREAD_COLOR)
    if decoded is None:
        raise MediaError(
            "not-a-photograph",
            f"{path.name} is damaged or no photograph.",
            "Remove it, or save it again as JPEG or PNG.",
        )
    height, width = decoded.shape[:2]
    if min(width, height) < smallest_side_px:
        raise MediaError(
            "too-small",
            f"{path.name} is {width} x {height} pixels; hands need at least "
            f"{smallest_side_px} a side.",
            "Give a larger version of the photograph.",
        )
    size = scaled_size(width, height, longest_side_px=longest_side_px)
    if size != (width, height):
        decoded = cv2.resize(decoded, size, interpolation=cv2.INTER_AREA)
    rgb: Image = np.asarray(cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB), dtype=np.uint8)
    return rgb, (width, height)
