"""Figures of a classifier on answers counted by hand."""

import numpy as np
import pytest

from models.evaluation import (
    UNSEEN,
    Answers,
    calibration_error,
    confused_pairs,
    confusion,
    evaluate,
    look_alike_pairs,
    pair_mistakes,
)
from store.errors import CallError


def answers(
    true: list[int], predicted: list[int], groups: list[int] | None = None
) -> Answers:
    return Answers(
        true=np.array(true, np.intp),
        predicted=np.array(predicted, np.intp),
        probability=np.where(np.array(predicted) == UNSEEN, 0.0, 0.8),
        groups=np.array(groups or list(range(len(true))), np.intp),
        classes=("A", "B", "C"),
    )


# A: 3 right, 1 said to be B. B: 1 right, 1 said to be A. C: 1 right, 1 unseen.
EIGHT = answers([0, 0, 0, 0, 1, 1, 2, 2], [0, 0, 0, 1, 1, 0, 2, UNSEEN])


def test_answers__none() -> None:
    with pytest.raises(CallError, match="no prediction of a known class"):
        answers([], [])


def test_confusion__unseen_hands_have_a_column() -> None:
    counts = confusion(EIGHT)

    assert counts.tolist() == [[3, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1]]


def test_evaluate__unseen_hands_are_mistakes() -> None:
    found = evaluate(EIGHT, draws=20)

    assert found.cases == 8
    assert found.unseen == 1
    assert found.accuracy.value == pytest.approx(5 / 8)


def test_evaluate__classes() -> None:
    found = evaluate(EIGHT, draws=20)

    first, _, third = found.classes
    assert (first.name, first.cases) == ("A", 4)
    assert first.precision.value == pytest.approx(3 / 4)
    assert first.recall.value == pytest.approx(3 / 4)
    assert third.recall.value == pytest.approx(1 / 2)
    assert third.f1.value == pytest.approx(2 / 3)
    mean = (3 / 4 + 1 / 2 + 2 / 3) / 3
    assert found.macro_f1.value == pytest.approx(mean)


def test_evaluate__class_that_occurs_only_as_a_mistake_is_listed_but_not_averaged() -> (
    None
):
    found = evaluate(answers([0, 0], [0, 2]), draws=5)

    assert [figures.name for figures in found.classes] == ["A", "C"]
    assert found.macro_f1.value == pytest.approx(2 / 3)


def test_evaluate__classes_that_a_sample_lacks_do_not_lower_its_macro_f1() -> None:
    found = evaluate(answers([0, 1, 2], [0, 1, 2]), draws=50)

    assert (found.macro_f1.value, found.macro_f1.low, found.macro_f1.high) == (1, 1, 1)


def test_evaluate__interval_is_of_whole_signers() -> None:
    right = [0] * 50 + [1] * 50
    of_two = evaluate(answers([0] * 100, right, [0] * 50 + [1] * 50), draws=300)
    of_all = evaluate(answers([0] * 100, right), draws=300)

    assert (of_two.accuracy.low, of_two.accuracy.high) == (0, 1)
    assert 0.35 < of_all.accuracy.low < 0.45
    assert 0.55 < of_all.accuracy.high < 0.65


def test_confused_pairs__asymmetric_and_ranked_by_share() -> None:
    pairs = confused_pairs(EIGHT)

    assert [(p.true, p.predicted, p.cases) for p in pairs] == [
        ("B", "A", 1),
        ("A", "B", 1),
    ]
    assert pairs[0].share == 0.5


def test_calibration_error__eighty_percent_claimed() -> None:
    error = calibration_error(EIGHT)

    assert error == pytest.approx(abs(0.8 - 5 / 7))


def test_calibration_error__nothing_said() -> None:
    assert calibration_error(answers([0], [UNSEEN])) == 0


def test_look_alike_pairs__both_directions_together() -> None:
    counts = np.array([[8.0, 2, 0], [0, 9, 1], [0, 3, 7]])

    pairs = look_alike_pairs(counts, most=5)

    assert pairs == [(1, 2), (0, 1)]


def test_look_alike_pairs__nothing_confused() -> None:
    assert look_alike_pairs(np.eye(3), most=5) == []


def test_pair_mistakes__only_within_the_pairs() -> None:
    mistakes = pair_mistakes(EIGHT, [(0, 1)])

    assert mistakes.tolist() == [0, 0, 0, 1, 0, 1, 0, 0]


def test_pair_mistakes__unseen_is_no_mistake_within_a_pair() -> None:
    mistakes = pair_mistakes(EIGHT, [(0, 2), (1, 2)])

    assert not mistakes.any()
