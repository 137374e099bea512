"""The recipe of a hand encoder, read from its file and checked."""

import tomllib
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final

from models.architectures.hand_encoder import HandEncoderConfig
from store.errors import CallError, UnknownNameError

RECIPES: Final = Path(__file__).parent / "recipes"
TASK: Final = "hand_embedding"


@dataclass(frozen=True, slots=True)
class HandTraining:
    """How the encoder is trained.

    Attributes:
        steps: batches.
        classes_per_batch, hands_per_class: make-up of a batch.
        learning_rate: the greatest, of one cycle.
        weight_decay: of AdamW.
        temperature: of the contrastive loss.
        measure_every: steps between measurements on the validation signers.
    """

    steps: int
    classes_per_batch: int
    hands_per_class: int
    learning_rate: float
    weight_decay: float
    temperature: float
    measure_every: int


@dataclass(frozen=True, slots=True)
class HandRecipe:
    """All that decides a hand encoder's weights.

    Attributes:
        corpus: rendered hands to train on.
        seed: of weights, batches and nuisance.
        held_out: handshapes that are never taught.
    """

    corpus: str
    seed: int
    held_out: tuple[str, ...]
    model: HandEncoderConfig
    training: HandTraining

    def plain(self) -> dict[str, object]:
        """Return the recipe in plain JSON values."""
        return asdict(self) | {"task": TASK, "held_out": list(self.held_out)}


def recipe_names() -> list[str]:
    """Return the names of the recipes that come along."""
    return sorted(path.stem for path in RECIPES.glob("*.toml"))


def read_recipe(name_or_file: str) -> HandRecipe:
    """Return a recipe by name, or from a file whose name ends in `.toml`.

    Raises:
        UnknownNameError: no recipe is called so.
        CallError: the file cannot be read, or lacks something, or has too much.
    """
    is_file = name_or_file.endswith(".toml")
    path = Path(name_or_file) if is_file else RECIPES / f"{name_or_file}.toml"
    if not is_file and name_or_file not in recipe_names():
        raise UnknownNameError("recipe", name_or_file, recipe_names())
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CallError(f"{path} cannot be read: {error.strerror}.") from error
    except tomllib.TOMLDecodeError as error:
        raise CallError(f"{path} is not TOML: {error}.") from error
    return _checked(told, path)


def _checked(told: dict[str, Any], path: Path) -> HandRecipe:
    if told.get("task") != TASK:
        raise CallError(f"{path}: task is {told.get('task')!r}, expected {TASK!r}.")
    expected = {"task", "corpus", "seed", "held_out", "model", "training"}
    if told.keys() != expected:
        raise CallError(f"{path} must have exactly {', '.join(sorted(expected))}.")
    model, training = told["model"], told["training"]
    for name, given, kind in (
        ("model", model, HandEncoderConfig),
        ("training", training, HandTraining),
    ):
        names = {field.name for field in fields(kind)}
        if given.keys() != names:
            raise CallError(
                f"{path}: [{name}] must have exactly {', '.join(sorted(names))}."
            )
    return HandRecipe(
        corpus=told["corpus"],
        seed=told["seed"],
        held_out=tuple(told["held_out"]),
        model=HandEncoderConfig(**model),
        training=HandTraining(**training),
    )
