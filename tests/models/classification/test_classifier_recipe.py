"""Recipes of classifiers: what comes along works, and what is wrong is named."""

from pathlib import Path

import pytest

from models.architectures.mlp import MlpConfig
from models.architectures.resnet import ResnetConfig
from models.classification.fusion import read_fusion_recipe
from models.classification.recipe import read_classifier_recipe
from models.recipe_files import RECIPES, changed, recipe_file, task_of
from store.errors import CallError, UnknownNameError
from tests.models.classification.classifier_maker import RECIPE, write_recipe

COMING_ALONG = [p for p in sorted(RECIPES.glob("*.toml")) if task_of(p) == "classifier"]


@pytest.mark.parametrize("path", COMING_ALONG, ids=lambda path: path.stem)
def test_read_classifier_recipe__those_that_come_along(path: Path) -> None:
    recipe = read_classifier_recipe(path, corpora=("c",))

    assert isinstance(recipe.network, MlpConfig if recipe.features else ResnetConfig)
    assert recipe.plain()["name"] == path.stem


def test_read_classifier_recipe__the_papers_regimes() -> None:
    told = [
        read_classifier_recipe(
            RECIPES / f"resnet18_{name}.toml", corpora=("c",)
        ).network
        for name in ("last", "all", "augmented")
    ]

    assert [(n.trained, n.jitter) for n in told if isinstance(n, ResnetConfig)] == [
        ("last", 0),
        ("all", 0),
        ("all", 0.25),
    ]


def test_read_classifier_recipe__seed_of_the_call(tmp_path: Path) -> None:
    recipe = read_classifier_recipe(write_recipe(tmp_path), corpora=("c",), seed=7)

    assert recipe.seed == 7


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "epochs = 12",
            "epoch = 12",
            r"key in \[training\] 'epoch'. Did you mean 'epochs'",
        ),
        ("folds = 3", "flods = 3", "Did you mean 'folds'"),
        ("members = 1", "member = 1", "Did you mean 'members'"),
        ("folds = 3", "folds = 2", "expected 3 or more"),
        ("folds = 3", 'by = "singer"', "Did you mean 'signer'"),
        ("members = 1", "members = 0", "expected 1 or more"),
        ("batch = 16", 'batch = "many"', "wrong type"),
        ("[training]", '[loss]\nname = "fokal"\n[training]', "Did you mean 'focal'"),
        ('task = "classifier"', 'task = "encoder"', "expected 'classifier'"),
        ("members = 1", "members = ", "is not TOML"),
    ],
)
def test_read_classifier_recipe__what_is_wrong_is_named(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    path = write_recipe(tmp_path, RECIPE.replace(old, new))

    with pytest.raises(CallError, match=says):
        read_classifier_recipe(path, corpora=("c",))


def test_read_classifier_recipe__file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="cannot be read"):
        read_classifier_recipe(tmp_path / "none.toml", corpora=("c",))


def test_recipe_file__unknown_name() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'joint_angles'"):
        recipe_file("joint_angels")


def test_read_fusion_recipe__needs_two(tmp_path: Path) -> None:
    path = write_recipe(tmp_path, 'task = "fusion"\nof = ["joint_angles"]\n')

    with pytest.raises(CallError, match="must name two recipes"):
        read_fusion_recipe(path, corpora=("c",))


def test_changed__values_of_sections_and_of_the_top() -> None:
    told = {"seed": 0, "training": {"epochs": 200, "batch": 64}}

    new = changed(told, ["training.epochs=40", "seed=3", "network.weights=some file"])

    assert new == {
        "seed": 3,
        "training": {"epochs": 40, "batch": 64},
        "network": {"weights": "some file"},
    }
    assert told["training"] == {"epochs": 200, "batch": 64}


@pytest.mark.parametrize("change", ["epochs", "=3", "training.=3", "seed.x=3"])
def test_changed__what_is_not_understood(change: str) -> None:
    with pytest.raises(CallError, match=r"write section\.key=value"):
        changed({"seed": 0}, [change])


def test_read_classifier_recipe__a_changed_key_that_is_unknown() -> None:
    with pytest.raises(UnknownNameError, match="epochs"):
        read_classifier_recipe(
            recipe_file("joint_angles"), corpora=("c",), changes=["training.epoch=3"]
        )
