from pathlib import Path

import cv2
import numpy as np
import pytest

from ingest import hand_finder
from ingest.hand_finder import HandFinder, HandReading
from ingest.hand_geometry import Array, unlikeness
from ingest.photographs import read_photograph
from ingest.video import Image
from store.skeleton import HAND_POINTS

DATA = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"


@pytest.fixture(scope="module")
def finder() -> HandFinder:
    return HandFinder()


def photograph(name: str) -> Image:
    path = DATA / name
    if not path.exists():
        pytest.skip("The photographs of ../shared/data are not beside the checkout.")
    image, _ = read_photograph(path, longest_side_px=640, smallest_side_px=16)
    return image


def gloved() -> Image:
    return photograph("lsa16/rgb/01_01_01.png")


def bare() -> Image:
    folder = DATA / "sign_digits" / "Dataset" / "5"
    return photograph(str(min(folder.glob("*.JPG"), default=folder / "none.JPG")))


def sight(
    metres: Array, *, presence: float = 1.0, right: float = 1.0
) -> hand_finder._Sight:
    return hand_finder._Sight(presence, right, 100 * metres, metres)


def shapes(*seeds: int) -> list[Array]:
    return [np.random.default_rng(seed).normal(size=(HAND_POINTS, 3)) for seed in seeds]


def found(finder: HandFinder, image: Image) -> HandReading:
    hands = finder.find_hands(image)
    assert len(hands) == 1
    return hands[0]


def test_joined__one_reading_is_itself():
    (hand,) = shapes(0)

    joined = hand_finder._joined([sight(hand)], width_px=200, height_px=100)

    np.testing.assert_allclose(joined.metres, hand - hand.mean(axis=0), atol=1e-6)
    np.testing.assert_allclose(joined.points, hand / (2, 1, 2), rtol=1e-5)
    assert joined.unlikeness == pytest.approx(0)
    assert joined.sure


def test_joined__a_reading_of_another_hand_hardly_counts():
    hand, other = shapes(0, 1)

    joined = hand_finder._joined(
        [sight(hand), sight(other), sight(hand)], width_px=100, height_px=100
    )

    assert unlikeness(joined.metres.astype(float), hand) < 0.05
    assert not joined.sure


def test_joined__readings_without_a_hand_do_not_divide_by_zero():
    hand, other = shapes(0, 1)

    joined = hand_finder._joined(
        [sight(hand, presence=0.0), sight(other, presence=0.0)],
        width_px=100,
        height_px=100,
    )

    assert np.isfinite(joined.metres).all()
    assert joined.presence == 0


@pytest.mark.parametrize(
    ("rights", "hand"), [((0.9, 0.7), "right"), ((0.1, 0.3), "left")]
)
def test_joined__readings_vote_for_the_side(rights, hand):
    (shape,) = shapes(0)

    joined = hand_finder._joined(
        [sight(shape, right=right) for right in rights], width_px=10, height_px=10
    )

    assert joined.hand == hand


def turned_hand(turn_deg: float, presence: float) -> hand_finder._Sight:
    """A hand whose fingers point this way."""
    angle = np.deg2rad(turn_deg)
    points = np.zeros((HAND_POINTS, 3))
    points[1:, :2] = 100 * np.array([np.sin(angle), -np.cos(angle)])
    return hand_finder._Sight(presence, 1.0, points, points)


def test_surest_and_other__the_other_is_turned_away():
    seen = [turned_hand(350, 0.7), turned_hand(10, 0.9), turned_hand(180, 0.2)]

    surest, other = hand_finder._surest_and_other(seen)

    assert surest is seen[1]
    assert other is seen[2]


def test_surest_and_other__none_turned_away():
    seen = [turned_hand(350, 0.7), turned_hand(10, 0.9)]

    assert hand_finder._surest_and_other(seen) == [seen[1]]


@pytest.mark.parametrize("value", [0, 127, 255])
def test_find_hands__none_in_an_even_picture(finder, value):
    assert finder.find_hands(np.full((90, 60, 3), value, np.uint8)) == []


def test_find_hands__none_in_one_pixel(finder):
    assert finder.find_hands(np.zeros((1, 1, 3), np.uint8)) == []


def test_find_hands__none_in_noise(finder):
    noise = np.random.default_rng(0).integers(0, 256, (120, 90, 3)).astype(np.uint8)

    assert finder.find_hands(noise) == []


def test_find_hands__gloved(finder):
    hand = found(finder, gloved())

    assert hand.hand == "right"
    assert hand.sure
    assert ((hand.points[:, :2] > 0) & (hand.points[:, :2] < 1)).all()
    assert 0.1 < np.ptp(hand.metres[:, 1]) < 0.25


@pytest.mark.parametrize("channels", [(1, 2, 0), (2, 0, 1), (1, 1, 1)])
def test_find_hands__gloves_of_another_colour(finder, channels):
    image = gloved()

    hand = found(finder, np.ascontiguousarray(image[..., channels]))

    magenta = found(finder, image)
    assert unlikeness(hand.metres.astype(float), magenta.metres.astype(float)) < 0.1


def test_find_hands__turned_photograph_turns_points_and_metres(finder):
    image = gloved()

    turned = found(finder, np.ascontiguousarray(np.rot90(image, k=-1)))

    upright = found(finder, image)
    expected = np.column_stack([1 - upright.points[:, 1], upright.points[:, 0]])
    np.testing.assert_allclose(turned.points[:, :2], expected, atol=0.05)
    x, y, z = upright.metres.T
    np.testing.assert_allclose(turned.metres, np.column_stack([-y, x, z]), atol=0.025)


def test_find_hands__mirrored_photograph_is_the_other_hand(finder):
    image = bare()

    mirrored = found(finder, np.ascontiguousarray(image[:, ::-1]))

    hand = found(finder, image)
    assert {hand.hand, mirrored.hand} == {"left", "right"}
    np.testing.assert_allclose(mirrored.points[:, 0], 1 - hand.points[:, 0], atol=0.03)


def test_find_hands__bare_hand_needs_no_search(finder, monkeypatch):
    monkeypatch.setattr(finder, "searched", lambda image: pytest.fail("searched"))

    assert found(finder, bare()).sure


def test_find_hands__same_answer_whatever_was_read_before(finder):
    first = found(finder, gloved())

    finder.find_hands(bare())

    np.testing.assert_array_equal(found(finder, gloved()).points, first.points)


def test_searched__enlarged_photograph_gives_the_same_hand(finder):
    image = gloved()
    larger = cv2.resize(image, None, fx=3, fy=3, interpolation=cv2.INTER_LINEAR)

    (hand,) = finder.searched(larger)

    (small,) = finder.searched(image)
    np.testing.assert_allclose(hand.points[:, :2], small.points[:, :2], atol=0.03)
