"""The vector that nobody had to train, and clips changed at random."""

import numpy as np
import pytest
from numpy.random import default_rng

from models.poses import untrained
from models.poses.augmentation import Augmentation, augmented
from models.poses.describing import VALUES, described, shows_a_sign
from models.poses.preparation import Points, PoseSequence, mirrored, prepared
from store.skeleton import LEFT_HAND, RIGHT_HAND
from tests.models.poses.pose_maker import signing, standing


def clips(count: int = 6) -> Points:
    return np.stack(
        [prepared(signing(i), frames=16, mirror_left=False) for i in range(count)]
    )


def test_vector__same_sign_again_is_nearer_than_another() -> None:
    rng = default_rng(0)
    first, again = signing(1, rng=rng), signing(1, frames=40, rng=rng)
    other = signing(2, rng=rng)

    one, two, three = untrained.vectors([first, again, other])

    assert np.linalg.norm(one) == pytest.approx(1, abs=1e-5)
    assert one @ two > one @ three
    assert one @ two > 0.95


def test_vector__nobody_or_no_hands_is_nan() -> None:
    nobody = np.full((5, 75, 3), np.nan, np.float32)
    times = np.arange(5, dtype=np.int64)

    for points in (nobody, standing(5)):
        assert np.isnan(untrained.vector(PoseSequence(points, times, 1.0))).all()
    assert untrained.vectors([]).shape == (0, 3 * VALUES)


def test_frame_weights__add_up_to_the_similarity() -> None:
    clip, other = signing(1), signing(2)
    mean = np.zeros(3 * VALUES, np.float32)
    match = untrained.vector(other)

    weights = untrained.frame_weights(clip, mean, match)

    assert weights.shape == (33,)
    expected = untrained.vector(clip) @ match
    assert weights.sum() / 11 == pytest.approx(expected, abs=1e-4)


def test_described__any_number_of_clips_at_once() -> None:
    many = clips()

    together = described(many)

    assert together.shape == (6, 16, VALUES)
    assert together[2] == pytest.approx(described(many[2]), abs=1e-5)
    assert together.mean(axis=-1) == pytest.approx(0, abs=1e-4)


def test_shows_a_sign__needs_a_hand() -> None:
    assert shows_a_sign(clips()[0])
    assert not shows_a_sign(np.full((4, 75, 3), np.nan, np.float32))


def test_augmented__no_strength_only_resamples() -> None:
    many = clips()

    same = augmented(many, 16, Augmentation(strength=0), default_rng(0))

    assert np.allclose(same, many, atol=1e-5, equal_nan=True)


def test_augmented__each_clip_otherwise_and_the_same_for_a_seed() -> None:
    one = np.repeat(clips(1), 4, axis=0)

    first = augmented(one, 12, Augmentation(), default_rng(3))
    again = augmented(one, 12, Augmentation(), default_rng(3))

    assert first.shape == (4, 12, 75, 3)
    assert np.array_equal(first, again, equal_nan=True)
    assert not np.allclose(first[0], first[1], equal_nan=True)


def test_augmented__a_hand_is_lost_for_a_while() -> None:
    many = np.nan_to_num(clips())

    lost = augmented(many, 16, Augmentation(lost=1.0), default_rng(0))

    gone = np.isnan(lost[:, :, [LEFT_HAND.start, RIGHT_HAND.start], 0])
    assert gone.any(axis=(1, 2)).all()
    assert not gone.all(axis=1).any()


def test_augmented__joints_are_lost_throughout() -> None:
    many = np.nan_to_num(clips())

    lost = np.isnan(
        augmented(many, 16, Augmentation(lost=0, joints=0.3), default_rng(0))
    )

    assert np.array_equal(lost.any(axis=1), lost.all(axis=1))
    assert 0.2 < lost.mean() < 0.4


def test_augmented__mirrored_clips() -> None:
    many = clips()
    still = {"warp": 0.0, "cut": 0.0, "scale": 0.0, "shift": 0.0, "noise": 0.0}

    turned = Augmentation(strength=1e-6, mirror=1e6, lost=0, **still)
    found = augmented(many, 16, turned, default_rng(0))

    assert np.allclose(found, mirrored(many), atol=1e-4, equal_nan=True)
