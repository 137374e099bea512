"""Two runs on the same hands, worked out by hand."""

import numpy as np
import pytest

from models.evaluation import UNSEEN, Answers
from models.evaluation_comparison import compare_runs, error_reduction
from models.evaluation_reading import RunAnswers
from store.errors import CallError

CLASSES = ("A", "B", "C")
TRUE = [0, 0, 1, 1, 2, 2]
CONFUSED = [[0, "A", "B", 3], [0, "B", "B", 5], [1, "C", "A", 2], [1, "A", "A", 9]]


def run_of(
    predicted: list[int], *, items: str = "abcdef", classes: tuple[str, ...] = CLASSES
) -> RunAnswers:
    """A run on six hands, the first three tested by fold 0, the others by fold 1."""
    answers = Answers(
        true=np.array(TRUE, np.intp),
        predicted=np.array(predicted, np.intp),
        probability=np.full(6, 0.7),
        groups=np.arange(6),
        classes=classes,
    )
    folds = np.array([0, 0, 0, 1, 1, 1])
    row = {"metrics": {"validation_confusion": CONFUSED}}
    return RunAnswers("run", np.array(list(items)), folds, answers, row)


def test_compare_runs__accuracy_and_look_alikes() -> None:
    # Fold 0 takes A and B for alike, fold 1 A and C.
    baseline = run_of([1, 1, 0, 0, 0, 2])
    better = run_of([0, 1, 0, 1, 2, 2])

    found = compare_runs(better, baseline, draws=50)

    assert found.accuracy.value == pytest.approx((4 - 1) / 6)
    assert found.pairs == (("A", "B"), ("A", "C"))
    # Before: three in fold 0, and C said to be A; B said to be A in fold 1 is no pair.
    assert (found.pair_mistakes_before, found.pair_mistakes) == (4, 2)
    assert found.error_reduction is not None
    assert found.error_reduction.value == pytest.approx(0.5)


def test_compare_runs__difference_of_row_shares() -> None:
    found = compare_runs(run_of([0, 1, 1, 1, 2, 2]), run_of([0, 0, 1, 1, 2, UNSEEN]))

    assert found.difference.tolist() == [
        [-0.5, 0.5, 0, 0],
        [0, 0, 0, 0],
        [0, 0, 0.5, -0.5],
    ]


def test_compare_runs__only_hands_in_common_in_any_order() -> None:
    one, other = run_of([0, 0, 1, 1, 2, 2]), run_of([0, 0, 1, 1, 2, 2], items="abcxyz")

    found = compare_runs(one, other, draws=5)

    assert found.cases == 3


def test_compare_runs__nothing_in_common() -> None:
    one, other = run_of([0] * 6), run_of([0] * 6, items="uvwxyz")

    with pytest.raises(CallError, match="no hand in common"):
        compare_runs(one, other)


def test_compare_runs__other_classes() -> None:
    one, other = run_of([0] * 6), run_of([0] * 6, classes=("A", "B", "D"))

    with pytest.raises(CallError, match="same classes"):
        compare_runs(one, other)


def test_error_reduction__baseline_without_mistakes() -> None:
    assert error_reduction(np.array([1.0]), np.array([0.0])) is None
