"""Training the classifier of one fold: its members, its temperature, what it says."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from models.architectures.resnet import LastLayer, Resnet, ResnetConfig
from models.classification.calibration import fitted_temperature, probabilities
from models.classification.classifier import (
    Classifier,
    Config,
    Network,
    load_classifier,
    new_network,
    save_classifier,
    scores_of,
)
from models.classification.examples import Examples, VectorExamples
from models.classification.lesson import ClassifierLesson, Material, body_values
from models.classification.splits import Split
from models.loss import Loss
from models.training import History, Listener, TrainingSettings, train
from store.layout import replace_text

Reals = NDArray[np.float64]


class FoldRecipe(Protocol):
    """What a recipe must say for a fold to be trained by it."""

    @property
    def seed(self) -> int:
        """Of everything that is drawn."""

    @property
    def members(self) -> int:
        """Networks trained with different seeds whose scores are averaged."""

    @property
    def features(self) -> tuple[str, ...]:
        """Feature sets that are the input; empty: crops, or keypoints of clips."""

    @property
    def network(self) -> Config:
        """Configuration of the networks."""

    @property
    def loss(self) -> Loss:
        """What is made small."""

    @property
    def training(self) -> TrainingSettings:
        """How."""


@dataclass(frozen=True, slots=True)
class Taught:
    """All that is learnt from, in all folds.

    Attributes:
        examples: of N hands or clips.
        true: classes as numbers from 0; -1: unlabelled, shape (N,).
        classes: names.
    """

    examples: Examples
    true: NDArray[np.intp]
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fold:
    """A trained fold.

    Attributes:
        split: its parts.
        classifier: calibrated on validation.
        probabilities: what it says of all N items, shape (N, C).
        embeddings: shape (N, D).
        histories: figures of each epoch of each member.
    """

    split: Split
    classifier: Classifier
    probabilities: Reals
    embeddings: NDArray[np.float32]
    histories: tuple[History, ...]


def fold_file(folder: Path, fold: int) -> Path:
    """Return where the classifier of a fold is kept in a run's folder."""
    return folder / f"fold-{fold}.pt"


def train_fold(
    taught: Taught,
    split: Split,
    recipe: FoldRecipe,
    folder: Path,
    listener: Listener,
) -> Fold:
    """Return the trained classifier of a fold; one that was finished before is read.

    Args:
        taught: all items.
        split: the fold's parts.
        recipe: how.
        folder: of the run: checkpoints and the finished classifier go there.
        listener: is told every epoch.
    """
    path = fold_file(folder, split.fold)
    told = path.with_suffix(".json")
    if path.is_file() and told.is_file():
        classifier = load_classifier(path)
        histories = json.loads(told.read_text("utf-8"))
    else:
        classifier, histories = _fitted(taught, split, recipe, folder, listener)
        replace_text(told, json.dumps(histories))
        save_classifier(path, classifier)
    everything = np.arange(len(taught.examples))
    scores, embeddings = scores_of(classifier.networks, taught.examples, everything)
    said = probabilities(scores, classifier.temperature)
    return Fold(split, classifier, said, embeddings, tuple(histories))


def _fitted(
    taught: Taught,
    split: Split,
    recipe: FoldRecipe,
    folder: Path,
    listener: Listener,
) -> tuple[Classifier, list[History]]:
    networks: list[Network] = []
    histories = []
    for member in range(recipe.members):
        checkpoint = folder / f"fold-{split.fold}-member-{member}.checkpoint"
        network, history = _member(
            taught,
            split,
            recipe,
            member=member,
            checkpoint=checkpoint,
            listener=listener,
        )
        networks.append(network)
        histories.append(history)
    scores, _ = scores_of(networks, taught.examples, split.validation)
    temperature = fitted_temperature(scores, taught.true[split.validation])
    classifier = Classifier(
        tuple(networks), taught.classes, recipe.features, temperature
    )
    return classifier, histories


def _member(
    taught: Taught,
    split: Split,
    recipe: FoldRecipe,
    *,
    member: int,
    checkpoint: Path,
    listener: Listener,
) -> tuple[Network, History]:
    seed = _seed(recipe.seed, split.fold, member)
    network = new_network(
        recipe.network,
        taught.examples,
        split.train,
        classes=len(taught.classes),
        seed=seed,
    )
    learner, examples = _shortened(network, taught.examples)
    material = Material(
        examples,
        taught.true,
        split.train,
        split.validation,
        len(taught.classes),
    )
    lesson = ClassifierLesson(
        learner, material, recipe.loss, batch=recipe.training.batch, seed=seed
    )
    with _threads(
        torch.get_num_threads() if isinstance(recipe.network, ResnetConfig) else 1
    ):
        history = train(
            lesson, recipe.training, seed=seed, checkpoint=checkpoint, listener=listener
        )
    return network, history


def _shortened(network: Network, examples: Examples) -> tuple[nn.Module, Examples]:
    """Return what is to be trained, and what it sees.

    Of a network of which the last layer alone learns, from pictures that never change,
    that is this layer, and what the body found in each picture.
    """
    if not isinstance(network, Resnet):
        return network, examples
    if network.config.trained != "last" or network.config.jitter:
        return network, examples
    return LastLayer(network), VectorExamples(body_values(network, examples))


@contextmanager
def _threads(count: int) -> Iterator[None]:
    """Let torch use so many threads: on small networks several only wait for each other."""
    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _seed(seed: int, fold: int, member: int) -> int:
    return int(np.random.SeedSequence([seed, fold, member]).generate_state(1)[0])


def mean_history(histories: Sequence[History]) -> History:
    """Return the mean of each figure over the trainings that reached the epoch."""
    mean: History = []
    for epoch in range(max((len(history) for history in histories), default=0)):
        reached = [history[epoch] for history in histories if len(history) > epoch]
        names = {name: None for figures in reached for name in figures}
        mean.append(
            {
                name: float(np.mean([figures[name] for figures in reached]))
                for name in names
            }
        )
    return mean
