from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from models.features.hog_upright import upright
from tests.models.hand_maker import open_hand, picture_of

CENTRE = (100.0, 100.0)


@pytest.fixture
def points_px() -> NDArray[Any]:
    points: NDArray[Any] = np.array(CENTRE) + 600 * open_hand()[:, :2]
    return points.astype(np.float32)


@pytest.mark.parametrize("turn_deg", [30, 90, 180, 275])
def test_upright__turned_hand_looks_the_same(
    points_px: NDArray[Any], turn_deg: float
) -> None:
    picture = picture_of(5, side_px=200)
    turn = cv2.getRotationMatrix2D(CENTRE, turn_deg, 1)
    turned = np.asarray(cv2.warpAffine(picture, turn, (200, 200)), np.uint8)
    turned_points = (points_px @ turn[:, :2].T + turn[:, 2]).astype(np.float32)

    before = upright(picture, points_px, mirror=False)
    after = upright(turned, turned_points, mirror=False)

    middle = slice(32, 96)
    difference = before[middle, middle].astype(int) - after[middle, middle]
    assert np.abs(difference).mean() < 4


def test_upright__mirrored_hand_looks_the_same(points_px: NDArray[Any]) -> None:
    picture = picture_of(5, side_px=200)
    mirrored = picture[:, ::-1].copy()
    mirrored_points = points_px.copy()
    mirrored_points[:, 0] = 199 - points_px[:, 0]

    before = upright(picture, points_px, mirror=False)
    after = upright(mirrored, mirrored_points, mirror=True)

    assert np.abs(before.astype(int) - after)[16:112, 16:112].mean() < 4


def test_upright__wrist_is_below_the_knuckle() -> None:
    picture = np.zeros((200, 200, 3), np.uint8)
    points = np.full((21, 2), 100, np.float32)
    points[0], points[9] = (60, 100), (140, 100)
    picture[90:110, 50:70] = 255

    shown = upright(picture, points, mirror=False)

    rows, columns = np.nonzero(shown > 128)
    assert rows.mean() > 90
    assert abs(columns.mean() - 64) < 8


def test_upright__points_on_one_spot() -> None:
    points = np.full((21, 2), 100, np.float32)

    assert upright(picture_of(0), points, mirror=False).shape == (128, 128)
