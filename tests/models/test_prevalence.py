"""Frequencies from a classifier that makes mistakes, on cases worked out by hand."""

import numpy as np
import pytest

from models.prevalence import (
    adjusted_shares,
    class_factors,
    confusion_counts,
    confusion_shares,
    coverage_curve,
    likeliest,
    raw_counts,
    saerens_shares,
    whole_probabilities,
)
from store.errors import CallError

THREE = np.array([[0.9, 0.1], [0.6, 0.4], [0.2, 0.8]])
ALIKE = np.ones(3)
MISTAKEN = np.array([[0.9, 0.1, 0.0], [0.2, 0.7, 0.1], [0.0, 0.4, 0.6]])


def test_raw_counts__nothing_predicted() -> None:
    kept = raw_counts(likeliest(np.empty((0, 2))), np.empty(0))

    assert kept.counts.tolist() == [0, 0]
    assert kept.coverage == 0
    assert np.isnan(kept.shares).all()


def test_raw_counts__keeps_what_is_sure_enough() -> None:
    kept = raw_counts(likeliest(THREE), ALIKE, threshold=0.7)

    assert kept.counts.tolist() == [1, 1]
    assert kept.coverage == pytest.approx(2 / 3)


def test_raw_counts__a_probability_equal_to_the_threshold_is_kept() -> None:
    kept = raw_counts(likeliest(THREE), ALIKE, threshold=0.9)

    assert kept.counts.tolist() == [1, 0]


def test_raw_counts__weights() -> None:
    kept = raw_counts(likeliest(THREE), np.array([1.0, 2.0, 3.0]), threshold=0)

    assert kept.shares.tolist() == [0.5, 0.5]


def test_raw_counts__threshold_that_is_no_probability() -> None:
    with pytest.raises(CallError, match="expected 0 to 1"):
        raw_counts(likeliest(THREE), ALIKE, threshold=70)


def test_coverage_curve__falls() -> None:
    curve = coverage_curve(likeliest(THREE), ALIKE, [0.0, 0.7, 0.95])

    assert curve.tolist() == pytest.approx([1, 2 / 3, 0])


def test_confusion_counts__true_by_predicted() -> None:
    true, predicted = np.array([0, 0, 1]), np.array([0, 1, 1])

    counts = confusion_counts(true, predicted, np.array([1.0, 2.0, 4.0]), classes=2)

    assert counts.tolist() == [[1, 2], [0, 4]]


def test_confusion_shares__class_without_a_case_is_taken_to_be_right() -> None:
    shares = confusion_shares(np.array([[3.0, 1.0], [0.0, 0.0]]))

    assert shares.tolist() == [[0.75, 0.25], [0, 1]]


def test_confusion_shares__smoothing_makes_unseen_mistakes_possible() -> None:
    shares = confusion_shares(np.diag([9.0, 9.0]), smoothing=1)

    assert shares == pytest.approx(np.array([[0.95, 0.05], [0.05, 0.95]]))


@pytest.mark.parametrize("true", [[0.2, 0.3, 0.5], [1.0, 0.0, 0.0], [0.0, 0.5, 0.5]])
def test_adjusted_shares__finds_what_was_misread(true: list[float]) -> None:
    predicted = np.array(true) @ MISTAKEN

    shares = adjusted_shares(predicted, MISTAKEN)

    assert shares == pytest.approx(np.array(true), abs=2e-3)


def test_adjusted_shares__stays_within_the_simplex() -> None:
    # Solving the equations would give class 0 a negative share.
    predicted = np.array([0.05, 0.9, 0.05])
    solved = np.linalg.solve(MISTAKEN.T, predicted)

    shares = adjusted_shares(predicted, MISTAKEN)

    assert solved.min() < 0
    assert shares.min() >= 0
    assert shares.sum() == pytest.approx(1)


def test_adjusted_shares__many_at_once() -> None:
    predicted = np.array([[0.2, 0.3, 0.5], [0.6, 0.2, 0.2]])
    confusions = np.stack([MISTAKEN, np.eye(3)])

    both = adjusted_shares(predicted, confusions)

    assert both[0] == pytest.approx(adjusted_shares(predicted[0], MISTAKEN), abs=1e-4)
    assert both[1] == pytest.approx(predicted[1])


def saerens_slowly(
    probabilities: list[list[float]], prior: list[float], rounds: int
) -> list[float]:
    shares = list(prior)
    for _ in range(rounds):
        posteriors = []
        for row in probabilities:
            scaled = [s / q * p for s, q, p in zip(shares, prior, row, strict=True)]
            posteriors.append([value / sum(scaled) for value in scaled])
        count = len(posteriors)
        shares = [sum(column) / count for column in zip(*posteriors, strict=True)]
    return shares


def test_saerens_shares__equals_the_slow_version() -> None:
    rows = np.random.default_rng(0).dirichlet([0.5, 0.4, 0.3], size=40)
    prior = np.array([0.2, 0.3, 0.5])

    shares = saerens_shares(rows, np.ones(40), prior)

    assert shares == pytest.approx(
        saerens_slowly(rows.tolist(), prior.tolist(), 2000), abs=1e-4
    )


def test_saerens_shares__weights_are_repetitions() -> None:
    rows = np.array([[0.9, 0.1], [0.3, 0.7], [0.6, 0.4]])
    prior = np.array([0.5, 0.5])

    weighted = saerens_shares(rows, np.array([1.0, 3.0, 2.0]), prior)
    repeated = saerens_shares(rows[[0, 1, 1, 1, 2, 2]], np.ones(6), prior)

    assert weighted == pytest.approx(repeated, abs=1e-6)


def test_saerens_shares__finds_the_prior_of_two_overlapping_bells() -> None:
    draw = np.random.default_rng(1)
    which = draw.random(20_000) < 0.1
    seen = draw.normal(np.where(which, 1.0, -1.0), 1.0)
    second = 1 / (1 + np.exp(-2 * seen))
    rows = np.stack([1 - second, second], axis=1)

    shares = saerens_shares(rows, np.ones(len(rows)), np.array([0.5, 0.5]))

    assert rows.argmax(axis=1).mean() > 0.2
    assert shares[1] == pytest.approx(which.mean(), abs=0.01)


def test_class_factors__bring_averages_where_they_are_wanted() -> None:
    rows = np.random.default_rng(2).dirichlet([1.0, 1.0, 1.0], size=50)
    wanted = np.array([[0.5, 0.3, 0.2]])

    factors = class_factors(rows, np.ones((1, 50)), wanted)

    moved = rows * factors[0]
    moved /= moved.sum(axis=1, keepdims=True)
    assert moved.mean(axis=0) == pytest.approx(wanted[0], abs=1e-3)


def test_whole_probabilities__what_is_left_is_spread() -> None:
    whole = whole_probabilities(
        np.array([2, 0]), np.array([0.6, 0.2]), np.array([2]), classes=4
    )

    assert whole[0] == pytest.approx([0.2, 0.1, 0.6, 0.1])


def test_whole_probabilities__all_classes_named() -> None:
    whole = whole_probabilities(
        np.array([1, 0]), np.array([0.7, 0.3]), np.array([2]), classes=2
    )

    assert whole[0] == pytest.approx([0.3, 0.7])
