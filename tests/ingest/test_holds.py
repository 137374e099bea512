from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from ingest.holds import (
    NO_HOLD,
    HandMotion,
    dominant_hand,
    hand_motion,
    photograph_motion,
    two_handed,
)
from ingest.settings import IngestSettings
from store.skeleton import (
    HAND_SLICES,
    LEFT_HIP,
    LEFT_SHOULDER,
    POINTS,
    RIGHT_HIP,
    RIGHT_SHOULDER,
    Hand,
)

SETTINGS = IngestSettings(hold_speed=0.5, hold_ms=100)
SHOULDER_WIDTH = 0.25
"""In heights of the frame; with aspect 2 it is 0.125 of the width."""


def body(path: Sequence[tuple[float, float] | None]) -> NDArray[np.float32]:
    """A body whose right hand follows a path in heights of the frame; aspect is 2."""
    points = np.full((len(path), POINTS, 3), np.nan, dtype=np.float32)
    points[:, LEFT_SHOULDER, :2] = 0.5625, 0.3
    points[:, RIGHT_SHOULDER, :2] = 0.4375, 0.3
    points[:, [LEFT_HIP, RIGHT_HIP], :2] = 0.5, 0.8
    for index, place in enumerate(path):
        if place is not None:
            points[index, HAND_SLICES["right"]] = place[0] / 2, place[1], 0
    return points


def motion(
    path: Sequence[tuple[float, float] | None],
    *,
    frame_ms: int = 40,
    hand: Hand = "right",
) -> HandMotion:
    times_ms = np.arange(len(path)) * frame_ms
    return hand_motion(body(path), times_ms, hand, aspect=2.0, settings=SETTINGS)


def test_hand_motion__a_hand_never_seen() -> None:
    unseen = motion([(0.5, 0.5)] * 5, hand="left")

    assert np.isnan(unseen.speed).all()
    assert unseen.holds == 0
    assert not unseen.raised.any()


def test_hand_motion__speed_in_shoulder_widths_per_second() -> None:
    # 0.01 heights in 40 ms = 0.25 heights/s = one shoulder width/s.
    moving = motion([(0.5 + 0.01 * index, 0.5) for index in range(6)])

    assert moving.speed == pytest.approx(np.ones(6), rel=1e-3)
    assert moving.holds == 0


def test_hand_motion__upwards_is_as_fast_as_sideways() -> None:
    moving = motion([(0.5, 0.5 + 0.01 * index) for index in range(6)])

    assert moving.speed == pytest.approx(np.ones(6), rel=1e-3)


def test_hand_motion__speed_does_not_depend_on_frame_rate() -> None:
    slow = motion([(0.5 + 0.02 * index, 0.5) for index in range(6)], frame_ms=80)
    fast = motion([(0.5 + 0.004 * index, 0.5) for index in range(30)], frame_ms=16)

    assert slow.speed == pytest.approx(np.ones(6), rel=1e-3)
    assert fast.speed == pytest.approx(np.ones(30), rel=1e-3)


def test_hand_motion__still_moving_still_gives_two_holds() -> None:
    path = [(0.2, 0.5)] * 5 + [(0.4, 0.5)] + [(0.6, 0.5)] * 5

    hold = motion(path).hold

    assert hold.tolist() == [0, 0, 0, 0] + [NO_HOLD] * 3 + [1, 1, 1, 1]


def test_hand_motion__shorter_than_a_hold() -> None:
    # Two still frames of 40 ms in the midst of movement.
    path = [(0.1 * index, 0.5) for index in range(4)]
    path += [(0.3, 0.5)] * 3 + [(0.3 + 0.1 * index, 0.5) for index in range(1, 4)]

    assert motion(path).holds == 0


def test_hand_motion__a_hand_at_rest_does_not_hold() -> None:
    hanging = motion([(0.5, 0.78)] * 8)

    assert hanging.holds == 0
    assert not hanging.raised.any()


def test_hand_motion__a_gap_ends_a_hold() -> None:
    path: list[tuple[float, float] | None] = [(0.5, 0.5)] * 4
    path += [None] + [(0.5, 0.5)] * 4

    gap = motion(path)

    assert gap.hold.tolist() == [0] * 4 + [NO_HOLD] + [1] * 4
    assert np.isnan(gap.speed[4])


def test_hand_motion__without_a_body_there_is_no_measure() -> None:
    points = body([(0.5, 0.5)] * 5)
    points[:, :33] = np.nan

    hands_only = hand_motion(
        points, np.arange(5) * 40, "right", aspect=2.0, settings=SETTINGS
    )

    assert np.isnan(hands_only.speed).all()
    assert hands_only.holds == 0
    assert hands_only.raised.all()


def test_hand_motion__a_single_frame() -> None:
    assert motion([(0.5, 0.5)]).holds == 0


def test_dominant_hand__the_one_that_moves_more() -> None:
    times_ms = np.arange(6) * 40
    motions: dict[Hand, HandMotion] = {
        "left": motion([(0.5, 0.5)] * 6),
        "right": motion([(0.5 + 0.01 * index, 0.5) for index in range(6)]),
    }

    assert dominant_hand(motions, times_ms) == "right"
    assert two_handed(motions) is True


def test_dominant_hand__none_where_no_hand_was_seen() -> None:
    unseen = motion([None] * 4)
    motions: dict[Hand, HandMotion] = {"left": unseen, "right": unseen}

    assert dominant_hand(motions, np.arange(4) * 40) is None
    assert two_handed(motions) is None


def test_photograph__a_seen_hand_holds() -> None:
    motions: dict[Hand, HandMotion] = {
        "left": photograph_motion(seen=False),
        "right": photograph_motion(seen=True),
    }

    assert motions["right"].holds == 1
    assert motions["left"].holds == 0
    assert dominant_hand(motions, np.array([0])) == "right"
    assert two_handed(motions) is False
