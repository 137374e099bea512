import math

import pytest
from sklearn.metrics import cohen_kappa_score

from models.agreement import agreement, cohen_kappa, fleiss_kappa


def test_cohen_kappa__no_items() -> None:
    assert math.isnan(cohen_kappa([], []))


def test_cohen_kappa__by_hand() -> None:
    # 2 of 4 agree; chance is (3/4 * 1/2) + (1/4 * 1/2) = 1/2
    assert cohen_kappa(["A", "A", "A", "B"], ["A", "B", "A", "A"]) == pytest.approx(
        (0.5 - (0.75 * 0.75 + 0.25 * 0.25)) / (1 - (0.75 * 0.75 + 0.25 * 0.25))
    )


def test_cohen_kappa__equals_scikit_learn() -> None:
    first = list("AABBCCABCA")
    second = list("ABBBCAABCC")

    assert cohen_kappa(first, second) == pytest.approx(cohen_kappa_score(first, second))


def test_cohen_kappa__one_class_throughout_is_undefined() -> None:
    assert math.isnan(cohen_kappa(["A", "A"], ["A", "A"]))


def test_fleiss_kappa__published_example() -> None:
    # Ten items, fourteen raters, five classes; the table of Fleiss 1971 as commonly
    # reprinted gives 0.210.
    table = [
        (0, 0, 0, 0, 14),
        (0, 2, 6, 4, 2),
        (0, 0, 3, 5, 6),
        (0, 3, 9, 2, 0),
        (2, 2, 8, 1, 1),
        (7, 7, 0, 0, 0),
        (3, 2, 6, 3, 0),
        (2, 5, 3, 2, 2),
        (6, 5, 2, 1, 0),
        (0, 2, 2, 3, 7),
    ]
    items = ["".join(c * n for c, n in zip("12345", row, strict=True)) for row in table]
    columns = [[item[rater] for item in items] for rater in range(14)]

    assert fleiss_kappa(columns) == pytest.approx(0.210, abs=5e-4)


def test_fleiss_kappa__one_annotator() -> None:
    assert math.isnan(fleiss_kappa([["A", "B"]]))


def test_agreement__nobody() -> None:
    found = agreement({})

    assert found.crops == 0
    assert found.disagreements == ()


def test_agreement__lists_the_crops_that_differ() -> None:
    found = agreement(
        {"ann": {"1": "A", "2": "B", "3": "S"}, "bob": {"1": "A", "2": "5", "4": "S"}}
    )

    assert found.crops == 2
    assert [d.crop_id for d in found.disagreements] == ["2"]
    assert found.disagreements[0].handshapes == {"ann": "B", "bob": "5"}
    assert set(found.cohen_kappa) == {("ann", "bob")}
