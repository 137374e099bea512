"""Sign classifiers: who is tested by whom, what is left out, what is written."""

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from models.classification.items import Items
from models.classification.nearest import load_nearest
from models.classification.recipe import SplitSettings
from models.recipe_files import recipe_file
from models.sign_classification.recipe import (
    SignClassifierRecipe,
    read_sign_classifier_recipe,
)
from models.sign_classification.splits import by_signer, sign_splits
from models.sign_classification.steps import (
    glosses_taught,
    prepare,
    train_sign_classifier,
)
from store.db import Database
from store.errors import CallError, UnknownNameError
from store.layout import Store
from tests.models.retrieval.sign_maker import CORPUS, add_signs

SMALL = (
    "network.width=16",
    "network.heads=2",
    "network.embedding=8",
    "network.frames=8",
    "training.epochs=8",
    "training.batch=8",
    "training.learning_rate=1e-2",
    "split.folds=3",
)


def small_recipe(*more: str, seed: int = 0) -> SignClassifierRecipe:
    return read_sign_classifier_recipe(
        recipe_file("signs_classifier"),
        corpora=(CORPUS,),
        seed=seed,
        changes=(*SMALL, *more),
    )


def clips(glosses: list[str], signers: list[str]) -> Items:
    ids = np.array([f"c/{place:02d}" for place in range(len(glosses))])
    return Items(ids, np.full(len(ids), "c"), np.array(signers), np.array(glosses))


NINE = ["A", "B", "C"] * 3


def test_sign_splits__signers_known_are_held_out_whole() -> None:
    items = clips(NINE, ["c/p", "c/q", "c/r"] * 3)

    splits = sign_splits(items, SplitSettings(folds=3), seed=0)

    assert by_signer(items, SplitSettings())
    for split in splits:
        parts = (split.train, split.validation, split.test)
        assert [len(set(items.signers[rows])) for rows in parts] == [1, 1, 1]
        assert len({*np.concatenate([items.signers[rows] for rows in parts])}) == 3


@pytest.mark.parametrize(
    ("signers", "by"),
    [
        ([""] * 9, "signer"),
        (["c/p", "c/q", ""] * 3, "signer"),
        (["c/p"] * 9, "signer"),
        (["c/p", "c/q", "c/r"] * 3, "random"),
    ],
)
def test_sign_splits__else_the_clips_of_each_gloss_are_dealt_out(
    signers: list[str], by: str
) -> None:
    items = clips(NINE, signers)
    settings = SplitSettings(by=by, folds=3)  # type: ignore[arg-type]

    splits = sign_splits(items, settings, seed=0)

    assert sorted(np.concatenate([split.test for split in splits])) == list(range(9))
    for split in splits:
        for rows in (split.train, split.validation, split.test):
            assert sorted(items.true[rows]) == ["A", "B", "C"]


def test_sign_splits__too_few_clips() -> None:
    with pytest.raises(CallError, match="2 clips are too few for 5 folds"):
        sign_splits(clips(["A", "B"], ["", ""]), SplitSettings(), seed=0)


def test_glosses_taught__those_with_few_clips_are_told_apart() -> None:
    items = clips(["A", "A", "A", "B", "B", "B", "C", "C", ""], [""] * 9)

    assert glosses_taught(items, 3) == (("A", "B"), ("C",))


def test_glosses_taught__one_gloss_only() -> None:
    with pytest.raises(CallError, match="1 glosses have 3 clips or more"):
        glosses_taught(clips(["A", "A", "A", "B"], [""] * 4), 3)


def test_prepare__left_out_glosses_are_counted_and_signers_held_out(
    store: Store,
) -> None:
    add_signs(store, glosses=4)

    prepared = prepare(Database(store), small_recipe())
    fewer = small_recipe("least_clips=5")

    assert prepared.classes == ("G0", "G1", "G2", "G3")
    assert prepared.left_out == ()
    assert prepared.notes == ()
    assert prepared.points.shape == (16, 64, 75, 3)
    with pytest.raises(CallError, match="0 glosses have 5 clips or more"):
        prepare(Database(store), fewer)


def test_prepare__by_clip_says_why(store: Store) -> None:
    add_signs(store, glosses=3)

    prepared = prepare(Database(store), small_recipe("split.by=random"))

    (note,) = prepared.notes
    assert note.startswith("Folds are dealt out by clip as the recipe asks: a signer")


def test_train_sign_classifier__predictions_are_of_clips_each_tested_once(
    store: Store,
) -> None:
    add_signs(store, glosses=4)

    run_id = train_sign_classifier(store, small_recipe(), lambda _: None)

    database = Database(store)
    rows = database.rows("predictions_of_run", run_id=run_id)
    row = database.rows("runs_predicting")[0]
    metrics = json.loads(row["metrics"])
    right = [told["true_class"] == told["predicted_class"] for told in rows]
    assert row["target"] == "gloss"
    assert len(rows) == 16
    assert {told["part"] for told in rows} == {"test"}
    assert all(told["clip_id"] == told["item_id"] for told in rows)
    assert [told["gloss"] for told in rows] == [told["true_class"] for told in rows]
    assert not any(told["second_hand"] for told in rows)
    # Four signs with a little noise: chance would be .25.
    assert np.mean(right) > 0.7
    assert metrics["accuracy"] == pytest.approx(np.mean(right))
    assert (metrics["clips"], metrics["left_out_glosses"]) == (16, 0)
    assert database.rows("history_of_run", run_id=run_id)


def test_train_sign_classifier__nearest_are_taught_in_the_fold_that_tests(
    store: Store,
) -> None:
    add_signs(store, glosses=4)
    recipe = small_recipe()
    splits = prepare(Database(store), recipe).splits

    run_id = train_sign_classifier(store, recipe, lambda _: None)

    nearest = load_nearest(store.run_dir(run_id))
    assert nearest is not None
    for split in splits:
        taught = set(nearest.item_ids[split.train].tolist())
        for clip_id in nearest.item_ids[split.test].tolist():
            assert set(nearest.to(clip_id)) <= taught
            assert len(nearest.to(clip_id)) == min(8, len(taught))
    assert nearest.to("nothing") == []


def test_commands__train_report_predict_say_clips_and_glosses(store: Store) -> None:
    add_signs(store, glosses=3)
    add_signs(store, glosses=3, corpus="later")
    where = ["--store", str(store.root)]
    changes = [word for change in SMALL for word in ("--set", change)]

    told = CliRunner().invoke(
        app, ["train", "signs_classifier", "--corpus", CORPUS, *changes, *where]
    )
    run_id = told.stdout.split()[-1].rstrip("`")
    report = CliRunner().invoke(app, ["report", run_id, "--against", run_id, *where])
    later = CliRunner().invoke(app, ["predict", run_id, "--corpus", "later", *where])

    assert "12 clips" in report.stdout
    assert "By gloss" in report.stdout
    assert "12 clips in common: accuracy +0.000" in report.stdout
    assert "hands" not in report.stdout
    assert "predictions are in the store" in later.stdout
    said = Database(store).rows("predictions_made")
    assert {(row["part"], row["items"]) for row in said} == {
        ("test", 12),
        ("unseen", 12),
    }


def test_read_sign_classifier_recipe__unknown_key_and_loss() -> None:
    with pytest.raises(UnknownNameError, match="epochs"):
        small_recipe("training.epoch=3")
    with pytest.raises(UnknownNameError, match="focal"):
        small_recipe("loss.name=vocal")


def test_read_sign_classifier_recipe__too_few_clips_asked() -> None:
    with pytest.raises(CallError, match="one to learn from"):
        small_recipe("least_clips=2")
