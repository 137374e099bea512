"""The recipe of a handshape classifier, read from its file and checked."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Literal, get_args

from models.architectures.mlp import MlpConfig
from models.architectures.resnet import ResnetConfig
from models.loss import Loss, make_loss
from models.recipe_files import read_section, read_task, values_of
from models.training import TrainingSettings
from store.errors import CallError, UnknownNameError

TASK: Final = "classifier"
TARGET: Final = "handshape"
SplitBy = Literal["signer", "random"]


@dataclass(frozen=True, slots=True)
class SplitSettings:
    """How hands are put into training, validation and test.

    Attributes:
        by: `signer`: no signer is in two parts; `random`: clips are dealt out.
        folds: how many equal groups are made: one is the test, the next validation.
        all_folds: train once for each fold, so that every hand is tested once; else
            only the first fold.
    """

    by: SplitBy = "signer"
    folds: int = 5
    all_folds: bool = True

    def __post_init__(self) -> None:
        if self.by not in get_args(SplitBy):
            raise UnknownNameError("value of [split] by", self.by, get_args(SplitBy))
        if self.folds < LEAST_FOLDS:
            raise CallError(f"[split] folds is {self.folds}, expected 3 or more.")


LEAST_FOLDS: Final = 3


@dataclass(frozen=True, slots=True)
class ClassifierRecipe:
    """All that decides a classifier.

    Attributes:
        name: of the recipe.
        features: feature sets whose values are the input, joined; empty: the input is
            the crop itself, and the network a ResNet-18.
        corpora: what to train on.
        members: networks trained with different seeds whose scores are averaged.
    """

    name: str
    features: tuple[str, ...]
    corpora: tuple[str, ...]
    seed: int
    members: int
    split: SplitSettings
    network: MlpConfig | ResnetConfig
    loss_name: str
    loss_settings: Mapping[str, float]
    training: TrainingSettings

    def __post_init__(self) -> None:
        if not self.corpora:
            raise CallError("No corpus was named: give --corpus.")
        if self.members < 1:
            raise CallError(f"members is {self.members}, expected 1 or more.")

    @property
    def loss(self) -> Loss:
        """The loss that the recipe names."""
        return make_loss(self.loss_name, self.loss_settings)

    def plain(self) -> dict[str, object]:
        """Return the recipe in plain JSON values, without its seed."""
        return {
            "task": TASK,
            "name": self.name,
            "target": TARGET,
            "features": list(self.features),
            "corpora": list(self.corpora),
            "members": self.members,
            "split": asdict(self.split),
            "network": asdict(self.network),
            "loss": {"name": self.loss_name, **self.loss_settings},
            "training": asdict(self.training),
        }


def read_classifier_recipe(
    path: Path,
    *,
    corpora: tuple[str, ...],
    seed: int | None = None,
    changes: Sequence[str] = (),
) -> ClassifierRecipe:
    """Return a classifier's recipe from its file.

    Args:
        path: a TOML file whose `task` is `classifier`.
        corpora: what to train on.
        seed: instead of the recipe's.
        changes: values set otherwise, each `section.key=value`.

    Raises:
        UnknownNameError: a key is unknown; the sentence names the nearest one.
        CallError: the file cannot be read, or a value cannot work.
    """
    top = {"task", "features", "seed", "members", *_SECTIONS}
    told = read_task(path, TASK, top, changes)
    with values_of(path):
        features = tuple(told.get("features", ()))
        loss = dict(told.get("loss", {}))
        recipe = ClassifierRecipe(
            name=path.stem,
            features=features,
            corpora=corpora,
            seed=int(told.get("seed", 0)) if seed is None else seed,
            members=int(told.get("members", 1)),
            split=read_section(told, "split", SplitSettings, path),
            network=_network(told, path, of_vectors=bool(features)),
            loss_name=str(loss.pop("name", "cross_entropy")),
            loss_settings=loss,
            training=read_section(told, "training", TrainingSettings, path),
        )
        make_loss(recipe.loss_name, recipe.loss_settings)
        return recipe


_SECTIONS: Final = ("split", "network", "loss", "training")


def _network(
    told: Mapping[str, Any], path: Path, *, of_vectors: bool
) -> MlpConfig | ResnetConfig:
    if of_vectors:
        return read_section(told, "network", MlpConfig, path)
    return read_section(told, "network", ResnetConfig, path)
