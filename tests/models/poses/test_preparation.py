"""Each step from keypoints to comparable numbers, by hand-made sequences."""

import numpy as np
import pytest

from models.poses.preparation import (
    PoseSequence,
    about_shoulders,
    bones,
    filled,
    hands_about_wrists,
    in_widths,
    left_moves_more,
    mirrored,
    prepared,
    resampled,
    velocity,
)
from store.skeleton import (
    HAND_SLICES,
    LEFT_HAND,
    LEFT_HIP,
    LEFT_SHOULDER,
    POINTS,
    RIGHT_HAND,
    RIGHT_HIP,
    RIGHT_SHOULDER,
)
from tests.models.poses.pose_maker import signing, standing


def test_in_widths__height_is_in_widths() -> None:
    points = np.ones((1, POINTS, 3), np.float32)

    assert in_widths(points, 2.0)[0, 0].tolist() == [1, 0.5, 1]


def test_filled__gaps_are_lines_and_ends_stay() -> None:
    points = np.full((5, POINTS, 3), np.nan, np.float32)
    points[1, 0], points[3, 0] = 1, 3

    found = filled(points)

    assert found[:, 0, 0].tolist() == [1, 1, 2, 3, 3]
    assert np.isnan(found[:, 1]).all()


def test_about_shoulders__origin_and_unit() -> None:
    about = about_shoulders(standing(3))

    assert about[:, LEFT_SHOULDER, 0] == pytest.approx(0.1 / 0.4)
    assert about[:, RIGHT_SHOULDER, 0] == pytest.approx(-0.1 / 0.4)
    assert about[:, LEFT_HIP, 1] == pytest.approx(1.0)


def test_about_shoulders__without_hips_the_shoulders_tell_the_torso() -> None:
    points = standing(3)
    points[:, [LEFT_HIP, RIGHT_HIP]] = np.nan

    about = about_shoulders(points)

    assert about[:, LEFT_SHOULDER, 0] == pytest.approx(0.1 / (1.45 * 0.2))


def test_about_shoulders__without_shoulders_nothing_is_known() -> None:
    points = standing(3)
    points[:, LEFT_SHOULDER] = np.nan

    assert np.isnan(about_shoulders(points)).all()


def test_hands_about_wrists__wrists_are_0() -> None:
    hands = hands_about_wrists(signing(1).points)

    assert hands.shape == (24, 42, 3)
    assert (hands[:, 21] == 0).all()
    assert np.isnan(hands[:, :21]).all()


def test_resampled__even_in_time_not_in_frames() -> None:
    points = np.array([0.0, 1, 2], np.float32).reshape(3, 1, 1)

    found = resampled(points, np.array([0, 10, 100]), 3)

    assert found.ravel() == pytest.approx([0, 1 + 40 / 90, 2])


def test_resampled__one_frame_is_repeated() -> None:
    points = np.ones((1, 2, 3), np.float32)

    assert resampled(points, np.array([0]), 4).shape == (4, 2, 3)


def test_velocity__first_is_0() -> None:
    points = np.array([1.0, 3.0, 6.0], np.float32).reshape(1, 3, 1, 1)

    assert velocity(points).shape == (1, 3, 1, 1)
    assert velocity(points).ravel().tolist() == [0, 2, 3]


def test_bones__unit_directions_and_nothing_of_unseen_hands() -> None:
    directions = bones(signing(2).points)

    lengths = np.linalg.norm(directions, axis=-1)
    assert lengths[:, 21:] == pytest.approx(1, abs=1e-5)
    assert np.isnan(lengths[:, :21]).all()


def test_mirrored__twice_is_the_same() -> None:
    points = about_shoulders(signing(3).points)

    assert np.array_equal(mirrored(mirrored(points)), points, equal_nan=True)
    assert np.isnan(mirrored(points)[:, RIGHT_HAND]).all()


def test_left_moves_more__by_the_way_of_the_wrists() -> None:
    points = signing(4).points

    assert not left_moves_more(points)
    assert left_moves_more(mirrored(points))


def test_prepared__does_not_depend_on_place_size_or_shape_of_the_picture() -> None:
    clip = signing(5)
    wide = PoseSequence(clip.points / [2, 1, 2] + [0.1, 0, 0], clip.time_ms, 2.0)

    one = prepared(clip, frames=10, mirror_left=False)
    other = prepared(
        PoseSequence(wide.points.astype(np.float32), wide.time_ms, 2.0),
        frames=10,
        mirror_left=False,
    )

    assert one.shape == (10, POINTS, 3)
    assert np.allclose(one, other, atol=1e-4, equal_nan=True)


def test_prepared__left_handed_signing_as_right_handed() -> None:
    clip = signing(6)
    left = PoseSequence(
        mirrored(clip.points - [0.5, 0, 0]).astype(np.float32) + np.float32(0),
        clip.time_ms,
        1.0,
    )

    found = prepared(left, frames=10, mirror_left=True)

    assert np.isnan(found[:, LEFT_HAND]).all()
    assert not np.isnan(found[:, HAND_SLICES["right"]]).any()
