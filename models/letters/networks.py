"""The convolutional networks: CNN 1 to 3 of the paper, and the small one."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.random import default_rng
from numpy.typing import NDArray
from torch import Generator, Tensor, nn
from torch.nn import functional

from models.architectures.letter_cnn import CNN1, CNN2, CNN3, LetterCnn
from models.architectures.letter_small import LetterSmall, LetterSmallConfig
from models.letters.augmentation import PAPER_JITTER, VIEW_JITTER, mirrored, moved
from models.letters.averaging import Averaged
from models.letters.data import Letters, Pictures, validation_rows
from models.letters.rows import Network
from models.letters.trained import Probabilities, Trained
from models.schedules import constant, on_plateau
from models.training import Figures, Listener, Schedule, TrainingSettings, train

CNNS: Final = {"cnn1": CNN1, "cnn2": CNN2, "cnn3": CNN3}
PLATEAU_FACTOR: Final = 0.5
PLATEAU_EPOCHS: Final = 2
LEAST_RATE: Final = 0.01
"""Share of the rate below which plateaus do not lower it."""
WARM_UP: Final = 0.1
LONGEST_GRADIENT: Final = 5.0
SEEN_AT_ONCE: Final = 512
LEAST_BATCH: Final = 2
"""Batch normalisation needs two pictures."""


class LetterLesson:
    """A network, and pictures of letters that it is taught; see `Lesson`."""

    def __init__(
        self,
        model: nn.Module,
        recipe: Network,
        train_part: Pictures,
        validation: Pictures,
        *,
        seed: int,
    ) -> None:
        self.model = model
        self._recipe, self._seed = recipe, seed
        self._seen, self._true = as_tensor(train_part), _labels(train_part)
        self._validation = as_tensor(validation), _labels(validation)
        self._hits: list[Tensor] = []

    @property
    def steps(self) -> int:
        """Batches in an epoch."""
        whole, rest = divmod(len(self._true), self._recipe.batch)
        return whole + (rest >= LEAST_BATCH)

    def batches(self, epoch: int) -> Iterator[tuple[Tensor, Tensor]]:
        """Yield the training pictures once, in an order drawn for the epoch."""
        rng = default_rng([self._seed, epoch])
        draw = Generator().manual_seed(int(rng.integers(2**31)))
        order = torch.from_numpy(rng.permutation(len(self._true)))
        size = self._recipe.batch
        for step in range(self.steps):
            rows = order[step * size : (step + 1) * size]
            yield self._changed(self._seen[rows], draw), self._true[rows]

    def loss(self, batch: tuple[Tensor, Tensor]) -> Tensor:
        """Return the loss of a batch, with the penalty on dense layers."""
        seen, true = batch
        scores = self.model(seen)
        self._hits.append((scores.detach().argmax(dim=1) == true).float().mean())
        smoothing = self._recipe.smoothing
        loss = functional.cross_entropy(scores, true, label_smoothing=smoothing)
        if self._recipe.dense_l2 and isinstance(self.model, LetterCnn):
            squares = [weight.square().sum() for weight in self.model.dense_weights]
            loss = loss + self._recipe.dense_l2 * torch.stack(squares).sum()
        return loss

    def measure(self) -> Figures:
        """Return training accuracy, as it was while learning, and validation figures."""
        figures = {"train/accuracy": float(torch.stack(self._hits).mean())}
        self._hits.clear()
        seen, true = self._validation
        if not len(seen):
            return figures
        scores = scores_of(self.model, seen)
        hits = (scores.argmax(dim=1) == true).float().mean()
        return {
            **figures,
            "validation/loss": float(functional.cross_entropy(scores, true)),
            "validation/accuracy": float(hits),
        }

    def memory(self) -> dict[str, Any]:
        """Return nothing: every epoch begins anew."""
        return {}

    def remember(self, memory: dict[str, Any]) -> None:
        """Take back nothing."""

    def _changed(self, pictures: Tensor, draw: Generator) -> Tensor:
        if self._recipe.augmented:
            pictures = moved(pictures, PAPER_JITTER, draw)
        return mirrored(pictures, self._recipe.mirrored, draw)


def train_network(
    letters: Letters,
    recipe: Network,
    *,
    seed: int,
    checkpoint: Path | None = None,
    listener: Listener | None = None,
) -> Trained:
    """Train a network and return what it says of the test pictures.

    A tenth of the train pictures validate: they choose the epoch (but not where the rate
    falls to 0), lower the rate on plateaus and end the training. The test pictures are
    seen once, at the end.
    """
    torch.manual_seed(seed)
    model = make_network(recipe, classes=len(letters.classes))
    held = validation_rows(letters.train, seed=seed)
    learnt = letters.train.chosen(~held)
    lesson = LetterLesson(model, recipe, learnt, letters.train.chosen(held), seed=seed)
    epochs = 0

    def listen(epoch: int, figures: Figures) -> None:
        nonlocal epochs
        epochs += 1
        if listener is not None:
            listener(epoch, figures)

    began_s = time.process_time()
    history = train(
        lesson,
        training_settings(recipe),
        seed=seed,
        checkpoint=checkpoint,
        listener=listen,
        schedule=schedule_of(recipe),
        # A few signers choose an epoch badly; a falling rate ends where it is best.
        best=recipe.schedule != "cosine",
    )
    seconds = time.process_time() - began_s
    seen = as_tensor(letters.test)
    views = said_of_views(model, seen, recipe, seed=seed) if recipe.views else None
    return Trained(
        said=_probabilities(scores_of(model, seen)),
        parameters=parameters_of(model),
        seconds=seconds,
        images=epochs * len(learnt),
        history=history,
        said_of_views=views,
    )


def make_network(recipe: Network, *, classes: int) -> nn.Module:
    """Return an untrained network; its weights are drawn by torch's generator."""
    network: nn.Module
    if recipe.architecture == "small":
        network = LetterSmall(LetterSmallConfig(), classes=classes)
    else:
        network = LetterCnn(CNNS[recipe.architecture], classes=classes)
    # Convolutions of few channels are half again as fast with channels last.
    network = network.to(memory_format=torch.channels_last)
    return Averaged(network, kept=recipe.averaging) if recipe.averaging else network


def parameters_of(model: nn.Module) -> int:
    """Return how many numbers a network has learnt.

    Running means and variances count, as in the totals that Keras prints.
    """
    network = model.mean if isinstance(model, Averaged) else model
    return sum(
        value.numel()
        for value in network.state_dict().values()
        if value.is_floating_point()
    )


def training_settings(recipe: Network) -> TrainingSettings:
    """Return how the training loop is told to train a row."""
    return TrainingSettings(
        epochs=recipe.epochs,
        batch=recipe.batch,
        learning_rate=recipe.learning_rate,
        weight_decay=recipe.weight_decay,
        warm_up=WARM_UP,
        patience=recipe.patience,
        # Keras does not shorten gradients.
        longest_gradient=LONGEST_GRADIENT if recipe.schedule == "cosine" else 0,
    )


def schedule_of(recipe: Network) -> Schedule | None:
    """Return how the learning rate goes; None: it rises and falls."""
    if recipe.schedule == "constant":
        return constant
    if recipe.schedule == "plateau":
        return on_plateau(
            factor=PLATEAU_FACTOR, patience=PLATEAU_EPOCHS, least=LEAST_RATE
        )
    return None


def as_tensor(pictures: Pictures) -> Tensor:
    """Return pictures as a network sees them: (N, 1, 28, 28), values from 0 to 1."""
    return torch.from_numpy(pictures.pixels).reshape(-1, 1, 28, 28).float() / 255


def scores_of(model: nn.Module, seen: Tensor) -> Tensor:
    """Return a network's scores (N, C) of pictures (N, 1, 28, 28)."""
    model.eval()
    with torch.inference_mode():
        return torch.cat([model(part) for part in torch.split(seen, SEEN_AT_ONCE)])


def said_of_views(
    model: nn.Module, seen: Tensor, recipe: Network, *, seed: int
) -> Probabilities:
    """Return probabilities averaged over the pictures and changed views of them."""
    draw = Generator().manual_seed(seed)
    total = _probabilities(scores_of(model, seen))
    for view in range(recipe.views):
        # Every second view is mirrored, where the network learnt mirrored hands.
        share = float(view % 2) if recipe.mirrored else 0.0
        changed = mirrored(moved(seen, VIEW_JITTER, draw), share, draw)
        total += _probabilities(scores_of(model, changed))
    return total / (1 + recipe.views)


def _labels(pictures: Pictures) -> Tensor:
    return torch.from_numpy(pictures.labels)


def _probabilities(scores: Tensor) -> Probabilities:
    said: NDArray[np.float64] = scores.double().softmax(dim=1).numpy()
    return said
