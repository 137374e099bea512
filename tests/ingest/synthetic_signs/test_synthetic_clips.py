"""Synthetic clips: people that are whole, movements as told, errors as a tracker's."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.random import default_rng

from ingest.signer.arms import FOREARM_CM, UPPER_ARM_CM
from ingest.synthetic_signs.clips import make_clip
from ingest.synthetic_signs.filming import Filmed
from ingest.synthetic_signs.people import drawn_rest, invented_person
from ingest.synthetic_signs.performing import dominant_hand, other_hand, smooth_noise
from ingest.synthetic_signs.skeletons import keypoints_cm
from ingest.synthetic_signs.timing import along_way, drawn_clock
from ingest.synthetic_signs.tracking import Tracker, tracked
from ingest.synthetic_signs.turning import Reals
from ingest.synthetic_signs.vocabulary import drawn_signs
from store.skeleton import LEFT_HAND, POSE_NAMES, RIGHT_HAND

SIGNS = drawn_signs(30, seed=0)
PERSON = invented_person(3, seed=0)
FAULTLESS = Tracker(
    off=0,
    off_whole=0,
    waver=0,
    tremble=0,
    blur=0,
    astray=0,
    lost=0,
    least_lost=0,
    lost_fast=0,
    edge=0,
    body_off=0,
    body_waver=0,
    hips_off=0,
    no_hips=0,
    hand_depth=(1, 1),
)


def skeleton(number: int) -> Reals:
    sign, rng = SIGNS[number], default_rng(number)
    rest = drawn_rest(rng)
    clock = drawn_clock(sign, 1.0, 40, rng)
    hands = [dominant_hand(sign, clock, rest, rng), other_hand(sign, clock, rest, rng)]
    return keypoints_cm(PERSON, hands[0], hands[1], np.zeros(2))


def test_make_clip__same_seed_same_clip() -> None:
    one, two, other = (
        make_clip(SIGNS[0], PERSON, seed=(0, 0, take)) for take in (0, 0, 1)
    )

    assert np.array_equal(one.points, two.points, equal_nan=True)
    assert not np.array_equal(one.points, other.points, equal_nan=True)


def test_make_clip__hands_are_seen_and_heads_are_above_shoulders() -> None:
    for number, sign in enumerate(SIGNS):
        points = make_clip(sign, PERSON, seed=(1, number)).points
        hands = points[:, LEFT_HAND.start :]
        assert points.dtype == np.float32
        assert not np.isnan(hands).all()
        shoulder = points[:, POSE_NAMES.index("left_shoulder"), 1]
        assert (points[:, 0, 1] < shoulder).all()


def test_keypoints_cm__arms_keep_their_lengths_and_end_at_the_hands() -> None:
    points = skeleton(4)

    for side, hand in (("left", LEFT_HAND), ("right", RIGHT_HAND)):
        shoulder, elbow, wrist = (
            points[:, POSE_NAMES.index(f"{side}_{joint}")]
            for joint in ("shoulder", "elbow", "wrist")
        )
        upper = np.linalg.norm(elbow - shoulder, axis=1)
        fore = np.linalg.norm(wrist - elbow, axis=1)
        assert upper == pytest.approx(UPPER_ARM_CM * PERSON.body)
        assert fore == pytest.approx(FOREARM_CM * PERSON.body)
        assert points[:, hand.start] == pytest.approx(wrist)


def test_keypoints_cm__the_left_hand_is_on_the_signers_left() -> None:
    points = skeleton(4)

    assert (points[:, POSE_NAMES.index("left_shoulder"), 0] > 0).all()
    assert (points[:, POSE_NAMES.index("right_ear"), 0] < 0).all()


def test_along_way__there_and_back() -> None:
    way = np.array([[0.0, 0, 0], [4, 0, 0]])

    once, _ = along_way(way, np.array([0.0, 0.5, 1.0]), 0)
    back, gone = along_way(way, np.array([0.0, 0.5, 1.0]), 1)

    assert once[:, 0].tolist() == pytest.approx([0, 2, 4])
    assert back[:, 0].tolist() == pytest.approx([0, 4, 0])
    assert gone.tolist() == pytest.approx([0, 1, 0])


def test_along_way__a_sign_that_stays() -> None:
    where, gone = along_way(np.zeros((1, 3)), np.array([0.0, 1.0]), 0)

    assert not where.any()
    assert gone.tolist() == pytest.approx([0, 1])


def test_smooth_noise__deviation_of_one_and_slow() -> None:
    noise = smooth_noise(default_rng(0), 400, 50, 6)

    assert noise.shape == (50, 400)
    assert noise.std() == pytest.approx(1, abs=0.05)
    assert np.abs(np.diff(noise, axis=0)).mean() < 0.4


def shot(frames: int = 20) -> Filmed:
    points = np.full((frames, 75, 3), 0.5)
    points += 0.05 * default_rng(0).normal(size=(75, 3))
    return Filmed(points, aspect=4 / 3, told_aspect=4 / 3, widths_per_cm=0.006)


def test_tracked__without_faults_points_are_where_they_are() -> None:
    told = tracked(shot(), (False, False), FAULTLESS, default_rng(0))

    assert told[..., :2] == pytest.approx(shot().points[..., :2])
    hand = told[:, RIGHT_HAND, 2]
    assert hand[:, 0] == pytest.approx(0)


def test_tracked__hands_below_the_picture_are_not_found() -> None:
    low = shot()
    low.points[:, LEFT_HAND, 1] += 0.8

    told = tracked(low, (False, False), FAULTLESS, default_rng(0))

    assert np.isnan(told[:, LEFT_HAND]).all()
    assert not np.isnan(told[:, RIGHT_HAND]).any()


def test_tracked__faults_are_of_the_size_told() -> None:
    how = replace(FAULTLESS, off=0.1, lost=0.3, well_found=0.0, no_hips=1.0)
    told = [tracked(shot(), (False, False), how, default_rng(n)) for n in range(60)]

    apart = np.stack([one[0, RIGHT_HAND, 0] for one in told])
    palm = 9.2 * 0.006
    away = (apart - shot().points[0, RIGHT_HAND, 0]) / palm
    assert np.nanstd(away) == pytest.approx(0.1, rel=0.15)
    lost = np.mean([np.isnan(one[:, RIGHT_HAND]).all(axis=(1, 2)) for one in told])
    assert 0.08 < lost < 0.25
    assert all(np.isnan(one[:, POSE_NAMES.index("left_hip")]).all() for one in told)
