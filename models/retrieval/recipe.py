"""The recipe of a network that embeds signs, read from its file and checked."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from models.architectures.pose_network import PoseNetworkConfig
from models.architectures.sign_network import plain_config, read_network
from models.poses.augmentation import Augmentation
from models.recipe_files import read_section, read_task, values_of
from models.retrieval.joined import Joined
from models.retrieval.losses import PARTS
from models.training import TrainingSettings
from store.errors import CallError, UnknownNameError

TASK: Final = "signs"
LEAST_FOLDS: Final = 2
_SECTIONS: Final = (
    "network",
    "loss",
    "augmentation",
    "beginning",
    "joined",
    "training",
)


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a network begins with, and what it sees beside real signs.

    Attributes:
        weights: a run of a training of signs, or a file of its networks, whose weights
            the networks begin with, all but those of its classes; empty: random ones.
        synthetic: corpus of synthetic poses mixed into every batch; empty: none.
        share: of each batch that is drawn from it.
    """

    weights: str = ""
    synthetic: str = ""
    share: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.share < 1:
            raise CallError("[beginning] share must be from 0 to below 1.")
        if bool(self.share) != bool(self.synthetic):
            raise CallError(
                "[beginning] synthetic and share go together: name the corpus, and "
                "what share of each batch is drawn from it."
            )


@dataclass(frozen=True, slots=True)
class SignRecipe:
    """All that decides a network of signs.

    Attributes:
        corpora: what to train on.
        members: networks of different seeds whose embeddings are joined.
        folds: each fifth (of 5) of the clips once queries, the others gallery and
            training; afterwards one network learns from all. 0: nothing is measured.
        per_gloss: clips of each gloss in a batch (K of P-K batches); 0: clips at random.
        losses: weights of the parts of the loss.
        side_by_side: share of batches in which glosses stand side by side, so that
            synthetic minimal pairs meet.
    """

    name: str
    corpora: tuple[str, ...]
    seed: int
    members: int
    folds: int
    per_gloss: int
    network: PoseNetworkConfig
    losses: Mapping[str, float]
    augmentation: Augmentation
    beginning: Beginning
    joined: Joined
    training: TrainingSettings
    side_by_side: float = 0.0

    def __post_init__(self) -> None:
        if not self.corpora:
            raise CallError("No corpus was named: give --corpus.")
        if self.members < 1 or self.per_gloss < 0:
            raise CallError("members must be 1 or more, per_gloss 0 or more.")
        if not 0 <= self.side_by_side <= 1:
            raise CallError("side_by_side must be from 0 to 1.")
        if self.folds and self.folds < LEAST_FOLDS:
            raise CallError("folds must be 2 or more, or 0 to measure nothing.")
        if self.joined.glosses and "cross_entropy" not in self.losses:
            raise CallError(
                "[joined] glosses needs cross_entropy in [loss]: nothing else teaches "
                "networks how likely each gloss is."
            )
        if self.beginning.synthetic in self.corpora:
            raise CallError(
                f"{self.beginning.synthetic} is named as what is learnt and as what is "
                "mixed in: to learn from it alone, leave [beginning] synthetic out."
            )
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
            "network": plain_config(self.network),
            "loss": dict(self.losses),
            "augmentation": asdict(self.augmentation),
            "beginning": asdict(self.beginning),
            "joined": asdict(self.joined),
            "training": asdict(self.training),
            # Left out at 0, so that runs made before it was there keep their ids.
            **({"side_by_side": self.side_by_side} if self.side_by_side else {}),
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
    top = {"task", "seed", "members", "folds", "per_gloss", "side_by_side", *_SECTIONS}
    told = read_task(path, TASK, top, changes)
    with values_of(path):
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
            network=read_network(told, path),
            losses=losses,
            augmentation=read_section(told, "augmentation", Augmentation, path),
            beginning=read_section(told, "beginning", Beginning, path),
            joined=read_section(told, "joined", Joined, path),
            training=read_section(told, "training", TrainingSettings, path),
            side_by_side=float(told.get("side_by_side", 0.0)),
        )
