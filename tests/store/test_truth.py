import numpy as np
from numpy.typing import NDArray

from store.db import Database
from store.layout import Store
from store.truth import hand_error, seen_against_truth

SQUARE = np.ones(1)


def open_hand() -> NDArray[np.float32]:
    """A hand whose palm (wrist to middle knuckle) is 0.2 of the frame long."""
    hand = np.zeros((1, 21, 2), np.float32)
    hand[0, :, 1] = np.linspace(0.5, 0.1, 21)
    hand[0, 0] = (0.5, 0.5)
    hand[0, 9] = (0.5, 0.3)
    hand[0, :, 0] = 0.5
    return hand


def moved(hand: NDArray[np.float32], right: float) -> NDArray[np.float32]:
    shift = np.array([right, 0], np.float32)
    return np.asarray(hand + shift, np.float32)


def test_hand_error__seen_where_it_is() -> None:
    np.testing.assert_allclose(hand_error(open_hand(), open_hand(), SQUARE), [0])


def test_hand_error__one_palm_aside() -> None:
    seen = moved(open_hand(), 0.2)

    np.testing.assert_allclose(hand_error(open_hand(), seen, SQUARE), [1], rtol=1e-5)


def test_hand_error__width_counts_by_the_aspect_ratio() -> None:
    seen = moved(open_hand(), 0.1)

    error = hand_error(open_hand(), seen, np.array([2.0]))

    np.testing.assert_allclose(error, [1], rtol=1e-5)


def test_hand_error__not_seen_is_nan() -> None:
    seen = np.full((1, 21, 2), np.nan, np.float32)

    assert np.isnan(hand_error(open_hand(), seen, SQUARE)).all()


def test_hand_error__palm_seen_end_on_is_floored() -> None:
    hand = open_hand()
    hand[0, 9] = hand[0, 0]
    seen = moved(hand, 0.18)

    np.testing.assert_allclose(hand_error(hand, seen, SQUARE), [1], rtol=1e-5)


def test_seen_against_truth__nothing_synthetic(store: Store) -> None:
    assert seen_against_truth(Database(store)) == []
