"""What every loss of a classifier must take, and how one is found by its name.

A loss is one file in `models/losses/`. It sees what a model says of a batch (logits), where
it puts the batch (embeddings of unit length), and what was confused in the last epoch.
"""

from collections.abc import Mapping
from dataclasses import fields
from typing import Final, Protocol

from torch import Tensor

from models.losses.adaptive import Adaptive
from models.losses.cross_entropy import CrossEntropy
from models.losses.focal import Focal
from models.losses.triplet import Triplet
from store.errors import UnknownNameError


class Loss(Protocol):
    """A loss: its settings are its attributes."""

    def __call__(
        self,
        logits: Tensor,
        embeddings: Tensor,
        labels: Tensor,
        *,
        confusion: Tensor | None,
    ) -> Tensor:
        """Return the mean loss of a batch.

        Args:
            logits: shape (B, C).
            embeddings: unit vectors, shape (B, D).
            labels: true classes, whole numbers, shape (B,).
            confusion: counts, or sums of probabilities, true classes by predicted ones,
                of the last epoch's validation, shape (C, C); None in the first epoch.

        Returns:
            A scalar.
        """


LOSSES: Final[Mapping[str, type[CrossEntropy | Focal | Triplet | Adaptive]]] = {
    "adaptive": Adaptive,
    "cross_entropy": CrossEntropy,
    "focal": Focal,
    "triplet": Triplet,
}


def make_loss(name: str, settings: Mapping[str, float]) -> Loss:
    """Return a loss by name.

    Raises:
        UnknownNameError: no loss, or no setting of it, is called so.
        CallError: a setting has a value that cannot work.
    """
    if name not in LOSSES:
        raise UnknownNameError("loss", name, LOSSES)
    kind = LOSSES[name]
    known = [field.name for field in fields(kind)]
    for setting in settings:
        if setting not in known:
            raise UnknownNameError(f"setting of loss {name}", setting, known)
    return kind(**settings)
