"""What a loss is told of seven cases of four classes."""

from dataclasses import dataclass

import torch
from torch import Tensor

from models.loss import Loss


@dataclass(frozen=True)
class LossBatch:
    logits: Tensor
    embeddings: Tensor
    labels: Tensor
    confusion: Tensor

    def told(self) -> tuple[Tensor, Tensor, Tensor]:
        return self.logits, self.embeddings, self.labels


def has_right_slopes(loss: Loss, batch: LossBatch) -> bool:
    """Return whether the slopes of a loss are those found by small steps."""

    def of(logits: Tensor, points: Tensor) -> Tensor:
        units = torch.nn.functional.normalize(points, dim=1)
        return loss(logits, units, batch.labels, confusion=batch.confusion)

    inputs = (
        batch.logits.clone().requires_grad_(),
        batch.embeddings.clone().requires_grad_(),
    )
    return bool(torch.autograd.gradcheck(of, inputs))
