"""Rows are found by name, and their networks have the paper's numbers of parameters."""

import pytest

from models.letters.networks import make_network, parameters_of
from models.letters.rows import ROWS, Network, rows_named
from store.errors import CallError, UnknownNameError

MOST_OF_SMALL = 40_000


@pytest.mark.parametrize(
    ("name", "parameters"),
    [("CNN1", 264_049), ("CNN2", 30_539), ("CNN3", 39_824), ("CNN3aug", 39_824)],
)
def test_parameters__as_in_the_paper(name: str, parameters: int) -> None:
    [row] = rows_named([name])
    assert isinstance(row.recipe, Network)

    counted = parameters_of(make_network(row.recipe, classes=24))

    assert counted == parameters == row.parameters


def test_parameters__small() -> None:
    [row] = rows_named(["Small"])
    assert isinstance(row.recipe, Network)

    counted = parameters_of(make_network(row.recipe, classes=24))

    assert counted <= MOST_OF_SMALL


def test_rows__names_differ_and_shares_are_shares() -> None:
    assert len({row.name.lower() for row in ROWS}) == len(ROWS)
    assert all(0 < row.accuracy <= 1 for row in ROWS if row.accuracy is not None)
    assert (
        len({str(row.settings) for row in ROWS}) == len(ROWS) - 1
    )  # NN3-0.0001 is NN2


def test_rows_named__in_the_order_of_the_table() -> None:
    chosen = rows_named(["cnn3AUG", " NN1"])

    assert [row.name for row in chosen] == ["NN1", "CNN3aug"]


def test_rows_named__none_is_all() -> None:
    assert rows_named([]) == list(ROWS)


def test_rows_named__an_unknown_one_names_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'CNN3aug'"):
        rows_named(["CNN3agu"])


def test_rows_named__an_empty_name() -> None:
    with pytest.raises(CallError, match="no name"):
        rows_named(["NN1", ""])
