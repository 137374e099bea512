"""The recipe of a sign classifier, read from its file and checked."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from models.architectures.pose_network import PoseNetworkConfig
from models.architectures.sign_network import plain_config, read_network
from models.classification.recipe import SplitSettings
from models.loss import Loss, make_loss
from models.poses.augmentation import Augmentation
from models.recipe_files import read_section, read_task, values_of
from models.sign_classification.clips import TARGET
from models.training import TrainingSettings
from store.errors import CallError

TASK: Final = "sign_classifier"
FEWEST_CLIPS: Final = 3
"""Clips of a gloss: one to learn from, one to validate and one to test on."""
_SECTIONS: Final = ("split", "network", "loss", "augmentation", "training")


@dataclass(frozen=True, slots=True)
class SignClassifierRecipe:
    """All that decides a sign classifier.

    Attributes:
        corpora: whose clips it learns from.
        members: networks trained with different seeds whose scores are averaged.
        least_clips: glosses with fewer are left out.
        split: by signer where the signers of all clips are known and at least three;
            else by clip.
        augmentation: how clips are changed while it learns.
    """

    name: str
    corpora: tuple[str, ...]
    seed: int
    members: int
    least_clips: int
    split: SplitSettings
    network: PoseNetworkConfig
    loss_name: str
    loss_settings: Mapping[str, float]
    augmentation: Augmentation
    training: TrainingSettings

    def __post_init__(self) -> None:
        if not self.corpora:
            raise CallError("No corpus was named: give --corpus.")
        if self.members < 1:
            raise CallError(f"members is {self.members}, expected 1 or more.")
        if self.least_clips < FEWEST_CLIPS:
            raise CallError(
                f"least_clips is {self.least_clips}, expected {FEWEST_CLIPS} or more: "
                "one to learn from, one to validate and one to test on."
            )

    @property
    def features(self) -> tuple[str, ...]:
        """No feature set: it sees the keypoints of clips."""
        return ()

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
            "corpora": list(self.corpora),
            "members": self.members,
            "least_clips": self.least_clips,
            "split": asdict(self.split),
            "network": plain_config(self.network),
            "loss": {"name": self.loss_name, **self.loss_settings},
            "augmentation": asdict(self.augmentation),
            "training": asdict(self.training),
        }


def read_sign_classifier_recipe(
    path: Path,
    *,
    corpora: tuple[str, ...],
    seed: int | None = None,
    changes: Sequence[str] = (),
) -> SignClassifierRecipe:
    """Return a sign classifier's recipe from its file.

    Args:
        path: a TOML file whose `task` is `sign_classifier`.
        corpora: whose clips it learns from.
        seed: instead of the recipe's.
        changes: values set otherwise, each `section.key=value`.

    Raises:
        UnknownNameError: a key is unknown; the sentence names the nearest one.
        CallError: the file cannot be read, or a value cannot work.
    """
    top = {"task", "seed", "members", "least_clips", *_SECTIONS}
    told = read_task(path, TASK, top, changes)
    with values_of(path):
        loss = dict(told.get("loss", {}))
        recipe = SignClassifierRecipe(
            name=path.stem,
            corpora=corpora,
            seed=int(told.get("seed", 0)) if seed is None else seed,
            members=int(told.get("members", 1)),
            least_clips=int(told.get("least_clips", FEWEST_CLIPS)),
            split=read_section(told, "split", SplitSettings, path),
            network=read_network(told, path),
            loss_name=str(loss.pop("name", "cross_entropy")),
            loss_settings=loss,
            augmentation=read_section(told, "augmentation", Augmentation, path),
            training=read_section(told, "training", TrainingSettings, path),
        )
        make_loss(recipe.loss_name, recipe.loss_settings)
        return recipe
