"""Labels of some hands that mend what is said of all."""

import numpy as np
import pytest
from numpy.typing import NDArray

from models.prevalence_draws import Drawn, drawn_weights
from models.prevalence_labelled import (
    LEAST_DOUBT,
    NOT_LABELLED,
    Given,
    doubts,
    label_chances,
    label_order,
    labelled_shares,
)
from store.errors import CallError

NONE = NOT_LABELLED


def shares_of(
    probabilities: list[list[float]], labels: list[int], chances: list[float]
) -> NDArray[np.float64]:
    """Return the estimate where every hand counts once and nothing was drawn."""
    rows = np.array(probabilities)
    given = Given(np.array(labels), np.array(chances))
    astray = np.zeros((1, rows.shape[1]))
    drawn = drawn_weights(np.ones(len(rows)), (), 0, np.random.default_rng(0))
    estimate: NDArray[np.float64] = shares_by(rows, given, drawn, astray)[0]
    return estimate


def shares_by(
    rows: NDArray[np.float64],
    given: Given,
    drawn: Drawn,
    astray: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the estimate, and samples, where nothing else is known of the hands."""
    plain = drawn.summed(rows) / drawn.totals()
    return labelled_shares(plain, rows[given.labelled], given, drawn, astray)


def test_doubts__sure_and_undecided() -> None:
    found = doubts(np.array([[1.0, 0.0], [0.5, 0.5]]))

    assert found == pytest.approx([LEAST_DOUBT, np.sqrt(0.5) + LEAST_DOUBT])


def test_label_order__doubt_and_lot() -> None:
    doubt, lots = np.array([0.1, 0.4, 0.2]), np.array([0.1, 0.8, 1.0])

    # Priorities 1, .5 and .2.
    assert label_order(doubt, lots).tolist() == [0, 1, 2]


def test_label_chances__up_to_the_first_hand_without_a_label() -> None:
    doubt = np.array([0.1, 0.4, 0.2, 0.3])
    lots = np.array([0.1, 0.8, 1.0, 1.0])
    # Priorities 1, .5, .2 and .3: hand 3 is the first that lacks a label.
    labelled = np.array([True, True, True, False])

    chances = label_chances(doubt, lots, labelled)

    assert chances.tolist() == pytest.approx([0.1 / 0.3, 1.0, 0, 0])


def test_label_chances__nothing_and_everything_labelled() -> None:
    doubt, lots = np.array([0.1, 0.4]), np.array([0.5, 0.5])

    assert label_chances(doubt, lots, np.array([False, False])).tolist() == [0, 0]
    assert label_chances(doubt, lots, np.array([True, True])).tolist() == [1, 1]


def test_labelled_shares__every_hand_labelled_is_counting() -> None:
    shares = shares_of([[0.9, 0.1], [0.8, 0.2], [0.7, 0.3]], [1, 0, 1], [1, 1, 1])

    assert shares.tolist() == pytest.approx([1 / 3, 2 / 3])


def test_labelled_shares__label_of_chance_1_stands_for_itself() -> None:
    shares = shares_of([[0.9, 0.1]] * 4, [1, NONE, NONE, NONE], [1, 0, 0, 0])

    assert shares.tolist() == pytest.approx([2.7 / 4, 1.3 / 4])


def test_labelled_shares__others_are_believed_beyond_chance_alone() -> None:
    rows = [[0.9, 0.1]] * 8
    labels, chances = [1, 1, 1, 1, *[NONE] * 4], [0.5] * 4 + [0.0] * 4

    shares = shares_of(rows, labels, chances)

    # Each of four labels misses by .9 and stands for one hand more. What they say of
    # the others is (-.45, .45); its variance 4 * 2 * (.9 / .5 / 8)^2 * .5 = .2025.
    believed = 1 - 0.2025 / (2 * 0.45**2)
    first = 0.9 - 4 * 0.9 / 8 - believed * 0.45
    assert shares.tolist() == pytest.approx([first, 1 - first])


def test_labelled_shares__few_labels_that_agree_say_nothing_of_others() -> None:
    rows = [[0.8, 0.2]] * 10
    labels, chances = [0, *[NONE] * 9], [0.1] + [0.0] * 9

    shares = shares_of(rows, labels, chances)

    assert shares.tolist() == pytest.approx([0.82, 0.18])


def test_labelled_shares__on_average_most_of_the_way_to_the_truth() -> None:
    draw = np.random.default_rng(0)
    true = np.repeat([0, 1], [300, 100])
    rows = np.tile([0.4, 0.6], (400, 1))
    rows[:200] = [0.95, 0.05]
    doubt = doubts(rows)
    found = []
    for _ in range(200):
        lots = 1 - draw.random(400)
        labelled = np.isin(np.arange(400), label_order(doubt, lots)[:60])
        labels = np.where(labelled, true, NONE)
        given = Given(labels, label_chances(doubt, lots, labelled))
        once = drawn_weights(np.ones(400), (), 0, draw)
        found.append(shares_by(rows, given, once, np.zeros((1, 2)))[0, 0])

    assert rows[:, 0].mean() == pytest.approx(0.675)
    # Labels wholly believed would average to .75; few labels are not.
    assert 0.71 < np.mean(found) < 0.755


def test_labelled_shares__samples_lie_about_the_estimate() -> None:
    rows = np.tile([0.6, 0.4], (20, 1))
    labels = np.where(np.arange(20) < 10, np.arange(20) % 2, NONE)
    given = Given(labels, np.where(labels == NONE, 0, 0.5))
    draw = np.random.default_rng(0)
    drawn = drawn_weights(np.ones(20), (np.arange(20),), 400, draw)

    found = shares_by(rows, given, drawn, np.zeros((401, 2)))

    assert found[1:].mean(axis=0) == pytest.approx(found[0], abs=0.02)
    assert found[1:, 0].std() > 0.05


def test_given__chance_that_is_none() -> None:
    with pytest.raises(CallError, match="above 0 and be at most 1"):
        Given(np.array([0, NONE]), np.array([0.0, 0.0]))
