from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from skimage.feature import hog as skimage_hog

from models.features.hog import descriptors, grey_square
from tests.models.hand_maker import picture_of


def bare(grey: NDArray[Any]) -> NDArray[Any]:
    values: NDArray[Any] = skimage_hog(
        grey,
        orientations=9,
        pixels_per_cell=(10, 10),
        cells_per_block=(2, 2),
        block_norm="L1",
    )
    return values


@pytest.mark.parametrize(
    "grey",
    [
        np.zeros((128, 128), np.uint8),
        np.full((128, 128), 255, np.uint8),
        np.indices((128, 128)).sum(axis=0).astype(np.uint8),
        np.random.default_rng(0).integers(0, 256, (128, 128), dtype=np.uint8),
        grey_square(picture_of(3)),
    ],
    ids=["black", "white", "slope that wraps", "noise", "photograph"],
)
def test_descriptors__equal_scikit_image(grey: NDArray[Any]) -> None:
    np.testing.assert_allclose(descriptors([grey])[0], bare(grey), atol=1e-6)


def test_descriptors__every_gradient_of_two_bytes() -> None:
    across = np.tile(np.arange(0, 256, 2, dtype=np.uint8), (128, 1))
    grey = across ^ across.T

    np.testing.assert_allclose(descriptors([grey])[0], bare(grey), atol=1e-6)


@pytest.mark.parametrize("side_px", [20, 128, 256])
def test_grey_square__any_size(side_px: int) -> None:
    assert grey_square(picture_of(0, side_px=side_px)).shape == (128, 128)
