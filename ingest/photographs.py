"""Photographs as images: read, turned as the camera says, scaled for work."""

import struct
import warnings
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as Picture

from ingest.video import Image, scaled_size
from store.errors import MediaError

MOST_PIXELS: Final = 128_000_000
"""Larger photographs are not decoded, whatever a header says."""
_FORMATS: Final = ("JPEG", "PNG", "BMP", "WEBP", "TIFF", "GIF")


def read_photograph(
    path: Path, *, longest_side_px: int, smallest_side_px: int
) -> tuple[Image, tuple[int, int]]:
    """Return a photograph scaled for work, and its (width, height) as shown.

    Raises:
        MediaError: the file is empty, no photograph, too small or too large.
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
    _check_claimed(path)
    decoded = _decoded(encoded)
    if decoded is None:
        raise _not_a_photograph(path)
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
        smaller = cv2.resize(decoded, size, interpolation=cv2.INTER_AREA)
        decoded = np.asarray(smaller, np.uint8)
    rgb: Image = np.asarray(cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB), dtype=np.uint8)
    return rgb, (width, height)


def _check_claimed(path: Path) -> None:
    """Raise a `MediaError` unless a header claims a size that may be decoded."""
    try:
        with warnings.catch_warnings():
            # What Pillow warns of is checked here.
            warnings.simplefilter("ignore")
            with Picture.open(path, formats=_FORMATS) as picture:
                width, height = picture.size
    except Picture.DecompressionBombError:
        raise _too_large(path, "hundreds of millions of") from None
    except (OSError, ValueError, SyntaxError, struct.error) as error:
        raise _not_a_photograph(path) from error
    if width * height > MOST_PIXELS:
        raise _too_large(path, f"{width} x {height}")


def _decoded(encoded: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """Return a picture as OpenCV reads it; None where it cannot."""
    try:
        picture = cv2.imdecode(encoded, cv2.IMREAD_COLOR)
    except cv2.error as error:
        if error.code == cv2.Error.StsNoMem:
            raise
        return None
    return None if picture is None else np.asarray(picture, np.uint8)


def _not_a_photograph(path: Path) -> MediaError:
    return MediaError(
        "not-a-photograph",
        f"{path.name} is damaged or no photograph.",
        "Remove it, or save it again as JPEG or PNG.",
    )


def _too_large(path: Path, pixels: str) -> MediaError:
    return MediaError(
        "too-large",
        f"{path.name} says that it has {pixels} pixels; up to "
        f"{MOST_PIXELS / 1e6:.0f} million are decoded.",
        "Save a smaller version of it: 1280 pixels a side are enough.",
    )
