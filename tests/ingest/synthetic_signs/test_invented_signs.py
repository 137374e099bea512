"""Invented signs: groups differ in one parameter, and the same seed gives the same ones."""

import numpy as np
import pytest
from numpy.random import default_rng

from ingest.synthetic_signs.held import apart_rad, drawn_frame
from ingest.synthetic_signs.signs import PARAMETERS, MadeSign
from ingest.synthetic_signs.vocabulary import GROUP, drawn_signs


def unlike(one: MadeSign, other: MadeSign) -> list[str]:
    same = {
        "handshape": np.array_equal(
            one.handshape.angles_deg, other.handshape.angles_deg
        ),
        "orientation": np.array_equal(one.orientation.frames, other.orientation.frames),
        "place": np.array_equal(one.place.centre_cm, other.place.centre_cm),
        "movement": one.movement is other.movement,
    }
    return [name for name in PARAMETERS if not same[name]]


def test_drawn_signs__each_of_a_group_differs_from_the_first_in_one_parameter() -> None:
    signs = drawn_signs(3 * GROUP, seed=4)

    for start in range(0, len(signs), GROUP):
        first, *others = signs[start : start + GROUP]
        assert [unlike(first, other) for other in others] == [[p] for p in PARAMETERS]
        assert first.pairs == tuple(
            (other.gloss, parameter)
            for other, parameter in zip(others, PARAMETERS, strict=True)
        )
        assert all(other.hands == first.hands for other in others)


def test_drawn_signs__glosses_are_unlike_and_signs_follow_from_the_seed() -> None:
    some, again, more = (
        drawn_signs(7, seed=0),
        drawn_signs.__wrapped__(7, seed=0),
        drawn_signs(12, seed=0),
    )

    assert len({sign.gloss for sign in more}) == 12
    for one, two, three in zip(some, again, more, strict=False):
        assert one.gloss == two.gloss == three.gloss
        assert np.array_equal(one.place.centre_cm, two.place.centre_cm)
        assert np.array_equal(one.orientation.frames, three.orientation.frames)
    other = drawn_signs(7, seed=1)[0]
    assert not np.array_equal(other.place.centre_cm, some[0].place.centre_cm)


def test_drawn_signs__none() -> None:
    assert drawn_signs(0, seed=0) == ()


def test_drawn_frame__fingers_point_roughly_along_the_forearm() -> None:
    rng = default_rng(0)
    ahead = [drawn_frame(rng, np.array([-20.0, -20.0, 40.0])) for _ in range(200)]

    assert np.mean([frame[2, 1] > 0 for frame in ahead]) > 0.9
    for frame in ahead:
        assert frame.T @ frame == pytest.approx(np.eye(3))


def test_apart_rad__angle_between_two_frames() -> None:
    quarter = np.array([[0.0, -1, 0], [1, 0, 0], [0, 0, 1]])

    assert apart_rad(np.eye(3), np.eye(3)) == pytest.approx(0)
    assert apart_rad(np.eye(3), quarter) == pytest.approx(np.pi / 2)
