"""The recipe of a hand encoder, read from its file and checked."""

from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final

from models.architectures.hand_encoder import HandEncoderConfig
from models.hand_views import Errors
from models.recipe_files import (
    read_section,
    read_toml,
    recipe_file,
    task_of,
    values_of,
)
from store.errors import CallError

TASK: Final = "hand_embedding"


@dataclass(frozen=True, slots=True)
class HandTraining:
    """How the encoder is trained.

    Attributes:
        steps: batches.
        hands_per_batch: how many at once.
        seen_share: share of a batch that is as MediaPipe saw it; the others are seen
            from anywhere.
        learning_rate: the greatest, of one cycle.
        weight_decay: of AdamW.
        measure_every: steps between measurements on the validation signers.
    """

    steps: int
    hands_per_batch: int
    seen_share: float
    learning_rate: float
    weight_decay: float
    measure_every: int


@dataclass(frozen=True, slots=True)
class HandRecipe:
    """All that decides a hand encoder's weights.

    Attributes:
        corpus: rendered hands to train on.
        seed: of weights, batches and views.
        held_out: handshapes that are never taught.
        errors: of the landmarks it learns to live with.
    """

    corpus: str
    seed: int
    held_out: tuple[str, ...]
    model: HandEncoderConfig
    errors: Errors
    training: HandTraining

    def plain(self) -> dict[str, object]:
        """Return the recipe in plain JSON values."""
        return asdict(self) | {"task": TASK, "held_out": list(self.held_out)}


_SECTIONS: Final = {
    "model": HandEncoderConfig,
    "errors": Errors,
    "training": HandTraining,
}


def read_recipe(name_or_file: str) -> HandRecipe:
    """Return a recipe by name, or from a file whose name ends in `.toml`.

    Raises:
        UnknownNameError: no recipe is called so.
        CallError: the file cannot be read, or lacks something, or has too much.
    """
    path = recipe_file(name_or_file)
    if task_of(path) != TASK:
        raise CallError(f"{path}: task is {task_of(path)!r}, expected {TASK!r}.")
    with values_of(path):
        return _checked(read_toml(path), path)


def _checked(told: dict[str, Any], path: Path) -> HandRecipe:
    expected = {"task", "corpus", "seed", "held_out", *_SECTIONS}
    if told.keys() != expected:
        raise CallError(f"{path} must have exactly {', '.join(sorted(expected))}.")
    for name, kind in _SECTIONS.items():
        names = {field.name for field in fields(kind)}
        if told[name].keys() != names:
            raise CallError(
                f"{path}: [{name}] must have exactly {', '.join(sorted(names))}."
            )
    return HandRecipe(
        corpus=str(told["corpus"]),
        seed=int(told["seed"]),
        held_out=tuple(map(str, told["held_out"])),
        model=read_section(told, "model", HandEncoderConfig, path),
        errors=read_section(told, "errors", Errors, path),
        training=read_section(told, "training", HandTraining, path),
    )
