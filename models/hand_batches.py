"""Batches of rendered hands: some handshapes, several hands of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

from models.hand_data import HandData
from models.hand_recipe import HandTraining
from store.errors import CallError

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, slots=True)
class HandBatch:
    """Hands to learn from at once.

    Attributes:
        squares: uint8, shape (B, 3, S, S).
        masks: uint8, shape (B, 1, S, S).
        classes: handshapes as numbers, shape (B,).
    """

    squares: "Tensor"
    masks: "Tensor"
    classes: "Tensor"


def hand_batches(
    data: HandData, training: HandTraining, *, seed: int, device: str
) -> Iterator[HandBatch]:
    """Yield as many batches as there are steps.

    Raises:
        CallError: there are fewer handshapes with two hands than a batch needs.
    """
    classes = np.unique(data.handshapes, return_inverse=True)[1]
    groups = [np.flatnonzero(classes == number) for number in np.unique(classes)]
    groups = [group for group in groups if len(group) > 1]
    if len(groups) < training.classes_per_batch:
        raise CallError(
            f"A batch of {training.classes_per_batch} handshapes cannot be made of "
            f"{len(groups)}: render more hands, or lower classes_per_batch."
        )
    rng = default_rng(seed)
    for _ in range(training.steps):
        rows = _rows(groups, training, rng)
        yield _batch(data, rows, classes[rows], device)


def _rows(
    groups: list[NDArray[np.intp]], training: HandTraining, rng: Generator
) -> NDArray[np.intp]:
    chosen = rng.choice(len(groups), training.classes_per_batch, replace=False)
    wanted = training.hands_per_class
    return np.concatenate(
        [
            rng.choice(groups[number], wanted, replace=len(groups[number]) < wanted)
            for number in chosen
        ]
    )


def _batch(
    data: HandData, rows: NDArray[np.intp], classes: NDArray[np.intp], device: str
) -> HandBatch:
    import torch  # noqa: PLC0415 - torch takes seconds

    squares = torch.from_numpy(data.squares[rows]).permute(0, 3, 1, 2)
    masks = torch.from_numpy(data.masks[rows])[:, None]
    return HandBatch(
        squares.to(device), masks.to(device), torch.from_numpy(classes).to(device)
    )
