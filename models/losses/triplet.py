"""Cross-entropy joined with the triplet loss on the hardest triplets of a batch.

Reference: Hermans, Beyer and Leibe, In defense of the triplet loss for person
re-identification, 2017, arXiv:1703.07737 (batch hard).
"""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from models.losses.distances import distances
from store.errors import CallError


@dataclass(frozen=True, slots=True)
class Triplet:
    """`alpha` cross-entropy + (1 - `alpha`) triplet loss of this `margin`."""

    alpha: float = 0.5
    margin: float = 0.2

    def __post_init__(self) -> None:
        if not 0 <= self.alpha <= 1:
            raise CallError(f"Triplet loss: alpha is {self.alpha}, expected 0 to 1.")

    def __call__(
        self,
        logits: Tensor,
        embeddings: Tensor,
        labels: Tensor,
        *,
        confusion: Tensor | None = None,
    ) -> Tensor:
        """Return the mean over the batch; see `models.loss.Loss`."""
        entropy = functional.cross_entropy(logits, labels)
        if self.alpha == 1:
            return entropy
        apart = hardest_triplets(embeddings, labels, margin=self.margin)
        return self.alpha * entropy + (1 - self.alpha) * apart


def hardest_triplets(embeddings: Tensor, labels: Tensor, *, margin: float) -> Tensor:
    """Return how far the nearest of other classes is from being a margin further away.

    Each point is compared with the farthest of its class and the nearest of the others.

    Returns:
        The mean over points that have both, a scalar; 0 where none has.
    """
    apart = distances(embeddings)  # (B, B)
    same = labels[:, None] == labels[None, :]  # (B, B)
    others = same & ~torch.eye(len(labels), dtype=torch.bool, device=labels.device)
    usable = others.any(dim=1) & (~same).any(dim=1)  # (B,)
    if not usable.any():
        return embeddings.sum() * 0
    farthest = apart.masked_fill(~others, -torch.inf).amax(dim=1)  # (B,)
    nearest = apart.masked_fill(same, torch.inf).amin(dim=1)  # (B,)
    return functional.relu(farthest - nearest + margin)[usable].mean()
