"""The training loop: AdamW, a rising and falling rate, early stopping, resumable.

Everything drawn in an epoch follows from the seed and the epoch's number alone, so that a
training that was killed and started again ends with the same weights.
"""

import copy
import math
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
import torch
from torch import Tensor, nn

from models.training_checkpoint import Checkpoint, load_checkpoint, save_checkpoint
from store.errors import CallError

Figures = Mapping[str, float]
"""Measures of one epoch: `part/measure` to value, e.g. `validation/loss`."""
History = list[dict[str, float]]
WATCHED: Final = "validation/loss"
"""What early stopping watches: less is better."""
CHECKPOINT_EVERY_S: Final = 10.0


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """How a model is trained.

    Attributes:
        epochs: at most.
        batch: examples in a batch.
        learning_rate: the greatest.
        weight_decay: of AdamW.
        warm_up: share of the steps in which the rate rises; then it falls to 0.
        patience: epochs without a better validation loss after which training ends; 0:
            never.
        longest_gradient: gradients are shortened to this length; 0: never.
    """

    epochs: int = 100
    batch: int = 64
    learning_rate: float = 1e-3
    weight_decay: float = 1e-2
    warm_up: float = 0.1
    patience: int = 0
    longest_gradient: float = 5.0

    def __post_init__(self) -> None:
        for name in ("epochs", "batch", "learning_rate"):
            if getattr(self, name) <= 0:
                raise CallError(f"Training: {name} must be above 0.")
        if not 0 <= self.warm_up < 1:
            raise CallError("Training: warm_up must be from 0 to below 1.")


class Lesson(Protocol):
    """What is learnt: a model, batches to learn from, and how to measure it."""

    @property
    def model(self) -> nn.Module:
        """The model, on the device that it is to be trained on."""

    @property
    def steps(self) -> int:
        """Batches in an epoch."""

    def batches(self, epoch: int) -> Iterable[Any]:
        """Yield the batches of an epoch; the same ones whenever asked again."""

    def loss(self, batch: Any) -> Tensor:
        """Return the loss of a batch, a scalar."""

    def measure(self) -> Figures:
        """Return what is measured after an epoch; `validation/loss` if it can be."""

    def memory(self) -> dict[str, Any]:
        """Return what the lesson must remember from one epoch to the next."""

    def remember(self, memory: dict[str, Any]) -> None:
        """Take back what `memory` returned."""


class Listener(Protocol):
    """Is told how training goes."""

    def __call__(self, epoch: int, figures: Figures) -> None:
        """Learn the figures of an epoch, from 0."""


class Schedule(Protocol):
    """Says what share of the greatest learning rate a step has; see `models.schedules`."""

    def __call__(self, done: float, history: Sequence[Figures]) -> float:
        """Return the share.

        Args:
            done: share of the training that is done, from 0 to 1.
            history: figures of the epochs so far.
        """


@dataclass(slots=True)
class Progress:
    """How far a training is.

    Attributes:
        epoch: the next one.
        history: figures of each epoch so far.
        best: least validation loss.
        best_epoch: when it was; -1 before the first epoch.
        best_state: the model's state then.
    """

    epoch: int = 0
    history: History = field(default_factory=list)
    best: float = math.inf
    best_epoch: int = -1
    best_state: dict[str, Any] = field(default_factory=dict)


def train(
    lesson: Lesson,
    settings: TrainingSettings,
    *,
    seed: int,
    checkpoint: Path | None = None,
    every_s: float = CHECKPOINT_EVERY_S,
    listener: Listener | None = None,
    schedule: Schedule | None = None,
    best: bool = True,
) -> History:
    """Train a lesson's model; it ends in the state of its best validation loss.

    Args:
        lesson: what is learnt.
        settings: how.
        seed: of everything that is drawn while training.
        checkpoint: file that holds an unfinished training: it is read first if it is
            there, and removed at the end.
        every_s: seconds between two writings of it, at least.
        listener: is told the figures of every epoch.
        schedule: of the learning rate; by default it rises, then falls, as `rate` says.
        best: end in the state of the best validation loss; else as the last epoch left it.

    Raises:
        CallError: the checkpoint belongs to another model.
    """
    optimiser = torch.optim.AdamW(
        lesson.model.parameters(), weight_decay=settings.weight_decay
    )
    progress = _resumed(lesson, optimiser, checkpoint)
    share = schedule or _rising_and_falling(settings)
    saved_s = time.monotonic()
    while not _is_over(progress, settings):
        figures = _epoch(lesson, optimiser, settings, share, progress, seed=seed)
        _take_in(progress, figures, lesson.model)
        if listener is not None:
            listener(progress.epoch - 1, figures)
        if checkpoint is not None and time.monotonic() - saved_s >= every_s:
            _keep(checkpoint, lesson, optimiser, progress)
            saved_s = time.monotonic()
    if best and progress.best_state:
        lesson.model.load_state_dict(progress.best_state)
    lesson.model.eval()
    if checkpoint is not None:
        checkpoint.unlink(missing_ok=True)
    return progress.history


def rate(done: float, *, warm_up: float) -> float:
    """Return the share of the learning rate: it rises, then falls along a cosine.

    Args:
        done: share of the training that is done, from 0 to 1.
        warm_up: share in which it rises.
    """
    if done < warm_up:
        return done / warm_up
    return 0.5 * (1 + math.cos(math.pi * (done - warm_up) / (1 - warm_up)))


def _rising_and_falling(settings: TrainingSettings) -> Schedule:
    return lambda done, history: rate(done, warm_up=settings.warm_up)


def _epoch(
    lesson: Lesson,
    optimiser: torch.optim.AdamW,
    settings: TrainingSettings,
    schedule: Schedule,
    progress: Progress,
    *,
    seed: int,
) -> dict[str, float]:
    epoch = progress.epoch
    drawn = int(np.random.SeedSequence([seed, epoch]).generate_state(1)[0])
    torch.manual_seed(drawn)
    lesson.model.train()
    total = settings.epochs * lesson.steps
    losses = []
    for step, batch in enumerate(lesson.batches(epoch), start=1 + epoch * lesson.steps):
        share = schedule(step / total, progress.history)
        for group in optimiser.param_groups:
            group["lr"] = share * settings.learning_rate
        losses.append(_learn(lesson, optimiser, settings, batch))
    lesson.model.eval()
    mean = float(torch.stack(losses).mean()) if losses else math.nan
    return {"train/loss": mean, **lesson.measure()}


def _learn(
    lesson: Lesson,
    optimiser: torch.optim.AdamW,
    settings: TrainingSettings,
    batch: Any,
) -> Tensor:
    device = next(lesson.model.parameters()).device.type
    # Half precision pays on GPUs; a processor without matrix units is slower with it.
    with torch.autocast(device, dtype=torch.bfloat16, enabled=device == "cuda"):
        loss = lesson.loss(batch)
    optimiser.zero_grad()
    torch.autograd.backward(loss)
    if settings.longest_gradient:
        nn.utils.clip_grad_norm_(lesson.model.parameters(), settings.longest_gradient)
    optimiser.step()
    return loss.detach()


def _take_in(progress: Progress, figures: dict[str, float], model: nn.Module) -> None:
    progress.history.append(figures)
    watched = figures.get(WATCHED)
    # Where nothing can be watched the newest state is the best.
    if watched is None or watched < progress.best:
        progress.best = math.inf if watched is None else watched
        progress.best_epoch = progress.epoch
        progress.best_state = copy.deepcopy(model.state_dict())
    progress.epoch += 1


def _is_over(progress: Progress, settings: TrainingSettings) -> bool:
    if progress.epoch >= settings.epochs:
        return True
    waited = progress.epoch - 1 - progress.best_epoch
    return 0 < settings.patience <= waited


def _keep(
    path: Path, lesson: Lesson, optimiser: torch.optim.AdamW, progress: Progress
) -> None:
    save_checkpoint(
        path,
        Checkpoint(
            model=lesson.model.state_dict(),
            optimiser=optimiser.state_dict(),
            memory=lesson.memory(),
            progress={
                name: getattr(progress, name) for name in Progress.__dataclass_fields__
            },
        ),
    )


def _resumed(
    lesson: Lesson, optimiser: torch.optim.AdamW, path: Path | None
) -> Progress:
    if path is None or not path.is_file():
        return Progress()
    kept = load_checkpoint(path)
    try:
        lesson.model.load_state_dict(kept.model)
        optimiser.load_state_dict(kept.optimiser)
    except (RuntimeError, ValueError) as error:
        raise CallError(
            f"{path} belongs to another model: delete it, then train again."
        ) from error
    lesson.remember(kept.memory)
    return Progress(**kept.progress)
