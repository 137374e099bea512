"""The table's rows are measured once, kept, and shown beside the paper's."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from numpy.typing import NDArray

from models.letters import bench
from models.letters.bench import GROUPWISE, Asked, measure, regrouped
from models.letters.data import Letters, read_letters
from models.letters.leakage import groups
from models.letters.records import finished_runs
from models.letters.rows import Network, Perceptron, Row, rows_named
from models.letters.saving import results_of
from models.letters.table import markdown, summarise
from store.db import Database
from store.layout import Store
from tests.models.letters.letter_maker import CORPUS, letters_store

QUICK_NN = Row(
    "NN1", "quick", Perceptron((8,), early_stopping=False, iterations=20), 0.5
)
QUICK_CNN = Row(
    "Small",
    "quick",
    Network(
        "small",
        augmented=True,
        mirrored=0.1,
        schedule="cosine",
        averaging=0.5,
        views=1,
        epochs=2,
        batch=16,
    ),
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return letters_store(tmp_path)


def asked_of(store: Store, rows: list[Row], *, seeds: int = 2) -> Asked:
    return Asked(read_letters(Database(store), CORPUS), rows, seeds)


def predicted_by(store: Store, run_id: str) -> list[dict[str, Any]]:
    parts = [part for part in store.parts("predictions") if run_id in str(part)]
    rows: list[dict[str, Any]] = pq.read_table(parts[0], partitioning=None).to_pylist()
    return rows


def test_measure__rows_of_every_run(store: Store) -> None:
    asked = asked_of(store, [QUICK_NN, QUICK_CNN], seeds=1)

    measure(store, asked, lambda text: None)

    database = Database(store)
    runs = database.rows("runs_of_steps", steps=["letters"])
    assert len(runs) == 2
    for run in runs:
        told = json.loads(run["recipe"])
        metrics = json.loads(run["metrics"])
        predicted = predicted_by(store, run["run_id"])
        assert (told["task"], told["corpus"], told["seed"]) == ("letters", CORPUS, 0)
        assert told["row"] in ("NN1", "Small")
        assert 0 <= metrics["accuracy"] <= 1
        assert metrics["images_per_second"] > 0
        assert {row["item_id"] for row in predicted} == set(asked.letters.test.ids)
        assert {(row["target"], row["part"]) for row in predicted} == {
            ("letter", "test")
        }
        assert database.rows("history_of_run", run_id=run["run_id"])


def test_measure__what_is_finished_is_kept(store: Store) -> None:
    asked = asked_of(store, [QUICK_NN], seeds=1)
    measure(store, asked, lambda text: None)
    told: list[str] = []

    measure(store, replace(asked, seeds=2), told.append)

    assert len(told) == 1
    assert told[0].startswith("bars NN1 seed 1: accuracy")


def test_measure__neighbours_are_asked_once(store: Store) -> None:
    told: list[str] = []

    measure(store, asked_of(store, rows_named(["kNN"]), seeds=3), told.append)

    assert len(told) == 1
    assert "accuracy 1.0000" in told[0]


def test_measure__interrupted_is_stopped_and_goes_on(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = asked_of(store, [QUICK_NN], seeds=1)

    def interrupted(*args: object, **named: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(bench, "train_perceptron", interrupted)
        with pytest.raises(KeyboardInterrupt):
            measure(store, asked, lambda text: None)
    [before] = Database(store).rows("runs_of_steps", steps=["letters"])
    measure(store, asked, lambda text: None)
    [after] = Database(store).rows("runs_of_steps", steps=["letters"])

    assert before["state"] == "stopped"
    assert after["state"] == "finished"


def test_measure__groupwise_is_added_to_finished_runs(store: Store) -> None:
    asked = asked_of(store, rows_named(["kNN"]))
    measure(store, asked, lambda text: None)

    # Bars of one class are near-duplicates: by groups a whole class would be untrained.
    told: list[str] = []
    few = replace(asked, groupwise=True, letters=with_noise(asked.letters))
    measure(store, few, told.append)

    metrics = finished_runs(Database(store))
    assert sum(GROUPWISE in run for run in metrics.values()) == 1
    assert told[-1].endswith("by groups")


def with_noise(letters: Letters) -> Letters:
    def noisy(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        drawn = np.random.default_rng(0).integers(0, 256, pixels.shape)
        return (0.5 * pixels + 0.5 * drawn).astype(np.uint8)

    train, test = letters.train, letters.test
    return replace(
        letters,
        train=replace(train, pixels=noisy(train.pixels)),
        test=replace(test, pixels=noisy(test.pixels[::-1])),
    )


def test_regrouped__no_near_duplicate_crosses(store: Store) -> None:
    letters = with_noise(asked_of(store, []).letters)
    twin = replace(letters.test, pixels=letters.train.pixels[: len(letters.test)])

    dealt = regrouped(replace(letters, test=twin), seed=0)

    joined = np.concatenate([dealt.train.pixels, dealt.test.pixels])
    codes = groups(joined)
    across = set(codes[: len(dealt.train)]) & set(codes[len(dealt.train) :])
    assert not across
    assert len(dealt.train) + len(dealt.test) == 60
    assert 10 <= len(dealt.test) <= 14


def test_markdown__ours_beside_the_papers(store: Store) -> None:
    asked = asked_of(store, [QUICK_NN, QUICK_CNN])
    measure(store, asked, lambda text: None)

    text = markdown(asked, summarise(asked, finished_runs(Database(store))))

    lines = text.splitlines()
    assert lines[0].startswith("bars: 48 train, 12 test pictures, 3 classes.")
    assert [line.split(" | ")[0] for line in lines[4:]] == [
        "| NN1",
        "| Small",
        "| Small, views",
    ]
    assert "| 0.5000 |" in lines[4]
    assert len({line.count("|") for line in lines[2:]}) == 1


def test_summarise__nothing_finished(store: Store) -> None:
    assert summarise(asked_of(store, [QUICK_NN]), {}) == []


def test_results_of__name_seeds_data_and_the_papers_figure(store: Store) -> None:
    asked = asked_of(store, [QUICK_NN])
    measure(store, asked, lambda text: None)

    results = results_of(asked, summarise(asked, finished_runs(Database(store))))

    first = results[0]
    assert first.name == "bars/letters/nn1/accuracy"
    assert first.seeds == (0, 1)
    assert first.data == asked.letters.about
    assert first.paper == "0.5000 (on Sign-Language MNIST)"
    assert "--corpus bars --rows NN1 --seeds 2" in first.command
    assert results[1].name.split("/")[-1] == "macro_f1"
