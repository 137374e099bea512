from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from models.hand_squares import placement, upright_square
from store.skeleton import MIDDLE_MCP, WRIST
from tests.models.hand_maker import open_hand, picture_of

CENTRE = (100.0, 100.0)
HOW: Any = {"side_px": 128}


@pytest.fixture
def hand_px() -> NDArray[np.float64]:
    """21 points of which the wrist is to the left and the knuckle to the right."""
    points = np.random.default_rng(0).uniform(30, 60, (21, 2))
    points[WRIST], points[MIDDLE_MCP] = (25, 50), (65, 50)
    return points


def placed(points: NDArray[np.float64], **how: object) -> NDArray[np.float64]:
    matrix = placement(points, **how)  # type: ignore[arg-type]
    found: NDArray[np.float64] = points @ matrix[:, :2].T + matrix[:, 2]
    return found


def test_placement__wrist_below_knuckle(hand_px: NDArray[np.float64]) -> None:
    found = placed(hand_px, side_px=64, mirror=False)

    up = found[MIDDLE_MCP] - found[WRIST]
    assert up[0] == pytest.approx(0, abs=1e-9)
    assert up[1] < 0
    assert found.min() > 0
    assert found.max() < 64


@pytest.mark.parametrize("turn_deg", [37, 90, 211])
def test_placement__the_same_however_the_hand_is_turned(
    hand_px: NDArray[np.float64], turn_deg: float
) -> None:
    angle = np.deg2rad(turn_deg)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])

    turned = placed(hand_px @ turn.T + 7, side_px=64, mirror=False)

    np.testing.assert_allclose(turned, placed(hand_px, side_px=64, mirror=False))


def test_placement__mirrored_hand_lands_in_the_same_place(
    hand_px: NDArray[np.float64],
) -> None:
    left_px = hand_px * (-1, 1) + (100, 0)

    mirrored = placed(left_px, side_px=64, mirror=True)

    np.testing.assert_allclose(mirrored, placed(hand_px, side_px=64, mirror=False))


def test_upright_square__grey_outside_the_picture(
    hand_px: NDArray[np.float64],
) -> None:
    picture = np.full((50, 50, 3), 200, np.uint8)

    square = upright_square(picture, hand_px, side_px=40, mirror=False)

    assert square.shape == (40, 40, 3)
    assert (square[0, 0] == 127).all()
    assert (square == 200).any()


@pytest.fixture
def points_px() -> NDArray[np.float64]:
    points: NDArray[np.float64] = np.array(CENTRE) + 600 * open_hand()[:, :2]
    return points


@pytest.mark.parametrize("turn_deg", [30, 90, 180, 275])
def test_upright_square__turned_hand_looks_the_same(
    points_px: NDArray[np.float64], turn_deg: float
) -> None:
    picture = picture_of(5, side_px=200)
    turn = cv2.getRotationMatrix2D(CENTRE, turn_deg, 1)
    turned = np.asarray(cv2.warpAffine(picture, turn, (200, 200)), np.uint8)
    turned_points = points_px @ turn[:, :2].T + turn[:, 2]

    before = upright_square(picture, points_px, **HOW, mirror=False)
    after = upright_square(turned, turned_points, **HOW, mirror=False)

    middle = slice(32, 96)
    difference = before[middle, middle].astype(int) - after[middle, middle]
    assert np.abs(difference).mean() < 4


def test_upright_square__mirrored_hand_looks_the_same(
    points_px: NDArray[np.float64],
) -> None:
    picture = picture_of(5, side_px=200)
    mirrored = picture[:, ::-1].copy()
    mirrored_points = points_px.copy()
    mirrored_points[:, 0] = 199 - points_px[:, 0]

    before = upright_square(picture, points_px, **HOW, mirror=False)
    after = upright_square(mirrored, mirrored_points, **HOW, mirror=True)

    assert np.abs(before.astype(int) - after)[16:112, 16:112].mean() < 4


def test_upright_square__fine_pattern_of_a_large_picture_becomes_grey() -> None:
    picture = np.zeros((1000, 1000, 3), np.uint8)
    picture[:, ::2] = 255
    points_px = 500 + 5000 * open_hand()[:, :2].astype(np.float64)

    square = upright_square(picture, points_px, side_px=64, mirror=False)

    assert abs(square[16:48, 16:48].astype(int) - 127).max() < 20


def test_upright_square__large_picture_is_not_shifted() -> None:
    picture = np.zeros((1200, 1200, 3), np.uint8)
    points_px = 600 + 5000 * open_hand()[:, :2].astype(np.float64)
    row, column = np.rint(points_px[MIDDLE_MCP][::-1]).astype(int)
    picture[row - 30 : row + 31, column - 30 : column + 31] = 255

    square = upright_square(picture, points_px, side_px=64, mirror=False)

    expected = placed(points_px, side_px=64, mirror=False)[MIDDLE_MCP]
    rows, columns = np.nonzero(square[:, :, 0] > 127)
    assert columns.mean() == pytest.approx(expected[0], abs=0.6)
    assert rows.mean() == pytest.approx(expected[1], abs=0.6)


def test_upright_square__points_on_one_spot() -> None:
    points = np.full((21, 2), 100.0)

    assert upright_square(picture_of(0), points, **HOW, mirror=False).shape[0] == 128
