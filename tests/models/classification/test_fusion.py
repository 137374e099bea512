"""Classifiers joined."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.classification.fusion import (
    FusionRecipe,
    fuse,
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

OF_ROWS = ("crop_ids", "folds", "parts", "true", "probabilities")


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
