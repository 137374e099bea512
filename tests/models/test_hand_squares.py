import numpy as np
import pytest
from numpy.typing import NDArray

from models.hand_squares import placement, plain_square, upright_square
from store.skeleton import MIDDLE_MCP, WRIST


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
    picture = np.full((90, 90, 3), 200, np.uint8)

    square = upright_square(picture, hand_px, side_px=40, mirror=False, margin=3.0)

    assert square.shape == (40, 40, 3)
    assert (square[0, 0] == 127).all()
    assert (square[20, 20] == 200).all()


def test_plain_square__mirror_swaps_left_and_right() -> None:
    picture = np.zeros((32, 32, 3), np.uint8)
    picture[:, :16] = 255

    square = plain_square(picture, side_px=16, mirror=True)

    assert square[:, 12].min() > 200
    assert square[:, 3].max() < 50
