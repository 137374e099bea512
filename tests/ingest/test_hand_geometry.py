import numpy as np
import pytest

from ingest.hand_geometry import (
    Array,
    Look,
    centred,
    look_at_palm,
    look_at_points,
    turned_onto,
    unlikeness,
)
from ingest.hand_models import CROP_SIDE_PX, CropReading, Palm
from store.skeleton import HAND_POINTS, WRIST


def upright_hand() -> Array:
    """A flat hand, fingers up, wrist at (0, 0), 200 high."""
    points = np.zeros((HAND_POINTS, 3))
    for finger in range(5):
        for joint in range(4):
            points[1 + 4 * finger + joint] = (
                40.0 * finger - 80.0,
                -80.0 - 40.0 * joint,
                0.0,
            )
    return points


def reading_of(points: Array, metres: Array) -> CropReading:
    return CropReading(presence=1.0, right=1.0, points=points, metres=metres)


def shape() -> Array:
    return np.random.default_rng(3).normal(size=(HAND_POINTS, 3))


def turn_in_space() -> Array:
    turn, _ = np.linalg.qr(np.random.default_rng(4).normal(size=(3, 3)))
    return np.asarray(turn * np.sign(np.linalg.det(turn)), float)


def test_look__upright_square_keeps_up_up():
    image = np.zeros((100, 100, 3), np.uint8)
    image[:50] = 255

    cut = Look(50, 50, 100).cut(image)

    assert cut.shape == (CROP_SIDE_PX, CROP_SIDE_PX, 3)
    assert cut[40, :220].min() == 255
    assert cut[-40].max() == 0


def test_look__turned_to_the_right_shows_the_right_on_top():
    image = np.zeros((100, 100, 3), np.uint8)
    image[:, 50:] = 255

    cut = Look(50, 50, 100, turn_deg=90).cut(image)

    assert cut[40, 112].min() == 255
    assert cut[-40, 112].max() == 0


def test_look__outside_the_photograph_is_black():
    cut = Look(0, 0, 100).cut(np.full((100, 100, 3), 255, np.uint8))

    assert cut[:100].max() == 0
    assert cut[150:, 150:].min() == 255


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("turn_deg", [0, 30, 90, 250])
def test_look_points__come_back_to_where_they_were(turn_deg, mirrored):
    points_px = np.random.default_rng(0).uniform(0, 80, (HAND_POINTS, 2))
    look = Look(35, 45, 120, turn_deg, mirrored)
    affine = look.affine()
    seen = (points_px @ affine[:, :2].T + affine[:, 2]) / CROP_SIDE_PX
    reading = reading_of(np.column_stack([seen, np.full(HAND_POINTS, 0.5)]), shape())

    found = look.points_px(reading)

    np.testing.assert_allclose(found[:, :2], points_px, atol=1e-9)
    np.testing.assert_allclose(found[:, 2], 60)


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("turn_deg", [0, 30, 90, 250])
def test_look_metres__turned_and_mirrored_as_the_points(turn_deg, mirrored):
    seen = shape()
    look = Look(0, 0, CROP_SIDE_PX, turn_deg, mirrored)
    reading = reading_of(seen / CROP_SIDE_PX, seen)

    metres = look.metres(reading)

    points = centred(look.points_px(reading))
    np.testing.assert_allclose(centred(metres)[:, :2], points[:, :2], atol=1e-9)


def test_look_at_points__upright_hand_is_not_turned():
    look = look_at_points(upright_hand())

    assert look.turn_deg == pytest.approx(0)
    assert not look.mirrored


@pytest.mark.parametrize("turn_deg", [30, 120, -90])
def test_look_at_points__turns_with_the_hand(turn_deg):
    angle = np.deg2rad(turn_deg)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    hand = upright_hand()[:, :2]

    look, turned = look_at_points(hand), look_at_points(hand @ turn.T)

    assert turned.turn_deg == pytest.approx(turn_deg)
    assert turned.side_px == pytest.approx(look.side_px)
    centre = turn @ (look.x_px, look.y_px)
    np.testing.assert_allclose((turned.x_px, turned.y_px), centre, atol=1e-9)


def test_look_at_points__all_in_one_place_still_is_a_square():
    look = look_at_points(np.full((HAND_POINTS, 2), 7.0))

    assert look.side_px == 1
    assert (look.x_px, look.y_px) == (7, 7)


def test_look_at_palm__reaches_up_to_the_fingers():
    palm = Palm(
        score=1.0,
        box=np.array([0.4, 0.6, 0.2, 0.1]),
        wrist=np.array([0.5, 0.7]),
        knuckle=np.array([0.5, 0.6]),
    )

    look = look_at_palm(palm, width_px=100, height_px=200)

    assert look.turn_deg == pytest.approx(0)
    assert look.side_px == pytest.approx(2.6 * 20)
    assert (look.x_px, look.y_px) == pytest.approx((50, 120))


def test_turned_onto__finds_the_turn():
    hand = centred(shape())

    turned = turned_onto(hand @ turn_in_space(), hand)

    np.testing.assert_allclose(turned, hand, atol=1e-9)


def test_unlikeness__blind_to_turn_size_and_place():
    hand = shape()

    assert unlikeness(hand, 3 * hand @ turn_in_space() + 5) == pytest.approx(
        0, abs=1e-9
    )


def test_unlikeness__a_mirrored_hand_is_another():
    hand = shape()

    assert unlikeness(hand, hand * (-1, 1, 1)) > 0.1


def test_look_at_points__wrist_lies_in_the_lower_half():
    hand = upright_hand()

    look = look_at_points(hand)

    assert hand[WRIST, 1] > look.y_px
