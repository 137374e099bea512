"""Rotations and joints of all frames at once, against the functions for single ones."""

import numpy as np
import pytest

from ingest.signer.hand import LIMITS_DEG, joints
from ingest.signer.handforms import hand_angles
from ingest.signer.rotation import about_y, from_vector, hand_frame
from ingest.synthetic_signs.forms import joints_over_time
from ingest.synthetic_signs.turning import blended, crossed, framed, turns


def test_turns__as_for_single_vectors() -> None:
    vectors = np.random.default_rng(0).normal(size=(5, 3))

    assert turns(vectors) == pytest.approx(np.stack([from_vector(v) for v in vectors]))
    assert turns(np.zeros(3)) == pytest.approx(np.eye(3))


def test_framed__as_for_a_single_hand() -> None:
    fingers, palm = np.array([[0.1, 1, 0.2]]), np.array([[0.3, 0.2, 1]])

    assert framed(fingers, palm)[0] == pytest.approx(hand_frame(fingers[0], palm[0]))


def test_crossed__as_numpy_has_it() -> None:
    one, other = np.random.default_rng(0).normal(size=(2, 4, 3))

    assert crossed(one, other) == pytest.approx(np.cross(one, other))


def test_blended__half_way_between_two_turns() -> None:
    found = blended(np.eye(3), about_y(0.8), np.array([0.0, 0.5, 1.0]))

    assert found[0] == pytest.approx(np.eye(3))
    assert found[1] == pytest.approx(about_y(0.4))
    assert found[2] == pytest.approx(about_y(0.8))


@pytest.mark.parametrize("finger_length", [1.0, 0.93])
def test_joints_over_time__as_for_single_hands(finger_length: float) -> None:
    rng = np.random.default_rng(1)
    angles = rng.uniform(LIMITS_DEG[:, 0], LIMITS_DEG[:, 1], (6, 21))
    angles[0] = hand_angles("Y")

    found = joints_over_time(angles, finger_length=finger_length)

    slow = [joints(one, finger_length=finger_length).points for one in angles]
    assert found == pytest.approx(np.stack(slow))
