"""Recall, average precision and ranks against rankings done by hand."""

import numpy as np
import pytest

from models.retrieval.metrics import difference, figures, joined, ranked


def test_ranked__by_hand() -> None:
    similarities = np.array([[0.9, 0.8, 0.7, 0.6]])

    found = ranked(similarities, ["A"], ["B", "A", "C", "A"])

    assert found.first_rank.tolist() == [2]
    assert found.average_precision.tolist() == [pytest.approx((1 / 2 + 2 / 4) / 2)]
    assert found.recall_at(1).tolist() == [0]
    assert found.recall_at(5).tolist() == [1]


def test_ranked__ties_are_broken_against_us() -> None:
    found = ranked(np.zeros((1, 4)), ["A"], ["A", "B", "A", "C"])

    assert found.first_rank.tolist() == [3]
    assert found.average_precision.tolist() == [pytest.approx((1 / 3 + 2 / 4) / 2)]


def test_ranked__itself_is_left_out_and_single_glosses_are_counted() -> None:
    similarities = np.array([[1.0, 0.5, 0.1], [0.5, 1.0, 0.2], [0.1, 0.2, 1.0]])
    glosses = ["A", "A", "B"]

    found = ranked(similarities, glosses, glosses, same=np.eye(3, dtype=bool))

    assert found.glosses.tolist() == ["A", "A"]
    assert found.first_rank.tolist() == [1, 1]
    assert found.left_out == 1


def test_ranked__nan_stands_last() -> None:
    found = ranked(np.array([[np.nan, -1.0]]), ["A"], ["A", "B"])

    assert found.first_rank.tolist() == [2]


def test_figures__intervals_hold_the_value() -> None:
    rng = np.random.default_rng(0)
    glosses = [f"G{i // 4}" for i in range(40)]
    rankings = ranked(rng.random((40, 40)), glosses, glosses)

    told = figures(joined([rankings, rankings]), draws=200)

    assert list(told) == [
        *(f"recall@{k}" for k in (1, 5, 10, 50)),
        *("mean average precision", "median rank"),
    ]
    assert all(f.low <= f.value <= f.high for f in told.values())
    assert told["recall@50"].value == 1


def test_difference__pairs_queries() -> None:
    glosses = np.array(["A", "A", "B", "B"])
    ours, theirs = np.array([1.0, 1, 1, 0]), np.array([0.5, 0.5, 0.5, -0.5])

    apart = difference(ours, theirs, glosses)

    assert (apart.value, apart.low, apart.high) == (0.5, 0.5, 0.5)
