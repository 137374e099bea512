"""Training networks of signs: folds that are measured, then one that learns from all."""

from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from models.architectures.pose_network import PoseNetwork
from models.architectures.sign_network import make_network
from models.poses import untrained
from models.poses.reading import read_signs
from models.retrieval.discriminant import Discriminant, fitted_discriminant
from models.retrieval.embedders import weights_file
from models.retrieval.ensemble import (
    Ensemble,
    begin_with,
    load_ensemble,
    save_ensemble,
)
from models.retrieval.lesson import Batches, SignLesson
from models.retrieval.losses import SignLoss
from models.retrieval.metrics import Rankings, figures, joined
from models.retrieval.protocols import fold_of, gallery_and_queries
from models.retrieval.recipe import SignRecipe
from models.retrieval.taught import Taught, learnable
from models.training import Listener, train
from models.training_progress import TrainingProgress
from store.db import Database
from store.errors import CallError
from store.layout import Store
from store.runs import Run, State, end_run, start_run


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """All that networks of a recipe learn from.

    Attributes:
        real: clips to learn, and to measure.
        synthetic: clips mixed in; None: none.
        beginning: networks whose weights are begun with; None: random weights.
    """

    real: Taught
    synthetic: Taught | None = None
    beginning: Ensemble | None = None

    def where(self, chosen: NDArray[np.bool_]) -> "Material":
        """Return the same with some of the real clips alone."""
        return Material(self.real.where(chosen), self.synthetic, self.beginning)


def train_signs(store: Store, recipe: SignRecipe) -> str:
    """Train by a recipe and return the run's id; what was finished before is kept.

    Raises:
        CallError: there are too few clips to learn from, or the networks to begin with
            were taught what is to be measured.
    """
    material = read_material(store, recipe)
    run = Run(
        "train",
        recipe.corpora[0] if len(recipe.corpora) == 1 else "",
        recipe.plain(),
        recipe.seed,
        inputs=recipe.corpora,
    )
    started_ms = start_run(store, run)
    folder = store.run_dir(run.run_id)
    try:
        epochs = recipe.training.epochs * recipe.members * (recipe.folds + 1)
        with TrainingProgress(store, run, epochs=epochs) as progress:
            metrics = _measured(recipe, material, folder, progress)
            fitted_ensemble(recipe, material, folder, "all", progress)
    except BaseException as error:
        state: State = "stopped" if isinstance(error, KeyboardInterrupt) else "failed"
        end_run(store, run, state=state, started_ms=started_ms, metrics={})
        raise
    metrics |= {"clips": len(material.real.glosses)}
    end_run(store, run, state="finished", started_ms=started_ms, metrics=metrics)
    return run.run_id


def read_material(store: Store, recipe: SignRecipe) -> Material:
    """Return what a recipe learns from.

    Raises:
        CallError: there are too few clips, there are no networks to begin with, or they
            were taught the clips that are to be measured.
    """
    database, beginning = Database(store), recipe.beginning
    begun = None
    if beginning.weights:
        begun = load_ensemble(weights_file(store, beginning.weights))
        known = sorted(set(begun.corpora) & set(recipe.corpora))
        if recipe.folds and known:
            raise CallError(
                f"[beginning] weights were taught {', '.join(known)}, whose clips the "
                "folds measure: begin with networks that were not, or set folds = 0."
            )
    mixed = [beginning.synthetic] if beginning.synthetic else []
    synthetic = learnable(read_signs(database, mixed)) if mixed else None
    real = learnable(read_signs(database, recipe.corpora))
    return Material(real, synthetic, begun)


def fitted_ensemble(
    recipe: SignRecipe,
    material: Material,
    folder: Path,
    name: str,
    listener: Listener | None = None,
) -> Ensemble:
    """Return the trained members; those that were finished before are read.

    Args:
        recipe: how they are trained.
        material: what they learn from.
        folder: where their weights are kept.
        name: of their file there, `signs-<name>.pt`; their seeds follow from it.
        listener: is told the figures of every epoch.
    """
    path = folder / f"signs-{name}.pt"
    if path.is_file():
        return load_ensemble(path)
    folder.mkdir(parents=True, exist_ok=True)
    networks = []
    for member in range(recipe.members):
        drawn = np.random.SeedSequence([recipe.seed, len(name), hash_of(name), member])
        seed = int(drawn.generate_state(1)[0])
        checkpoint = folder / f"signs-{name}-{member}.checkpoint"
        lesson = lesson_of(recipe, material, member=member, seed=seed)
        settings = recipe.training
        train(lesson, settings, seed=seed, checkpoint=checkpoint, listener=listener)
        networks.append(lesson.network.cpu().eval())
    corpora = [*recipe.corpora, recipe.beginning.synthetic]
    begun = material.beginning.corpora if material.beginning else ()
    taught = tuple(sorted({*corpora, *begun} - {""}))
    beside = _discriminant(recipe, material.real)
    ensemble = Ensemble(tuple(networks), recipe.joined, beside, taught)
    save_ensemble(ensemble, path)
    return ensemble


def lesson_of(
    recipe: SignRecipe, material: Material, *, member: int, seed: int
) -> SignLesson:
    """Return what a member is to learn.

    Args:
        recipe: how it is trained.
        material: what it learns from.
        member: its number, which says whose weights it begins with.
        seed: of its weights and of what is drawn.
    """
    torch.manual_seed(seed)
    real, synthetic = material.real, material.synthetic
    classes = real.classes + (synthetic.classes if synthetic else 0)
    network: PoseNetwork = make_network(recipe.network, classes=classes)
    if material.beginning:
        begin_with(network, material.beginning, member)
    loss = SignLoss(recipe.losses, embedding=recipe.network.embedding, classes=classes)
    share, size = recipe.beginning.share, recipe.training.batch
    lesson = SignLesson(
        network,
        loss,
        real,
        synthetic=synthetic,
        batches=Batches(size, recipe.per_gloss, share, recipe.side_by_side),
        how=recipe.augmentation,
        seed=seed,
    )
    lesson.model.to("cuda" if torch.cuda.is_available() else "cpu")
    return lesson


def hash_of(name: str) -> int:
    """Return a number that follows from a text alone, the same in every process."""
    return int.from_bytes(name.encode(), "big")


def _discriminant(recipe: SignRecipe, taught: Taught) -> Discriminant | None:
    if not recipe.joined.glosses:
        return None
    vectors = untrained.of_prepared(taught.points)
    part = recipe.joined.round_part
    return fitted_discriminant(vectors, taught.labels, round_part=part)


def _measured(
    recipe: SignRecipe, material: Material, folder: Path, listener: Listener
) -> dict[str, object]:
    """Return how the clips of each fold find their glosses among the others."""
    if not recipe.folds:
        return {}
    real = material.real
    fold = fold_of(real.glosses, recipe.folds, recipe.seed)
    parts: list[Rankings] = []
    for number in range(recipe.folds):
        asked = fold == number
        known = material.where(~asked)
        ensemble = fitted_ensemble(recipe, known, folder, str(number), listener)
        gallery, queries = (
            (ensemble.vectors(real.points[rows]), real.glosses[rows])
            for rows in (~asked, asked)
        )
        parts.append(gallery_and_queries(gallery, queries))
    rankings = joined(parts)
    told = {name: asdict(figure) for name, figure in figures(rankings).items()}
    return {**told, "queries": len(rankings.glosses)}
