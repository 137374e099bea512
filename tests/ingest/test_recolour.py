from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from ingest.recolour import SKIN_LAB, tinted


def glove(red: int, green: int, blue: int) -> NDArray[Any]:
    """A glove of this colour, lit from the left, on black."""
    picture = np.zeros((64, 64, 3))
    light = np.linspace(1.0, 0.6, 40)[None, :, None]
    picture[12:52, 12:52] = light * (red, green, blue)
    return picture.astype(np.uint8)


def lab(picture: NDArray[Any]) -> NDArray[Any]:
    return cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)


@pytest.mark.parametrize(
    "colour", [(200, 20, 110), (20, 60, 200), (20, 140, 40), (30, 30, 30), (250,) * 3]
)
def test_tinted__any_glove_becomes_skin(colour):
    seen = lab(tinted(glove(*colour)))[16:48, 16:48]

    np.testing.assert_allclose(np.median(seen, axis=(0, 1)), SKIN_LAB, atol=3)


def test_tinted__keeps_light_and_shade():
    seen = lab(tinted(glove(200, 20, 110)))[32, 14:50, 0]

    assert (np.diff(seen) <= 0.5).all()
    assert seen[0] - seen[-1] > 10


def test_tinted__colour_casts_do_not_matter():
    grey = glove(120, 120, 120)
    cast = grey.copy()
    cast[..., 2] //= 2
    cast[..., 0] = np.minimum(255, cast[..., 0] * 1.2)

    difference = tinted(cast).astype(int) - tinted(grey).astype(int)

    assert abs(difference).max() <= 6


def test_tinted__black_picture_stays_dark():
    picture = tinted(np.zeros((8, 8, 3), np.uint8))

    assert picture.shape == (8, 8, 3)
    assert picture.dtype == np.uint8
    assert picture.max() < 60


def test_tinted__leaves_its_input_alone():
    picture = glove(200, 20, 110)
    before = picture.copy()

    tinted(picture)

    np.testing.assert_array_equal(picture, before)
