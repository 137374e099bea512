from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from models.features import joint_angles_hold
from models.features.joint_angles import compute, joint_angles
from models.handcrops import HandCrops
from tests.models.hand_maker import hand_crops, open_hand

UNSEEN = np.full((21, 3), np.nan, dtype=np.float32)
FLEXIONS = slice(0, 15)
FINGER_FLEXIONS = slice(3, 15)
number = st.floats(-3, 3)


def any_hand(seed: int) -> NDArray[Any]:
    noise = np.random.default_rng(seed).normal(0, 0.005, (21, 3))
    return (open_hand(bend=0.7) + noise).astype(np.float64)


@given(
    seed=st.integers(0, 1000),
    turn=st.tuples(number, number, number),
    shift=st.tuples(number, number, number),
    scale=st.floats(0.1, 20),
)
def test_joint_angles__stay_when_the_hand_is_turned_moved_or_scaled(
    seed: int,
    turn: tuple[float, float, float],
    shift: tuple[float, float, float],
    scale: float,
) -> None:
    hand = any_hand(seed)
    moved = scale * hand @ Rotation.from_rotvec(turn).as_matrix().T + shift

    values, moved_values = joint_angles(np.stack([hand, moved]))

    np.testing.assert_allclose(moved_values, values, atol=1e-5)


@given(seed=st.integers(0, 1000))
def test_joint_angles__left_hand_is_its_mirror_image(seed: int) -> None:
    right = any_hand(seed).astype(np.float32)
    left = right * np.array([-1, 1, 1], np.float32)

    values = compute(hand_crops([right, left], hands=["right", "left"]))

    np.testing.assert_allclose(values[1], values[0], atol=1e-5)


def test_joint_angles__left_taken_for_right_differs() -> None:
    right = any_hand(0).astype(np.float32)
    left = right * np.array([-1, 1, 1], np.float32)

    values = compute(hand_crops([right, left], hands=["right", "right"]))

    assert np.abs(values[1] - values[0]).max() > 0.1


def test_joint_angles__straight_fingers_do_not_bend() -> None:
    values = joint_angles(open_hand(bend=0).astype(np.float64)[None])[0]

    pip_and_dip = values[FINGER_FLEXIONS].reshape(4, 3)[:, 1:]
    np.testing.assert_allclose(pip_and_dip, 0, atol=1e-3)


def test_joint_angles__bent_fingers_bend_by_their_angle() -> None:
    values = joint_angles(open_hand(bend=1).astype(np.float64)[None])[0]

    pip_and_dip = values[FINGER_FLEXIONS].reshape(4, 3)[:, 1:]
    np.testing.assert_allclose(pip_and_dip, 1, atol=0.01)


def test_joint_angles__unseen_hand_and_hand_without_extent() -> None:
    values = joint_angles(np.stack([UNSEEN, np.zeros((21, 3))]).astype(np.float64))

    assert np.isnan(values).all()


def with_holds(holds: list[NDArray[Any]]) -> HandCrops:
    crops = hand_crops([open_hand()] * len(holds))
    crops.holds[:] = holds
    return crops


def test_joint_angles_hold__median_of_the_frames_in_which_the_hand_was_seen() -> None:
    frames = np.stack(
        [open_hand(bend=0.2), UNSEEN, open_hand(bend=1), open_hand(bend=0.4)]
    )

    values = joint_angles_hold.compute(with_holds([frames, frames[1:2]]))

    expected = np.median(joint_angles(frames[[0, 2, 3]].astype(np.float64)), axis=0)
    np.testing.assert_allclose(values[0], expected, atol=1e-6)
    assert np.isnan(values[1]).all()


@pytest.mark.parametrize("scale", [1e-3, 1e3])
def test_joint_angles__any_unit(scale: float) -> None:
    hand = open_hand(bend=0.5).astype(np.float64)[None]

    np.testing.assert_allclose(
        joint_angles(scale * hand), joint_angles(hand), atol=1e-5
    )
