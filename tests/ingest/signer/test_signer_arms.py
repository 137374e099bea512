from dataclasses import replace

import numpy as np
import pytest

from ingest.signer.arms import (
    FOREARM_CM,
    UPPER_ARM_CM,
    HandState,
    arm_of,
    easiest_swivel,
)
from ingest.signer.flesh import add_hand
from ingest.signer.handforms import hand_angles
from ingest.signer.orientations import orientation
from ingest.signer.people import SIGNERS
from ingest.signer.rotation import mirrored
from ingest.signer.solids import Scene

SIGNER = SIGNERS[0]
RIGHT = HandState(
    1, hand_angles("L"), np.array([-18.0, -6.0, 25.0]), orientation("up-out").frame
)
LEFT = replace(
    RIGHT, side=-1, centre=RIGHT.centre * (-1, 1, 1), frame=mirrored(RIGHT.frame)
)


def test_arm_of__bones_keep_their_length():
    arm = arm_of(SIGNER, RIGHT)

    assert np.linalg.norm(arm.elbow - arm.shoulder) == pytest.approx(UPPER_ARM_CM)
    assert np.linalg.norm(arm.wrist - arm.elbow) == pytest.approx(FOREARM_CM)


def test_arm_of__out_of_reach_is_reached_as_far_as_the_arm_goes():
    far = replace(RIGHT, centre=np.array([-120.0, 0.0, 0.0]))

    arm = arm_of(SIGNER, far)

    length = np.linalg.norm(arm.wrist - arm.shoulder)
    assert length == pytest.approx(0.985 * (UPPER_ARM_CM + FOREARM_CM))


def test_arm_of__left_is_the_mirror_of_right():
    swivel = easiest_swivel(SIGNER, RIGHT)

    right = arm_of(SIGNER, replace(RIGHT, swivel_rad=swivel))
    left = arm_of(SIGNER, replace(LEFT, swivel_rad=easiest_swivel(SIGNER, LEFT)))

    assert left.elbow == pytest.approx(right.elbow * (-1, 1, 1))
    assert left.wrist == pytest.approx(right.wrist * (-1, 1, 1))


def test_add_hand__left_is_the_mirror_of_right():
    wrist = np.array([-10.0, 0.0, 20.0])
    mirrored_wrist = np.array([10.0, 0.0, 20.0])

    right, _ = add_hand(Scene(), SIGNER, RIGHT, wrist)
    left, _ = add_hand(Scene(), SIGNER, LEFT, mirrored_wrist)

    assert left == pytest.approx(right * (-1, 1, 1))


def test_add_hand__palm_of_up_out_faces_the_viewer():
    points, _ = add_hand(Scene(), SIGNER, RIGHT, np.zeros(3))

    wrist, index, pinky = points[0], points[5], points[17]
    assert index[1] > wrist[1]
    # Seen from the front, the thumb side of a raised right hand points to the midline.
    assert index[0] > pinky[0]
