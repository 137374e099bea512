"""A gloved or oddly lit hand, coloured like the bare skin that hand models know.

No colour of a glove is known here: only light and dark are kept.
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.video import Image

SKIN_LAB: Final = (65.0, 14.0, 20.0)
"""CIE L*a*b* of lit skin, between light and dark skin: what hand models know best."""
_DARKEST: Final = 5.0
_BRIGHTEST: Final = 97.0


def tinted(picture: Image) -> Image:
    """Return a picture of a hand in shades of skin: light and dark kept, colours not.

    Args:
        picture: RGB, shape (height, width, 3), the hand in its middle half; the median
            lightness of that becomes the lightness of skin.
    """
    _, a, b = SKIN_LAB
    lab = _to_lab(picture)
    _lighten(lab)
    lab[..., 1:] = a, b
    return _to_rgb(lab)


def _lighten(lab: NDArray[np.float32]) -> None:
    """Make the middle as light as skin, in place."""
    gain = SKIN_LAB[0] / max(float(np.median(_middle(lab)[..., 0])), _DARKEST)
    lab[..., 0] = np.clip(lab[..., 0] * gain, 0, _BRIGHTEST)


def _middle(lab: NDArray[np.float32]) -> NDArray[np.float32]:
    height, width = lab.shape[:2]
    return lab[height // 4 : height - height // 4, width // 4 : width - width // 4]


def _to_lab(image: Image) -> NDArray[np.float32]:
    scaled = np.ascontiguousarray(image, dtype=np.float32) / 255
    return np.asarray(cv2.cvtColor(scaled, cv2.COLOR_RGB2LAB), dtype=np.float32)


def _to_rgb(lab: NDArray[np.float32]) -> Image:
    rgb = np.clip(cv2.cvtColor(lab, cv2.COLOR_LAB2RGB), 0, 1)
    return (rgb * 255).round().astype(np.uint8)
