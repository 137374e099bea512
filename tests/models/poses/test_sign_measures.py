"""What is measured of a sign, on hands placed by hand."""

import numpy as np
import pytest

from models.poses.preparation import Points, PoseSequence
from models.poses.sign_differences import (
    clear_by_parameter,
    differences,
    in_words,
    pooled_deviation,
)
from models.poses.sign_measures import MEASURES, measured, measures_of, signing_frames
from store.skeleton import (
    FINGERS,
    HAND_NAMES,
    LEFT_HAND,
    POINTS,
    RIGHT_HAND,
)
from tests.models.poses.pose_maker import standing

NAMES = [measure.says for measure in MEASURES]


def flat_hand() -> Points:
    """A right hand, palm to the camera, fingers up: 0.4 high, the thumb to the right."""
    hand = np.zeros((21, 3), np.float32)
    for finger, name in enumerate(FINGERS):
        for joint, at in enumerate(i for i, n in enumerate(HAND_NAMES) if name in n):
            across = (0.1, 0.05, 0.0, -0.05, -0.1)[finger]
            hand[at] = (across, -0.15 - 0.08 * joint, 0)
    return hand


def clip(hand: Points, wrists: list[tuple[float, float]]) -> Points:
    """A prepared clip in which a right hand is at some places, in torso lengths."""
    points = np.full((len(wrists), POINTS, 3), np.nan, np.float32)
    for frame, (x, y) in enumerate(wrists):
        points[frame, RIGHT_HAND] = hand + np.array((x, y, 0))
    return points


def value(points: Points, says: str) -> float:
    return float(measures_of(points)[NAMES.index(says)])


def test_measures_of__place_and_movement() -> None:
    points = clip(flat_hand(), [(-0.5, 0.3), (-0.5, 0.1), (-0.5, -0.1)])

    assert value(points, "is made higher") == pytest.approx(-0.1)
    assert value(points, "is made further out to the side") == pytest.approx(0.5)
    assert value(points, "moves over a longer path") == pytest.approx(0.4)
    assert value(points, "ends higher above its beginning") == pytest.approx(0.4)
    assert value(points, "ends further out from its beginning") == pytest.approx(0)
    assert value(points, "moves more in one line") == pytest.approx(1)


def test_measures_of__there_and_back_is_no_line() -> None:
    points = clip(flat_hand(), [(0, 0), (0.3, 0), (0, 0)])

    assert value(points, "moves over a longer path") == pytest.approx(0.6)
    assert value(points, "moves more in one line") == pytest.approx(0)


def test_measures_of__still_hand_has_no_direction() -> None:
    points = clip(flat_hand(), [(0, 0), (0, 0)])

    assert np.isnan(value(points, "moves more in one line"))
    assert value(points, "moves over a longer path") == 0


def test_measures_of__palm_to_the_camera_then_turned_away() -> None:
    hand = flat_hand()
    away = hand * (-1, 1, 1)
    down = hand * (1, -1, 1)

    assert value(clip(hand, [(0, 0)]), NAMES[7]) == pytest.approx(1, abs=0.01)
    assert value(clip(away, [(0, 0)]), NAMES[7]) == pytest.approx(-1, abs=0.01)
    assert value(clip(hand, [(0, 0)]), NAMES[10]) == pytest.approx(1, abs=0.01)
    assert value(clip(down, [(0, 0)]), NAMES[10]) == pytest.approx(-1, abs=0.01)
    assert NAMES[7] == "turns the palm more to the camera"
    assert NAMES[10] == "points the fingers more upwards"


def test_measures_of__bent_finger() -> None:
    bent = flat_hand()
    tip = HAND_NAMES.index("index_tip")
    dip = HAND_NAMES.index("index_dip")
    bent[tip] = bent[dip] + (0, 0, -0.08)

    says = "has the index finger more bent"
    more = value(clip(bent, [(0, 0)]), says) - value(clip(flat_hand(), [(0, 0)]), says)

    assert more == pytest.approx(90, abs=0.5)


def test_measures_of__other_hand_raised_in_half_of_the_frames() -> None:
    points = clip(flat_hand(), [(0, 0)] * 4)
    points[:2, LEFT_HAND] = (0.3, 0, 0)
    points[2:, LEFT_HAND] = (0.3, 1, 0)

    assert value(points, "raises the other hand for longer") == 0.5


def test_signing_frames__from_first_to_last_raised() -> None:
    low, high = (0.0, 1.0), (0.0, 0.0)

    assert signing_frames(clip(flat_hand(), [low, high, low, high, low])) == slice(1, 4)
    assert signing_frames(clip(flat_hand(), [low, low])) == slice(0, 2)


def test_measured__left_handed_clip_is_measured_as_its_mirror() -> None:
    points = standing(6)
    points[:, RIGHT_HAND] = flat_hand() * 0.2 + (0.3, 0.5, 0)
    points[:, RIGHT_HAND, 0] += np.linspace(0, -0.1, 6)[:, None]
    left = points.copy()
    left[:, LEFT_HAND] = points[:, RIGHT_HAND] * (-1, 1, 1) + (1, 0, 0)
    left[:, RIGHT_HAND] = np.nan
    times = np.arange(6, dtype=np.int64) * 40

    right_handed = measured(PoseSequence(points, times, 1.0))
    left_handed = measured(PoseSequence(left, times, 1.0))

    np.testing.assert_allclose(left_handed, right_handed, atol=1e-4)
    assert (
        measured(PoseSequence(left, times, 1.0), left_handed=False)[5]
        != (left_handed[5])
    )


def test_measures_of__no_hand_is_unknown() -> None:
    found = measures_of(np.full((3, POINTS, 3), np.nan, np.float32))

    assert np.isnan(found[: NAMES.index("moves over a longer path")]).all()


def test_pooled_deviation__by_hand() -> None:
    # Squares about the means: 2 and 8, of 3 + 2 - 2 = 3 degrees of freedom.
    found = pooled_deviation(np.array([1.0, 2.0, 3.0]), np.array([0.0, 4.0]))

    assert found == pytest.approx((10 / 3) ** 0.5)


def test_differences__the_greatest_first_and_in_words() -> None:
    first = np.full((3, len(MEASURES)), np.nan)
    second = first.copy()
    first[:, 5], second[:, 5] = (0.4, 0.5, 0.6), (0.1, 0.2, 0.3)
    first[:, 0], second[:, 0] = (50, 50, 50), (60, 60, 90)
    first[:, 12], second[:, 12] = (1, 2, 3), (1, 2, 3)

    found = differences(first, second)
    named = clear_by_parameter(found)

    assert [told.measure.parameter for told in found] == [
        "place",
        "handshape",
        "movement",
    ]
    assert found[0].deviations == pytest.approx(3)
    assert found[1].gap == pytest.approx(-20)
    assert list(named) == ["place", "handshape"]
    assert in_words(found[0], "BOOK", "PAPER") == (
        "BOOK is made higher than PAPER by 0.30 torso lengths (3.0 deviations)"
    )
    assert in_words(found[1], "BOOK", "PAPER").startswith(
        "PAPER has the thumb more bent than BOOK by 20 degrees"
    )


def test_differences__one_clip_of_a_sign_tells_nothing() -> None:
    one, several = np.zeros((1, len(MEASURES))), np.ones((4, len(MEASURES)))

    assert differences(one, several) == []
