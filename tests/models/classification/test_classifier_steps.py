"""Training on a made store: rows, figures, interruption, and what cannot work."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from models.classification.recipe import ClassifierRecipe, read_classifier_recipe
from models.classification.steps import train_classifier
from models.evaluation import evaluate
from models.evaluation_reading import pairs_by_fold, read_answers
from models.training import Figures
from models.training_progress import TrainingProgress
from store.db import Database
from store.labels import LabelEvent, add_event
from store.layout import Store, create_store
from tests.models.classification.classifier_maker import (
    CROP_RECIPE,
    RECIPE,
    handshapes_of,
    write_hands,
    write_recipe,
)


def recipe_of(
    folder: Path, text: str = RECIPE, *, corpus: str = "hands"
) -> ClassifierRecipe:
    return read_classifier_recipe(write_recipe(folder, text), corpora=(corpus,))


def rows_of(store: Store, run_id: str) -> list[dict[str, Any]]:
    return Database(store).rows("predictions_of_run", run_id=run_id)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, str, list[str]]:
    """A store with sixty hands of known and three of unknown handshape, and its run."""
    folder = tmp_path_factory.mktemp("trained")
    store = create_store(folder / "store")
    write_hands(store, handshapes=[*handshapes_of(60), "", "", ""])
    told: list[str] = []
    return store, train_classifier(store, recipe_of(folder), told.append), told


def test_train_classifier__every_labelled_hand_is_tested_once(
    trained: tuple[Store, str, list[str]],
) -> None:
    store, run_id, _ = trained

    rows = rows_of(store, run_id)

    assert [row["part"] for row in rows].count("test") == 60
    assert {row["fold"] for row in rows if row["part"] == "test"} == {0, 1, 2}


def test_train_classifier__unlabelled_hands_are_predicted_too(
    trained: tuple[Store, str, list[str]],
) -> None:
    store, run_id, _ = trained

    unseen = [row for row in rows_of(store, run_id) if row["part"] == "unseen"]

    assert len(unseen) == 3
    assert all(row["true_class"] is None for row in unseen)


def test_train_classifier__probabilities(trained: tuple[Store, str, list[str]]) -> None:
    store, run_id, _ = trained

    row = rows_of(store, run_id)[0]

    assert row["predicted_class"] == row["top_classes"][0]
    assert row["probability"] == pytest.approx(row["top_probabilities"][0])
    assert len(row["top_classes"]) == 3
    assert sum(row["top_probabilities"]) == pytest.approx(1)


def test_train_classifier__learns_hands_that_differ(
    trained: tuple[Store, str, list[str]],
) -> None:
    store, run_id, _ = trained

    found = evaluate(read_answers(Database(store), run_id).answers, draws=10)

    assert found.accuracy.value >= 0.95
    assert found.cases == 60


def test_train_classifier__splits_embeddings_and_history(
    trained: tuple[Store, str, list[str]],
) -> None:
    store, run_id, _ = trained
    database = Database(store)

    counts = database.row_counts()
    history = database.rows("history_of_run", run_id=run_id)
    vectors = database.rows("embeddings_of_run", run_id=run_id)

    assert counts["splits"] == 3 * 60
    assert {(row["measure"], row["part"]) for row in history} == {
        ("loss", "train"),
        ("loss", "validation"),
        ("accuracy", "validation"),
    }
    assert len(vectors) == 63
    assert np.linalg.norm(vectors[0]["vector"]) == pytest.approx(1, abs=1e-5)


def test_train_classifier__run_carries_its_figures(
    trained: tuple[Store, str, list[str]],
) -> None:
    store, run_id, _ = trained

    row = Database(store).rows("runs_predicting")[0]
    metrics = json.loads(row["metrics"])

    assert (row["run_id"], row["recipe_name"]) == (run_id, "small")
    assert metrics["folds"] == 3
    assert sum(cases for *_, cases in metrics["validation_confusion"]) == 60
    assert len(metrics["temperatures"]) == 3


def test_pairs_by_fold__come_from_validation_alone(
    trained: tuple[Store, str, list[str]],
) -> None:
    store, run_id, _ = trained
    read = read_answers(Database(store), run_id)
    read.row["metrics"]["validation_confusion"] = [
        [0, "5", "5", 8],
        [0, "5", "S", 2],
        [1, "S", "S", 9],
    ]

    pairs = pairs_by_fold(read, read.answers.classes)

    five, fist = (read.answers.classes.index(name) for name in ("5", "S"))
    assert pairs == {0: [(five, fist)], 1: []}


def test_train_classifier__photographs_without_values_are_mistakes(
    store: Store, tmp_path: Path
) -> None:
    write_hands(store)
    _forget_values(store, clips=("hands/clip003", "hands/clip004"))
    told: list[str] = []

    run_id = train_classifier(store, recipe_of(tmp_path), told.append)

    found = evaluate(read_answers(Database(store), run_id).answers, draws=10)
    assert found.cases == 60
    assert found.unseen == 2
    assert found.accuracy.value <= 58 / 60
    assert any("2 labelled photographs have no usable hand" in note for note in told)


def _forget_values(store: Store, *, clips: tuple[str, ...]) -> None:
    """Make the values of some clips' hands NaN, as where no hand was seen."""
    for path in store.parts("features"):
        rows = pq.ParquetFile(path).read().to_pylist()
        for row in rows:
            if row["crop_id"].startswith(clips):
                row["vector"] = [float("nan")] * len(row["vector"])
        columns = {name: [row[name] for row in rows] for name in rows[0]}
        schema = pq.ParquetFile(path).schema_arrow
        pq.write_table(pa.table(columns, schema=schema), path)


class Stopping:
    """Stops a training in its second fold."""

    def __init__(self, after: int) -> None:
        self.left = after

    def __call__(self, epoch: int, figures: Figures) -> None:
        self.left -= 1
        if not self.left:
            raise KeyboardInterrupt


def test_train_classifier__interrupted_ends_with_the_same_predictions(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_hands(store)
    other = create_store(tmp_path / "other")
    write_hands(other)
    recipe = recipe_of(tmp_path)
    stopping = Stopping(after=17)
    with monkeypatch.context() as patched:
        # An object is not bound as a method, so that it is not told who is called.
        patched.setattr(TrainingProgress, "__call__", stopping)
        with pytest.raises(KeyboardInterrupt):
            train_classifier(store, recipe, print)
    states = [row["state"] for row in Database(store).rows("runs_unfinished")]

    run_id = train_classifier(store, recipe, print)

    assert states == ["stopped"]
    assert rows_of(store, run_id) == rows_of(
        other, train_classifier(other, recipe, print)
    )


def test_train_classifier__other_labels_are_another_run(
    store: Store, tmp_path: Path
) -> None:
    write_hands(store)
    recipe = recipe_of(tmp_path)
    before = train_classifier(store, recipe, print)
    crop = rows_of(store, before)[0]["item_id"]
    add_event(store, LabelEvent("ann", "assign", crops=(crop,), handshape="S"))

    after = train_classifier(store, recipe, print)

    assert after != before
    assert rows_of(store, after)[0]["true_class"] == "S"


def test_train_classifier__crops_by_a_residual_network(
    store: Store, tmp_path: Path
) -> None:
    write_hands(store, broken=(5,))

    run_id = train_classifier(store, recipe_of(tmp_path, CROP_RECIPE), print)

    parts = [row["part"] for row in rows_of(store, run_id)]
    assert {part: parts.count(part) for part in set(parts)} == {
        "train": 18,
        "validation": 18,
        "test": 24,
    }
