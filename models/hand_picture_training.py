"""A ResNet-18 that learns from pictures of rendered hands what hands look like.

Its body is what classifiers of photographs begin with, in place of ImageNet's weights.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import torch

from models.architectures.resnet import Resnet, ResnetConfig
from models.classification.tables import write_history
from models.hand_picture_lesson import VALUES, HandPictureLesson
from models.hand_pictures import HandPictures, read_hand_pictures
from models.recipe_files import read_section, read_task, values_of
from models.training import TrainingSettings, train
from models.training_progress import TrainingProgress
from store.db import Database
from store.errors import CallError
from store.layout import Store
from store.runs import Run, State, end_run, start_run
from store.whole_files import whole_file

TASK: Final = "hand_pictures"
WEIGHTS_FILE: Final = "body.pt"


@dataclass(frozen=True, slots=True)
class HandPictureRecipe:
    """All that decides the body's weights."""

    name: str
    corpus: str
    seed: int
    network: ResnetConfig
    training: TrainingSettings

    def plain(self) -> dict[str, object]:
        """Return the recipe in plain JSON values, without its seed."""
        return {
            "task": TASK,
            "name": self.name,
            "corpus": self.corpus,
            "network": asdict(self.network),
            "training": asdict(self.training),
        }


def read_hand_picture_recipe(
    path: Path,
    *,
    corpora: Sequence[str] = (),
    seed: int | None = None,
    changes: Sequence[str] = (),
) -> HandPictureRecipe:
    """Return the recipe in a file.

    Args:
        path: a TOML file whose `task` is `hand_pictures`.
        corpora: one corpus of rendered hands instead of the recipe's; or none.
        seed: instead of the recipe's.
        changes: values set otherwise, each `section.key=value`.

    Raises:
        UnknownNameError: a key is unknown; the sentence names the nearest one.
        CallError: the file cannot be read, a value cannot work, or two corpora are named.
    """
    known = {"task", "corpus", "seed", "network", "training"}
    told = read_task(path, TASK, known, changes)
    with values_of(path):
        named = [*corpora] or [str(told.get("corpus", ""))]
        if len(named) != 1 or not named[0]:
            raise CallError(
                f"{path.stem} learns from one corpus: name one with --corpus."
            )
        network = read_section(told, "network", ResnetConfig, path)
        if not network.upright:
            raise CallError(f"{path}: pictures are cut upright: say upright = true.")
        return HandPictureRecipe(
            name=path.stem,
            corpus=named[0],
            seed=int(told.get("seed", 0)) if seed is None else seed,
            network=network,
            training=read_section(told, "training", TrainingSettings, path),
        )


def train_hand_pictures(store: Store, recipe: HandPictureRecipe) -> tuple[str, Path]:
    """Train a body by a recipe; return the run's id and the file of its weights.

    A training that was stopped goes on where it was when the same is asked again; one
    that was finished is not repeated.

    Raises:
        CallError: the corpus has no pictures of rendered hands.
    """
    hands = read_hand_pictures(
        Database(store), recipe.corpus, side_px=recipe.network.side_px
    )
    digest = hashlib.sha256(hands.pictures.tobytes()).hexdigest()[:12]
    # Other hands make another run: no checkpoint of the old one is used.
    told = {**recipe.plain(), "hands": digest}
    run = Run("train", recipe.corpus, told, recipe.seed, (recipe.corpus,))
    folder = store.run_dir(run.run_id)
    path = folder / WEIGHTS_FILE
    if path.is_file():
        return run.run_id, path
    lesson = _lesson(hands, recipe)
    started_ms = start_run(store, run)
    try:
        with TrainingProgress(store, run, epochs=recipe.training.epochs) as progress:
            history = train(
                lesson,
                recipe.training,
                seed=recipe.seed,
                checkpoint=folder / "body.checkpoint",
                listener=progress,
            )
    except BaseException as error:
        state: State = "stopped" if isinstance(error, KeyboardInterrupt) else "failed"
        end_run(store, run, state=state, started_ms=started_ms, metrics={})
        raise
    _save(path, lesson.model)
    write_history(store, run.run_id, history)
    best = min(history, key=lambda told: told.get("validation/loss", 0.0))
    end_run(store, run, state="finished", started_ms=started_ms, metrics=best)
    return run.run_id, path


def _lesson(hands: HandPictures, recipe: HandPictureRecipe) -> HandPictureLesson:
    torch.manual_seed(recipe.seed)
    network = Resnet(recipe.network, classes=VALUES)
    network = network.to(memory_format=torch.channels_last)
    network = network.to("cuda" if torch.cuda.is_available() else "cpu")
    batch = recipe.training.batch
    return HandPictureLesson(network, hands, batch=batch, seed=recipe.seed)


def _save(path: Path, network: Resnet) -> None:
    """Write weights as a classifier's file holds them, whole or not at all."""
    with whole_file(path) as temporary:
        torch.save({"state": [network.state_dict()]}, temporary)
