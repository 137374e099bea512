"""Probabilities of classifiers multiplied."""

import numpy as np
import pytest

from models.classification.pooling import best_weights, pooled, surprise

SURE = np.array([[0.9, 0.1], [0.1, 0.9], [0.9, 0.1]])
GUESS = np.array([[0.4, 0.6], [0.6, 0.4], [0.5, 0.5]])
TRUE = np.array([0, 1, 0])


def test_pooled__powers_of_both() -> None:
    said = np.array([[[0.8, 0.2]], [[0.5, 0.5]]])

    found = pooled(said, np.array([0.5, 0.5]))

    ratio = (0.8 / 0.2) ** 0.5
    assert found[0, 0] / found[0, 1] == pytest.approx(ratio)


@pytest.mark.parametrize(("weights", "expected"), [((1, 0), SURE), ((0, 1), GUESS)])
def test_pooled__all_weight_on_one(
    weights: tuple[float, float],
    expected: np.ndarray[tuple[int, int], np.dtype[np.float64]],
) -> None:
    assert pooled(np.stack([SURE, GUESS]), np.array(weights)) == pytest.approx(expected)


def test_pooled__other_weights_for_each_hand() -> None:
    each = np.array([[1, 0, 1], [0, 1, 0]])

    found = pooled(np.stack([SURE, GUESS]), each)

    assert found == pytest.approx(np.stack([SURE[0], GUESS[1], SURE[2]]))


@pytest.mark.parametrize("place", [0, 1, 2])
def test_best_weights__trusts_the_one_that_is_right(place: int) -> None:
    said = np.stack([SURE if one == place else GUESS for one in range(3)])

    assert best_weights(said, TRUE) == pytest.approx(np.eye(3)[place])


def test_best_weights__no_other_weights_surprise_less() -> None:
    rng = np.random.default_rng(0)
    said = rng.dirichlet([1.0] * 3, size=(3, 40))
    true = rng.integers(0, 3, 40)

    best = surprise(said, true, best_weights(said, true))

    for weights in rng.dirichlet([1.0] * 3, size=200):
        assert surprise(said, true, weights) >= best - 1e-3


def test_best_weights__nothing_to_choose_by() -> None:
    said = np.stack([SURE[:0], GUESS[:0]])

    assert best_weights(said, TRUE[:0]).tolist() == [0.5, 0.5]
