"""Two classifiers joined."""

from pathlib import Path

import numpy as np
import pytest

from models.classification.fusion import FusionRecipe, best_weight, fuse, pooled
from models.classification.recipe import read_classifier_recipe
from models.classification.steps import train_classifier
from models.evaluation import evaluate
from models.evaluation_reading import read_answers
from store.db import Database
from store.errors import CallError
from store.layout import Store
from tests.models.classification.classifier_maker import (
    RECIPE,
    write_hands,
    write_recipe,
)

SURE = np.array([[0.9, 0.1], [0.1, 0.9], [0.9, 0.1]])
GUESS = np.array([[0.4, 0.6], [0.6, 0.4], [0.5, 0.5]])
TRUE = np.array([0, 1, 0])


def test_pooled__powers_of_both() -> None:
    found = pooled(np.array([[0.8, 0.2]]), np.array([[0.5, 0.5]]), 0.5)

    ratio = (0.8 / 0.2) ** 0.5
    assert found[0, 0] / found[0, 1] == pytest.approx(ratio)


@pytest.mark.parametrize(("weight", "expected"), [(0.0, SURE), (1.0, GUESS)])
def test_pooled__all_weight_on_one(
    weight: float, expected: np.ndarray[tuple[int, int], np.dtype[np.float64]]
) -> None:
    assert pooled(SURE, GUESS, weight) == pytest.approx(expected)


def test_best_weight__trusts_the_one_that_is_right() -> None:
    assert best_weight(SURE, GUESS, TRUE) == 0
    assert best_weight(GUESS, SURE, TRUE) == 1


def test_best_weight__nothing_to_choose_by() -> None:
    assert best_weight(SURE[:0], GUESS[:0], TRUE[:0]) == 0.5


def test_fuse__joins_the_newest_runs(store: Store, tmp_path: Path) -> None:
    write_hands(store)
    for name, seed in (("one", "epochs = 12"), ("other", "epochs = 3")):
        path = write_recipe(tmp_path, RECIPE.replace("epochs = 12", seed), name)
        train_classifier(store, read_classifier_recipe(path, corpora=("hands",)), print)

    run_id = fuse(store, FusionRecipe("both", ("one", "other"), ("hands",), 0))

    found = evaluate(read_answers(Database(store), run_id).answers, draws=10)
    assert found.cases == 60
    assert found.accuracy.value >= 0.9


def test_fuse__one_was_not_trained(store: Store, tmp_path: Path) -> None:
    write_hands(store)

    with pytest.raises(CallError, match="one was not trained on hands with seed 3 yet"):
        fuse(store, FusionRecipe("both", ("one", "other"), ("hands",), 3))
