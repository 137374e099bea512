"""Classifiers joined."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.classification.fusion import (
    FusionRecipe,
    _surprise,
    best_weights,
    fuse,
    pooled,
    read_fusion_recipe,
)
from models.classification.outputs import load_outputs, save_outputs
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
OF_ROWS = ("crop_ids", "folds", "parts", "true", "probabilities")


def test_pooled__powers_of_both() -> None:
    said = np.array([[[0.8, 0.2]], [[0.5, 0.5]]])

    found = pooled(said, np.array([0.5, 0.5]))

    ratio = (0.8 / 0.2) ** 0.5
    assert found[0, 0] / found[0, 1] == pytest.approx(ratio)


@pytest.mark.parametrize(("weights", "expected"), [((1, 0), SURE), ((0, 1), GUESS)])
def test_pooled__all_weight_on_one(
    weights: tuple[float, float],
    expected: np.ndarray[tuple[int, int], np.dtype[np.float64]],
) -> None:
    assert pooled(np.stack([SURE, GUESS]), np.array(weights)) == pytest.approx(expected)


def test_pooled__other_weights_for_each_hand() -> None:
    each = np.array([[1, 0, 1], [0, 1, 0]])

    found = pooled(np.stack([SURE, GUESS]), each)

    assert found == pytest.approx(np.stack([SURE[0], GUESS[1], SURE[2]]))


@pytest.mark.parametrize("place", [0, 1, 2])
def test_best_weights__trusts_the_one_that_is_right(place: int) -> None:
    said = np.stack([SURE if one == place else GUESS for one in range(3)])

    assert best_weights(said, TRUE) == pytest.approx(np.eye(3)[place])


def test_best_weights__no_other_weights_surprise_less() -> None:
    rng = np.random.default_rng(0)
    said = rng.dirichlet([1.0] * 3, size=(3, 40))
    true = rng.integers(0, 3, 40)

    best = _surprise(said, true, best_weights(said, true))

    for weights in rng.dirichlet([1.0] * 3, size=200):
        assert _surprise(said, true, weights) >= best - 1e-3


def test_best_weights__nothing_to_choose_by() -> None:
    said = np.stack([SURE[:0], GUESS[:0]])

    assert best_weights(said, TRUE[:0]).tolist() == [0.5, 0.5]


def test_fuse__joins_the_newest_runs(store: Store, tmp_path: Path) -> None:
    write_hands(store)
    for name, seed in (("one", "epochs = 12"), ("other", "epochs = 3")):
        path = write_recipe(tmp_path, RECIPE.replace("epochs = 12", seed), name)
        train_classifier(store, read_classifier_recipe(path, corpora=("hands",)), print)

    run_id = fuse(store, FusionRecipe("both", ("one", "other"), ("hands",), 0))

    found = evaluate(read_answers(Database(store), run_id).answers, draws=10)
    assert found.cases == 60
    assert found.accuracy.value >= 0.9


def test_fuse__three_of_which_one_knows_fewer_hands(
    store: Store, tmp_path: Path
) -> None:
    write_hands(store)
    for name in ("one", "other", "third"):
        path = write_recipe(tmp_path, RECIPE, name)
        train_classifier(store, read_classifier_recipe(path, corpora=("hands",)), print)
    run = next(iter(store.root.glob("runs/*")))
    kept = load_outputs(run)
    few = np.arange(len(kept.crop_ids)) % 3 > 0
    fields = {name: getattr(kept, name)[few] for name in OF_ROWS}
    save_outputs(run, replace(kept, **fields))

    run_id = fuse(store, FusionRecipe("all", ("one", "other", "third"), ("hands",), 0))

    found = evaluate(read_answers(Database(store), run_id).answers, draws=10)
    assert found.cases == 60
    assert found.accuracy.value >= 0.9


def test_read_fusion_recipe__one_named_twice(tmp_path: Path) -> None:
    path = tmp_path / "fused.toml"
    path.write_text('task = "fusion"\nof = ["hog", "hog"]\n')

    with pytest.raises(CallError, match="or more, each once"):
        read_fusion_recipe(path, corpora=("hands",))


def test_fuse__one_was_not_trained(store: Store, tmp_path: Path) -> None:
    write_hands(store)

    with pytest.raises(CallError, match="one was not trained on hands with seed 3 yet"):
        fuse(store, FusionRecipe("both", ("one", "other"), ("hands",), 3))
