import numpy as np
import pytest
from numpy.typing import NDArray

from ingest.signer.hand import (
    ANGLES,
    FINGERS,
    LIMITS_DEG,
    check_angles,
    joints,
    within_limits,
)
from ingest.signer.handforms import LETTERS, hand_angles, letter, relaxed_angles
from store.errors import CallError, UnknownNameError
from store.handshapes import INVENTORY
from store.skeleton import HAND_NAMES

INDEX_MCP, INDEX_PIP, INDEX_TIP = (
    HAND_NAMES.index(f"index_{joint}") for joint in ("mcp", "pip", "tip")
)
MIDDLE_MCP, MIDDLE_TIP = (
    HAND_NAMES.index("middle_mcp"),
    HAND_NAMES.index("middle_tip"),
)


def straight() -> NDArray[np.float64]:
    return np.zeros(ANGLES)


def test_joints__straight_finger_is_as_long_as_its_bones():
    points = joints(straight()).points

    middle = FINGERS[1]
    assert points[MIDDLE_MCP] == pytest.approx(middle.base)
    reach = points[MIDDLE_TIP] - points[MIDDLE_MCP]
    assert reach == pytest.approx([0, sum(middle.lengths), 0])


def test_joints__knuckle_flexed_by_90_degrees_points_out_of_the_palm():
    angles = straight()
    angles[4] = 90  # the middle finger's MCP; this finger does not turn inward

    points = joints(angles).points

    reach = points[MIDDLE_TIP] - points[MIDDLE_MCP]
    assert reach == pytest.approx([0, 0, sum(FINGERS[1].lengths)], abs=1e-9)


def test_joints__pip_flexed_by_90_degrees_moves_only_what_is_beyond():
    angles = straight()
    angles[1] = 90

    points = joints(angles).points

    proximal, middle, distal = FINGERS[0].lengths
    assert points[INDEX_PIP] - points[INDEX_MCP] == pytest.approx([0, proximal, 0])
    beyond = points[INDEX_TIP] - points[INDEX_PIP]
    assert beyond == pytest.approx([0, 0, middle + distal], abs=1e-9)


def test_joints__spreading_is_towards_the_thumb():
    angles = straight()
    angles[3] = 15

    points = joints(angles).points

    assert points[INDEX_TIP][0] > points[INDEX_MCP][0]


def test_joints__longer_fingers_keep_the_palm():
    usual, long = joints(straight()), joints(straight(), finger_length=1.1)

    knuckles = [HAND_NAMES.index(f"{f}_mcp") for f in ("index", "middle", "ring")]
    assert long.points[knuckles] == pytest.approx(usual.points[knuckles])
    assert long.points[MIDDLE_TIP][1] > usual.points[MIDDLE_TIP][1]


@pytest.mark.parametrize("name", INVENTORY)
def test_hand_angles__within_the_limits_of_a_hand(name):
    assert check_angles(hand_angles(name)).shape == (ANGLES,)


def test_hand_angles__no_two_handshapes_are_alike():
    forms = {tuple(hand_angles(name)) for name in INVENTORY}

    assert len(forms) == len(INVENTORY)


def test_hand_angles__unknown_handshape():
    with pytest.raises(UnknownNameError, match="handshape 'Q'"):
        hand_angles("Q")


def test_relaxed_angles__within_the_limits_of_a_hand():
    assert check_angles(relaxed_angles()).shape == (ANGLES,)


def test_check_angles__too_far():
    angles = straight()
    angles[1] = 140

    with pytest.raises(CallError, match="140 degrees"):
        check_angles(angles)


def test_check_angles__too_few():
    with pytest.raises(CallError, match="21 joint angles"):
        check_angles([0.0] * 20)


def test_within_limits__clips_to_the_limits():
    assert within_limits(np.full(ANGLES, 1e3)) == pytest.approx(LIMITS_DEG[:, 1])


def test_letter__all_without_j_and_z():
    assert set(LETTERS) == set("ABCDEFGHIKLMNOPQRSTUVWXY")
    for name in LETTERS:
        shape, frame = letter(name)
        assert shape in INVENTORY
        assert frame.T @ frame == pytest.approx(np.eye(3))
        assert np.linalg.det(frame) == pytest.approx(1)


def test_letter__moving_letters_are_refused():
    with pytest.raises(UnknownNameError, match="letter 'J'"):
        letter("J")
