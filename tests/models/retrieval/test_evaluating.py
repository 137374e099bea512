"""Protocols from the store, trainings beside baselines, and recipes on unseen glosses."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from models.architectures.pose_transformer import PoseTransformerConfig
from models.architectures.sign_network import make_network
from models.recipe_files import recipe_file
from models.retrieval.ensemble import Ensemble, save_ensemble
from models.retrieval.evaluation import Evaluated, Question, evaluate
from models.retrieval.metrics import Rankings
from models.retrieval.protocols import leave_one_out
from models.retrieval.recipe import SignRecipe, read_sign_recipe
from models.retrieval.unseen import evaluate_unseen
from store.errors import CallError
from store.layout import Store
from store.write import write_rows
from tests.models.retrieval.sign_maker import CORPUS, add_signs

TINY = PoseTransformerConfig(frames=4, width=8, layers=1, heads=2, embedding=8)


@pytest.fixture
def signs(store: Store) -> Store:
    return add_signs(store, glosses=4, clips=4)


def weights(path: Path, *corpora: str) -> str:
    file = path / "networks.pt"
    save_ensemble(Ensemble((make_network(TINY, classes=2),), corpora=corpora), file)
    return str(file)


def recipe(*more: str) -> SignRecipe:
    changes = [
        *(f"network.{name}={getattr(TINY, name)}" for name in ("frames", "width")),
        "network.layers=1",
        "network.heads=2",
        "network.embedding=8",
        "training.epochs=2",
        "training.batch=6",
        "members=1",
        "folds=0",
        *more,
    ]
    path = recipe_file("signs_transformer")
    return read_sign_recipe(path, corpora=(CORPUS,), changes=changes)


def test_evaluate__halves_of_a_corpus(signs: Store) -> None:
    found = evaluate(signs, "untrained", Question(CORPUS, "gallery-query"))

    assert len(found.rankings.glosses) == 16
    assert found.figures["recall@1"].value > 0.9
    assert not found.baselines


def test_evaluate__among_the_clips_of_another_corpus(signs: Store) -> None:
    add_signs(signs, glosses=2, clips=3, corpus="others")

    asked = Question(CORPUS, "gallery-query", gallery="others")
    found = evaluate(signs, "untrained", asked)

    assert sorted(set(found.rankings.glosses)) == ["G0", "G1"]
    assert found.rankings.left_out == 8


def test_evaluate__a_training_stands_beside_its_baselines(
    signs: Store, tmp_path: Path
) -> None:
    add_signs(signs, glosses=2, clips=2, corpus="taught")

    by = weights(tmp_path, "taught")
    found = evaluate(signs, by, Question(CORPUS, "cross-dataset"))

    assert sorted(found.baselines) == ["plain", "untrained"]
    assert found.taught == ("G0", "G1")
    assert sorted(set(found.rankings.glosses)) == ["G2", "G3"]


def test_evaluate__what_was_taught_is_not_asked(signs: Store, tmp_path: Path) -> None:
    with pytest.raises(CallError, match="was taught made-signs"):
        evaluate(signs, weights(tmp_path, CORPUS), Question(CORPUS))


def test_evaluate__no_split(signs: Store) -> None:
    with pytest.raises(CallError, match="no split into test and other clips"):
        evaluate(signs, "untrained", Question(CORPUS, "fixed-split"))


def test_evaluate__test_clips_among_the_others(signs: Store) -> None:
    (part,) = signs.parts("clips")
    rows = pq.ParquetFile(part).read().to_pylist()
    for number, row in enumerate(rows):
        row["split"] = "train" if number % 4 else "test"
    write_rows(signs, "clips", rows, part="keypoints", partition={"corpus": CORPUS})

    found = evaluate(signs, "untrained", Question(CORPUS, "fixed-split"))

    assert len(found.rankings.glosses) == 4


def test_evaluate__a_clip_alone_in_its_gloss(store: Store) -> None:
    add_signs(store, glosses=3, clips=1)

    with pytest.raises(CallError, match="has another of its gloss to find"):
        evaluate(store, "untrained", Question(CORPUS))


def test_gain_over__paired() -> None:
    def ranked(*values: float) -> Rankings:
        glosses = np.array(["a", "a", "b"])
        return Rankings(glosses, np.array([1, 2, 1]), np.array(values), left_out=0)

    found = Evaluated(ranked(0.5, 0.7, 0.9), {"plain": ranked(0.4, 0.6, 0.8)})

    gain = found.gain_over("plain")
    assert (gain.value, gain.low, gain.high) == pytest.approx((0.1, 0.1, 0.1))
    assert found.by_gloss()["a"] == pytest.approx(
        {"queries": 2, "recall@1": 0.5, "mean average precision": 0.6}
    )


def test_evaluate_unseen__a_network_for_each_draw(signs: Store) -> None:
    found = evaluate_unseen(signs, recipe(), draws=2, held=2)

    assert len(found.rankings.glosses) == 16
    assert list(found.baselines) == ["untrained"]
    (folder,) = (signs.root / "runs").glob("evaluate-*")
    assert sorted(path.name for path in folder.glob("*.pt")) == [
        "signs-draw-0.pt",
        "signs-draw-1.pt",
    ]


def test_evaluate_unseen__finished_draws_are_used_again(signs: Store) -> None:
    first = evaluate_unseen(signs, recipe(), draws=1, held=2)
    (file,) = (signs.root / "runs").glob("evaluate-*/signs-draw-0.pt")
    written = file.stat().st_mtime_ns

    again = evaluate_unseen(signs, recipe(), draws=1, held=2)

    assert file.stat().st_mtime_ns == written
    assert again.figures == first.figures


def test_evaluate_unseen__too_few_glosses(signs: Store) -> None:
    with pytest.raises(CallError, match="to hold out 3, 5 are needed"):
        evaluate_unseen(signs, recipe(), draws=1, held=3)


def test_evaluate_unseen__weights_that_know_the_corpus(
    signs: Store, tmp_path: Path
) -> None:
    begun = recipe()
    beginning = replace(begun.beginning, weights=weights(tmp_path, CORPUS))

    with pytest.raises(CallError, match="were taught made-signs"):
        evaluate_unseen(signs, replace(begun, beginning=beginning), held=2)


def test_evaluate_command__results_per_gloss(signs: Store, tmp_path: Path) -> None:
    where = ["--corpus", CORPUS, "--store", str(signs.root)]

    said = CliRunner().invoke(
        app, ["evaluate", weights(tmp_path, "else"), "--json", *where]
    )

    told = json.loads(said.stdout)
    assert sorted(told["glosses"]) == ["G0", "G1", "G2", "G3"]
    assert told["queries"] == 16
    assert "gain in mean average precision" in told["baselines"]["untrained"]


def test_evaluate_command__table_says_how_it_compares(
    signs: Store, tmp_path: Path
) -> None:
    where = ["--corpus", CORPUS, "--store", str(signs.root)]

    said = CliRunner().invoke(app, ["evaluate", weights(tmp_path, "else"), *where])

    assert "Mean average precision against untrained: " in said.stdout


def test_evaluate_command__a_recipe_by_another_protocol(signs: Store) -> None:
    where = ["--corpus", CORPUS, "--store", str(signs.root)]

    said = CliRunner().invoke(app, ["evaluate", "signs_transformer", *where])

    assert "is a recipe: it is measured by" in str(said.exception)


def test_leave_one_out__joined_with_neighbours_reaches_the_far_clip() -> None:
    """A1, A2, A3 lie 40 degrees apart, B 60 on the other side of A1."""
    angles = np.radians([0, 40, 80, -60])
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    glosses = np.array(["A", "A", "A", "B"])

    alone = leave_one_out(vectors, glosses)
    joined = leave_one_out(vectors, glosses, neighbours=1)

    assert alone.average_precision[0] == pytest.approx((1 + 2 / 3) / 2)
    assert joined.average_precision[0] == 1


def test_evaluate__neighbours_reach_the_protocol(
    signs: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def told(*_: object, neighbours: int = 0, **__: object) -> Rankings:
        asked.append(neighbours)
        return Rankings(np.array(["A"]), np.array([1]), np.array([1.0]), left_out=0)

    monkeypatch.setattr("models.retrieval.evaluation.searched", told)

    evaluate(signs, weights(tmp_path, "else"), Question(CORPUS, neighbours=2))

    assert set(asked) == {2}
