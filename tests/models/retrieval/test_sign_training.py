"""Networks of signs: what they learn, and that a finished training is used."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from typer.testing import CliRunner

from dashboard.cli import app
from models.recipe_files import recipe_file
from models.retrieval.ensemble import load_ensemble
from models.retrieval.losses import SignLoss
from models.retrieval.recipe import SignRecipe, read_sign_recipe
from models.retrieval.searching import deciding_frames, load_index, search
from models.retrieval.training import train_signs
from store.db import Database
from store.errors import CallError, UnknownNameError
from store.layout import Store
from tests.models.poses.pose_maker import signing
from tests.models.retrieval.sign_maker import CORPUS, add_signs

SMALL = (
    "network.width=16",
    "network.layers=1",
    "network.heads=2",
    "network.embedding=8",
    "network.frames=8",
    "training.epochs=3",
    "training.batch=12",
    "folds=2",
    "joined.untrained=0.5",
    "joined.glosses=0.7",
)


def small_recipe(*more: str) -> SignRecipe:
    path = recipe_file("signs_transformer")
    return read_sign_recipe(path, corpora=(CORPUS,), changes=(*SMALL, *more))


def test_train_signs__then_embed_search_and_attention(store: Store) -> None:
    add_signs(store, glosses=4)
    where = ["--corpus", CORPUS, "--store", str(store.root)]
    changes = [word for change in SMALL for word in ("--set", change)]

    told = CliRunner().invoke(app, ["train", "signs_transformer", *changes, *where])
    run_id = told.stdout.split()[1].rstrip(":")
    CliRunner().invoke(app, ["embed", "--by", run_id, *where])

    index = load_index(Database(store))
    assert index.by == run_id
    assert index.unit.shape == (16, 8 + 819 + 4)
    match = search(index, signing(1))[0]
    weights = deciding_frames(index, signing(1), match.clip_id)
    assert weights.shape == (8,)
    assert weights.sum() == pytest.approx(1, abs=1e-4)


def test_train_signs__a_finished_training_is_kept(store: Store) -> None:
    add_signs(store, glosses=3)
    recipe = small_recipe("members=2")

    run_id = train_signs(store, recipe)
    weights = store.run_dir(run_id) / "signs-all.pt"
    written = weights.stat().st_mtime_ns
    again = train_signs(store, recipe)

    assert again == run_id
    assert weights.stat().st_mtime_ns == written
    assert len(load_ensemble(weights).members) == 2
    assert not list(store.run_dir(run_id).glob("*.checkpoint"))


def test_train_signs__begins_with_other_classes_and_mixes_synthetic(
    store: Store,
) -> None:
    add_signs(store, glosses=3)
    add_signs(store, glosses=5, clips=3, corpus="synthetic-made")
    alone = replace(small_recipe("folds=0"), corpora=("synthetic-made",))
    first = train_signs(store, alone)
    mixed = small_recipe(
        f"beginning.weights={first}",
        "beginning.synthetic=synthetic-made",
        "beginning.share=0.5",
    )

    run_id = train_signs(store, mixed)

    ensemble = load_ensemble(store.run_dir(run_id) / "signs-all.pt")
    assert ensemble.members[0].head.out_features == 3 + 5
    assert ensemble.corpora == (CORPUS, "synthetic-made")
    assert (store.run_dir(run_id) / "signs-1.pt").is_file()
    assert not (store.run_dir(first) / "signs-0.pt").is_file()


def test_train_signs__weights_that_know_what_is_measured(store: Store) -> None:
    add_signs(store, glosses=3)
    first = train_signs(store, small_recipe("folds=0"))

    with pytest.raises(CallError, match="set folds = 0"):
        train_signs(store, small_recipe(f"beginning.weights={first}"))


def test_train_signs__weights_of_another_size(store: Store) -> None:
    add_signs(store, glosses=3)
    first = train_signs(store, small_recipe("folds=0"))
    other = (f"beginning.weights={first}", "folds=0", "network.width=8")

    with pytest.raises(CallError, match="alike in both recipes"):
        train_signs(store, small_recipe(*other))


def test_train_signs__too_few_clips(store: Store) -> None:
    add_signs(store, glosses=5, clips=1)

    with pytest.raises(CallError, match="two clips or more"):
        train_signs(store, small_recipe())


def test_load_ensemble__another_file(tmp_path: Path) -> None:
    torch.save({"states": [1]}, tmp_path / "x.pt")

    with pytest.raises(CallError, match="holds no networks of signs"):
        load_ensemble(tmp_path / "x.pt")


@pytest.mark.parametrize("name", ["supcon", "arcface", "proxy_nca", "cross_entropy"])
def test_sign_loss__falls_when_it_is_followed(name: str) -> None:
    torch.manual_seed(0)
    loss = SignLoss({name: 1.0}, embedding=8, classes=3)
    points = torch.randn(12, 8, requires_grad=True)
    scores = torch.randn(12, 3, requires_grad=True)
    labels = torch.arange(12) % 3
    optimiser = torch.optim.Adam([points, scores, *loss.parameters()], lr=0.1)

    told = []
    for _ in range(30):
        value = loss(scores, torch.nn.functional.normalize(points, dim=1), labels)
        optimiser.zero_grad()
        value.backward()
        optimiser.step()
        told.append(float(value.detach()))

    assert np.isfinite(told).all()
    assert told[-1] < told[0] / 1.5


def test_sign_loss__weights_of_its_own_are_parameters() -> None:
    loss = SignLoss({"arcface": 1.0, "supcon": 0.5}, embedding=8, classes=3)

    assert sum(p.numel() for p in loss.parameters()) == 8 * 3


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        ("loss.suupcon=1", UnknownNameError, "supcon"),
        ("network.widht=3", UnknownNameError, "width"),
        ("network.heads=5", CallError, "multiple of heads"),
        ("network.pooling=sum", UnknownNameError, "attention"),
        ("network.kind=lstm", UnknownNameError, "transformer"),
        ("network.sees=['z']", UnknownNameError, "described"),
        ("folds=1", CallError, "folds must be 2 or more"),
        ("beginning.share=0.5", CallError, "name the corpus"),
        ("loss={supcon=1.0}", CallError, "needs cross_entropy"),
        ("joined.untrained=-1", CallError, "0 or more"),
    ],
)
def test_read_sign_recipe__what_is_wrong_is_named(
    change: str, error: type[Exception], said: str
) -> None:
    path = recipe_file("signs_transformer")

    with pytest.raises(error, match=said):
        read_sign_recipe(path, corpora=(CORPUS,), changes=(change,))
