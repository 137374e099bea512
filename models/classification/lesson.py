"""What a classifier learns: batches of labelled hands, a loss, and what is confused."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import torch
from numpy.random import default_rng
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from models.architectures.resnet import Resnet
from models.classification.examples import Examples, Rows
from models.loss import Loss
from models.training import Figures

LEAST_BATCH: Final = 2
"""Batch normalisation needs two examples."""
SEEN_AT_ONCE: Final = 256


@dataclass(frozen=True, slots=True)
class Material:
    """What is learnt from and measured on.

    Attributes:
        examples: of all labelled hands.
        true: their classes as numbers from 0, shape (N,).
        train, validation: rows.
        classes: how many there are.
    """

    examples: Examples
    true: NDArray[np.intp]
    train: Rows
    validation: Rows
    classes: int


class ClassifierLesson:
    """A network that gives scores and embeddings, and what it is taught; see `Lesson`."""

    def __init__(
        self,
        network: nn.Module,
        material: Material,
        loss: Loss,
        *,
        batch: int,
        seed: int,
    ) -> None:
        self.model = network
        self._material = material
        self._loss = loss
        self._batch = batch
        self._seed = seed
        self._device = next(network.parameters()).device
        self._confusion: Tensor | None = None

    @property
    def steps(self) -> int:
        """Batches in an epoch."""
        whole, rest = divmod(len(self._material.train), self._batch)
        return whole + (rest >= LEAST_BATCH)

    def batches(self, epoch: int) -> Iterator[tuple[Tensor, Tensor]]:
        """Yield the training hands once, in an order drawn for the epoch."""
        rng = default_rng([self._seed, epoch])
        order = rng.permutation(self._material.train)
        for step in range(self.steps):
            rows = order[step * self._batch : (step + 1) * self._batch]
            seen = self._material.examples.batch(rows, rng).to(self._device)
            true = torch.from_numpy(self._material.true[rows]).to(self._device)
            yield seen, true

    def loss(self, batch: tuple[Tensor, Tensor]) -> Tensor:
        """Return the loss of a batch."""
        seen, true = batch
        scores, embeddings = self.model(seen)
        # Losses take logarithms and roots: they are computed in full precision.
        return self._loss(
            scores.float(), embeddings.float(), true, confusion=self._confusion
        )

    def measure(self) -> Figures:
        """Return validation loss and accuracy, and keep what is confused.

        The confusion is of probabilities summed, not of decisions counted: so it says
        what is alike before anything is misread.
        """
        rows = self._material.validation
        if not len(rows):
            return {}
        scores, _ = seen_by(self.model, self._material.examples, rows)
        true = torch.from_numpy(self._material.true[rows])
        classes = self._material.classes
        confusion = torch.zeros(classes, classes)
        confusion.index_add_(0, true, scores.softmax(dim=1))
        self._confusion = confusion.to(self._device)
        return {
            "validation/loss": float(functional.cross_entropy(scores, true)),
            "validation/accuracy": float((scores.argmax(dim=1) == true).float().mean()),
        }

    def memory(self) -> dict[str, Any]:
        """Return the last confusion."""
        return {"confusion": self._confusion}

    def remember(self, memory: dict[str, Any]) -> None:
        """Take back the last confusion."""
        kept = memory["confusion"]
        self._confusion = None if kept is None else kept.to(self._device)


def seen_by(
    network: nn.Module, examples: Examples, rows: Rows
) -> tuple[Tensor, Tensor]:
    """Return a network's scores and embeddings of some examples, on the CPU."""
    network.eval()
    found = []
    with torch.inference_mode():
        for batch in _batches_of(network, examples, rows):
            scores, embeddings = network(batch)
            found.append((scores.float().cpu(), embeddings.float().cpu()))
    scores, embeddings = zip(*found, strict=True)
    return torch.cat(scores), torch.cat(embeddings)


def body_values(network: Resnet, examples: Examples) -> NDArray[np.float32]:
    """Return what a network's body finds in all examples, shape (N, 512)."""
    network.eval()
    with torch.inference_mode():
        batches = _batches_of(network, examples, np.arange(len(examples)))
        found = torch.cat([network.found(batch).float().cpu() for batch in batches])
    values: NDArray[np.float32] = found.numpy()
    return values


def _batches_of(network: nn.Module, examples: Examples, rows: Rows) -> Iterator[Tensor]:
    device = next(network.parameters()).device
    for start in range(0, len(rows), SEEN_AT_ONCE):
        yield examples.batch(rows[start : start + SEEN_AT_ONCE], None).to(device)
