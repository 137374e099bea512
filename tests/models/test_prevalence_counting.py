import numpy as np
import pytest

from models.prevalence_counting import Origins, Unit, groups, item_weights, markedness
from store.errors import UnknownNameError

FOUR = Origins(
    clips=["a", "a", "a", "b"],
    signers=["s", "s", "s", "s"],
    signs=["HOUSE", "HOUSE", "HOUSE", None],
    second_hands=np.array([False, False, True, False]),
)


def test_groups__unknown_names_stay_apart() -> None:
    numbers = groups(["x", None, "x", None])

    assert numbers[0] == numbers[2]
    assert len(set(numbers.tolist())) == 3


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("crop", [1, 1, 0, 1]),
        ("token", [0.5, 0.5, 0, 1]),
        ("sign", [0.5, 0.5, 0, 1]),
        ("signer", [1 / 3, 1 / 3, 0, 1 / 3]),
    ],
)
def test_item_weights__what_is_one(unit: Unit, expected: list[float]) -> None:
    weights = item_weights(FOUR, unit)

    assert weights.tolist() == pytest.approx(expected)


def test_item_weights__unknown_unit() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'signer'"):
        item_weights(FOUR, "signers")  # type: ignore[arg-type]


def test_markedness__ranks_and_top_four() -> None:
    names = ["A", "B", "L", "two hands", "V", "5"]
    shares = np.array([0.3, 0.1, 0.05, 0.2, 0.15, 0.2])

    found = markedness(names, shares, left_out=["two hands"])

    assert found.ranks == {"A": 1, "5": 2, "B": 4}
    assert found.unmarked == pytest.approx(0.6 / 0.8)
    assert found.top_four == ("A", "5", "V", "B")
    assert found.top_four_share == pytest.approx(0.75 / 0.8)
    assert found.published["RSL"] == 0.48


def test_markedness__fewer_than_four_classes() -> None:
    found = markedness(["L"], np.array([1.0]))

    assert found.top_four == ("L",)
    assert found.ranks == {}
