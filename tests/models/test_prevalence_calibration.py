"""Calibration of probabilities by hands whose class is known."""

import numpy as np
import pytest
from numpy.typing import NDArray

from models.prevalence_calibration import (
    STRENGTHS,
    Calibration,
    chosen_strength,
    drawn_offsets,
    fitted_calibration,
)

Reals = NDArray[np.float64]
WEAK = 1e-6


def said(count: int, *, unfair: float, seed: int = 0) -> tuple[Reals, NDArray[np.intp]]:
    """Return probabilities of two classes that favour the first, and the truth."""
    draw = np.random.default_rng(seed)
    true = draw.integers(0, 2, count)
    # Log-odds of two bells one apart: they would mean what they say without `unfair`.
    odds = draw.normal(np.where(true == 1, 0.5, -0.5), 1.0) - unfair
    second = 1 / (1 + np.exp(-odds))
    return np.stack([1 - second, second], axis=1), true


def test_applied__by_hand() -> None:
    calibration = Calibration(2.0, np.log([1.0, 3.0]), strength=1.0)

    moved = calibration.applied(np.array([[0.5, 0.5], [0.8, 0.2]]))

    # The second: .64 and .04, of which the latter counts three times.
    assert moved == pytest.approx(
        np.array([[1 / 4, 3 / 4], [0.64 / 0.76, 0.12 / 0.76]])
    )


def test_fitted_calibration__probabilities_average_to_the_true_shares() -> None:
    rows, true = said(400, unfair=1.5)

    moved = fitted_calibration(rows, true, WEAK).applied(rows)

    assert abs(rows[:, 1].mean() - true.mean()) > 0.1
    assert moved[:, 1].mean() == pytest.approx(true.mean(), abs=1e-4)


def test_fitted_calibration__finds_what_was_done_to_the_odds() -> None:
    rows, true = said(40_000, unfair=1.5)

    found = fitted_calibration(rows, true, WEAK)

    assert found.slope == pytest.approx(1.0, abs=0.05)
    assert found.offsets[1] - found.offsets[0] == pytest.approx(1.5, abs=0.05)


def test_fitted_calibration__no_better_one_near() -> None:
    rows, true = said(60, unfair=1.0)
    found = fitted_calibration(rows, true, strength=3.0)

    def height(slope: float, offsets: Reals) -> float:
        right = Calibration(slope, offsets, 3.0).applied(rows)[np.arange(60), true]
        return float(np.log(right).sum() - 3.0 * (offsets**2).sum() / 2)

    best = height(found.slope, found.offsets)
    for step in (-0.01, 0.01):
        assert height(found.slope + step, found.offsets) < best
        for turn in np.eye(2):
            assert height(found.slope, found.offsets + step * turn) < best


def test_fitted_calibration__held_strongly_moves_nothing() -> None:
    rows, true = said(100, unfair=1.5)

    assert fitted_calibration(rows, true, 1e9).offsets == pytest.approx(0.0, abs=1e-6)


def test_fitted_calibration__class_never_true_gets_no_offset() -> None:
    rows, true = said(100, unfair=1.0)
    three = np.column_stack([rows * 0.9, np.full(100, 0.1)])

    found = fitted_calibration(three, true, 1.0)

    assert found.offsets[2] == 0
    assert found.offsets[1] > 0


def test_chosen_strength__weak_where_all_signers_are_misread_alike() -> None:
    rows, true = said(600, unfair=2.0)

    assert chosen_strength(rows, true, np.arange(600) % 12) == min(STRENGTHS)


def test_chosen_strength__strong_where_each_signer_is_misread_otherwise() -> None:
    halves = [said(100, unfair=unfair, seed=i) for i, unfair in enumerate((-3.0, 3.0))]
    rows = np.concatenate([half[0] for half in halves])
    true = np.concatenate([half[1] for half in halves])

    assert chosen_strength(rows, true, np.repeat([0, 1], 100)) == max(STRENGTHS)


def test_chosen_strength__one_hand_changes_nothing() -> None:
    rows, true = said(1, unfair=0.0)

    assert chosen_strength(rows, true, np.zeros(1, np.intp)) == max(STRENGTHS)


def test_drawn_offsets__vary_as_those_fitted_on_the_drawn_hands() -> None:
    # Nothing is said of any hand: the offsets alone tell the shares, no slope helps.
    rows, true = np.full((500, 2), 0.5), (np.arange(500) % 5 == 0).astype(np.intp)
    whole = fitted_calibration(rows, true, min(STRENGTHS))
    drawn = np.random.default_rng(7).multinomial(500, [1 / 500] * 500, size=40)

    moved = drawn_offsets(whole, rows, true, drawn.astype(float))[:, 1]

    again = [np.repeat(np.arange(500), copies) for copies in drawn]
    fitted = [fitted_calibration(rows[i], true[i], 1.0).offsets[1] for i in again]
    assert np.corrcoef(moved, fitted)[0, 1] > 0.99
    assert moved.std() == pytest.approx(np.std(fitted), rel=0.1)


def test_drawn_offsets__held_ones_move_as_freely() -> None:
    rows, true = said(500, unfair=0.0)
    drawn = np.random.default_rng(7).multinomial(500, [1 / 500] * 500, size=40)
    free, held = (fitted_calibration(rows, true, s) for s in (1.0, 1000.0))

    spread = [
        drawn_offsets(found, rows, true, drawn.astype(float))[:, 1].std()
        for found in (free, held)
    ]

    assert spread[1] == pytest.approx(spread[0], rel=0.1)


def test_drawn_offsets__all_hands_once() -> None:
    rows, true = said(50, unfair=1.0)
    whole = fitted_calibration(rows, true, 1.0)

    (moved,) = drawn_offsets(whole, rows, true, np.ones((1, 50)))

    assert moved == pytest.approx(whole.offsets, abs=1e-4)
