"""The recipe of a network that embeds signs, read from its file and checked."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from models.architectures.pose_transformer import PoseTransformerConfig
from models.poses.augmentation import Augmentation
from models.recipe_files import read_section, read_task
from models.retrieval.losses import PARTS
from models.training import TrainingSettings
from store.errors import CallError, UnknownNameError

TASK: Final = "signs"
LEAST_FOLDS: Final = 2
_SECTIONS: Final = ("network", "loss", "augmentation", "training")


@dataclass(frozen=True, slots=True)
class SignRecipe:
    """All that decides a network of signs.

    Attributes:
        corpora: what to train on.
        members: networks of different seeds whose embeddings are joined.
        folds: each fifth (of 5) of the clips once queries, the others gallery and
            training; afterwards one network learns from all.
        per_gloss: clips of each gloss in a batch (K of P-K batches).
        losses: weights of the parts of the loss.
    """

    name: str
    corpora: tuple[str, ...]
    seed: int
    members: int
    folds: int
    per_gloss: int
    network: PoseTransformerConfig
    losses: Mapping[str, float]
    augmentation: Augmentation
    training: TrainingSettings

    def __post_init__(self) -> None:
        if not self.corpora:
            raise CallError("No corpus was named: give --corpus.")
        if self.members < 1 or self.per_gloss < 1 or self.folds < LEAST_FOLDS:
            raise CallError("members and per_gloss must be 1 or more, folds 2 or more.")
        if not self.losses:
            raise CallError(f"[loss] must name one or more of {', '.join(PARTS)}.")

    def plain(self) -> dict[str, object]:
        """Return the recipe in plain JSON values, without its seed."""
        return {
            "task": TASK,
            "name": self.name,
            "corpora": list(self.corpora),
            "members": self.members,
            "folds": self.folds,
            "per_gloss": self.per_gloss,
            "network": asdict(self.network),
            "loss": dict(self.losses),
            "augmentation": asdict(self.augmentation),
            "training": asdict(self.training),
        }


def read_sign_recipe(
    path: Path,
    *,
    corpora: tuple[str, ...],
    seed: int | None = None,
    changes: Sequence[str] = (),
) -> SignRecipe:
    """Return a recipe of signs from its file.

    Args:
        path: a TOML file whose `task` is `signs`.
        corpora: what to train on.
        seed: instead of the recipe's.
        changes: values set otherwise, each `section.key=value`.

    Raises:
        UnknownNameError: a key is unknown; the sentence names the nearest one.
        CallError: the file cannot be read, or a value cannot work.
    """
    top = {"task", "seed", "members", "folds", "per_gloss", *_SECTIONS}
    told = read_task(path, TASK, top, changes)
    losses = {name: float(weight) for name, weight in told.get("loss", {}).items()}
    for name in losses:
        if name not in PARTS:
            raise UnknownNameError("key in [loss]", name, PARTS)
    return SignRecipe(
        name=path.stem,
        corpora=corpora,
        seed=int(told.get("seed", 0)) if seed is None else seed,
        members=int(told.get("members", 1)),
        folds=int(told.get("folds", 5)),
        per_gloss=int(told.get("per_gloss", 3)),
        network=read_section(told, "network", PoseTransformerConfig, path),
        losses=losses,
        augmentation=read_section(told, "augmentation", Augmentation, path),
        training=read_section(told, "training", TrainingSettings, path),
    )
