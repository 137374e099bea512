import itertools

import numpy as np
import pytest
from numpy.typing import NDArray

from ingest.signer.hand import LIMITS_DEG
from ingest.signer.languages import LANGUAGES, language
from ingest.signer.motion import FRAME_MS, Instant, least_jerk, perform
from ingest.signer.movements import MOVEMENTS
from ingest.signer.people import signer
from ingest.signer.signs import Sign

SIGN = Sign("TEST", "5", "up-out", "space", "down")
RIGHT_HANDED, LEFT_HANDED = signer("s01"), signer("s05")
MAX_STEP_CM = 20.0  # in 40 ms: 5 m/s


def centres(instants: list[Instant], side: int) -> NDArray[np.float64]:
    return np.array(
        [
            state.centre
            for instant in instants
            for state in instant.moment.hands
            if state.side == side
        ]
    )


def test_perform__same_seed_same_performance():
    one, two = (perform(SIGN, RIGHT_HANDED, seed=5) for _ in range(2))

    assert centres(one, 1) == pytest.approx(centres(two, 1), abs=0)
    assert [i.moment.head for i in one] == [i.moment.head for i in two]


def test_perform__another_seed_another_performance():
    one, two = (perform(SIGN, RIGHT_HANDED, seed=seed) for seed in (5, 6))

    assert not np.allclose(centres(one, 1)[10], centres(two, 1)[10])


def test_perform__phases_follow_each_other():
    phases = [i.phase for i in perform(SIGN, RIGHT_HANDED, seed=1)]

    order = [phase for phase, _ in itertools.groupby(phases)]
    assert order == ["rise", "hold", "stroke", "hold", "lower"]


def test_perform__times_are_those_of_25_frames_a_second():
    instants = perform(SIGN, RIGHT_HANDED, seed=1)

    times = [instant.time_ms for instant in instants]
    assert times == [FRAME_MS * index for index in range(len(times))]
    assert 28 <= len(times) <= 42


def test_perform__hand_shows_its_handshape_only_while_it_has_it():
    opening = Sign("TEST", "A", "up-out", "space", "still", end_handshape="5")

    shown = [
        (i.phase, i.shown[1].handshape) for i in perform(opening, RIGHT_HANDED, seed=2)
    ]

    assert [pair for pair, _ in itertools.groupby(shown)] == [
        ("rise", ""),
        ("hold", "A"),
        ("stroke", ""),
        ("hold", "5"),
        ("lower", ""),
    ]


def test_perform__left_handed_signer_mirrors_the_sign():
    instants = perform(SIGN, LEFT_HANDED, seed=3)

    hold = next(i for i in instants if i.phase == "hold")
    assert [state.side for state in hold.moment.hands] == [-1]
    assert hold.moment.hands[0].centre[0] > 0
    assert hold.moment.idle == (1,)
    assert hold.shown[-1].signs
    assert not hold.shown[1].signs


def test_perform__alternating_hands_do_not_do_the_same_at_once():
    turns = Sign("TEST", "A", "in-back", "chest", "up", hands="alternating")

    hold = next(i for i in perform(turns, RIGHT_HANDED, seed=3) if i.phase == "hold")

    heights = {state.side: state.centre[1] for state in hold.moment.hands}
    assert abs(heights[1] - heights[-1]) > 8


def test_perform__base_hand_stays_flat_and_still():
    based = Sign("TEST", "5", "in-down", "hand", "out", hands="base")

    instants = perform(based, RIGHT_HANDED, seed=4)

    signing = [i for i in instants if i.phase in ("hold", "stroke")]
    assert {i.shown[-1].handshape for i in signing} == {"B"}
    assert np.ptp(centres(signing, -1), axis=0).max() < 1.0


@pytest.mark.parametrize("corpus", LANGUAGES)
def test_perform__smooth_and_within_the_limits_of_hands(corpus):
    spoken = language(corpus, "full")
    for number, sign in enumerate(spoken.signs[::2]):
        person = spoken.signers[number % len(spoken.signers)]
        instants = perform(sign, person, seed=number)
        for instant in instants:
            for state in instant.moment.hands:
                assert (state.angles >= LIMITS_DEG[:, 0] - 1e-9).all()
                assert (state.angles <= LIMITS_DEG[:, 1] + 1e-9).all()
        for side in (1, -1):
            path = centres(instants, side)
            if len(path):
                steps = np.linalg.norm(np.diff(path, axis=0), axis=1)
                assert steps.max() < MAX_STEP_CM


def test_least_jerk__starts_and_ends_at_rest():
    assert least_jerk(-1) == least_jerk(0) == 0
    assert least_jerk(0.5) == pytest.approx(0.5)
    assert least_jerk(1) == least_jerk(2) == 1
    assert least_jerk(0.01) < 1e-4


@pytest.mark.parametrize("name", MOVEMENTS)
def test_movements__begin_where_the_sign_begins(name):
    assert MOVEMENTS[name].displacement(0.0) == pytest.approx(np.zeros(3))
    assert MOVEMENTS[name].twist_rad(0.0) == 0
