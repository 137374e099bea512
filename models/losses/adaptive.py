"""The adaptive loss: classes that were confused are pushed apart, the more the oftener.

L = alpha L_CE + (1 - alpha) L_CS,
L_CS = sum over class pairs (i, j) of w_ij max(0, delta_ij - d(f_i, f_j)).

The weights w_ij come from the confusion of the last epoch and sum to 1; the margin grows
with how similar the two classes are: delta_ij = margin (1 + s_ij / max s), where s_ij is
the share of the two classes' own cases that went to the other one.

Reference: the project's paper D (SPEC.md D1), which leaves the normalisation open.
"""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from models.losses.distances import distances
from store.errors import CallError


@dataclass(frozen=True, slots=True)
class Adaptive:
    """`alpha` cross-entropy + (1 - `alpha`) separation of confused classes.

    Attributes:
        alpha: 1 is cross-entropy alone.
        margin: distance asked of a pair that is hardly ever confused; twice as much is
            asked of the pair that is confused most. Unit vectors are at most 2 apart.
    """

    alpha: float = 0.5
    margin: float = 0.5

    def __post_init__(self) -> None:
        if not 0 <= self.alpha <= 1:
            raise CallError(f"Adaptive loss: alpha is {self.alpha}, expected 0 to 1.")
        if self.margin <= 0:
            raise CallError(
                f"Adaptive loss: margin is {self.margin}, expected above 0."
            )

    def __call__(
        self,
        logits: Tensor,
        embeddings: Tensor,
        labels: Tensor,
        *,
        confusion: Tensor | None = None,
    ) -> Tensor:
        """Return the mean over the batch; see `models.loss.Loss`.

        Without a confusion, in the first epoch, it is `alpha` cross-entropy.
        """
        entropy = functional.cross_entropy(logits, labels)
        if self.alpha == 1:
            return entropy
        if confusion is None:
            return self.alpha * entropy
        similar = similarity(confusion.to(logits))
        apart = separation(embeddings, labels, similar, margin=self.margin)
        return self.alpha * entropy + (1 - self.alpha) * apart


def similarity(confusion: Tensor) -> Tensor:
    """Return how much of two classes' cases went to the other one, from 0 to 1.

    Args:
        confusion: true by predicted classes, not negative, shape (C, C).

    Returns:
        Symmetric, 0 on the diagonal and for pairs never seen, shape (C, C).
    """
    shares = confusion / confusion.sum(dim=1, keepdim=True).clamp_min(1e-12)  # (C, C)
    own = shares.diagonal()  # (C,)
    crossed = shares + shares.T  # (C, C)
    similar = crossed / (crossed + own[:, None] + own[None, :]).clamp_min(1e-12)
    return similar.fill_diagonal_(0.0)


def separation(
    embeddings: Tensor, labels: Tensor, similar: Tensor, *, margin: float
) -> Tensor:
    """Return how much confused classes lack of their margin, weighted by confusion.

    Args:
        embeddings: unit vectors, shape (B, D).
        labels: shape (B,).
        similar: as `similarity` returns it, shape (C, C).
        margin: distance asked of a pair that is hardly ever confused.

    Returns:
        A scalar: the mean over each class pair's points, summed over pairs by weight.
    """
    greatest = similar.max()
    if greatest <= 0:
        return embeddings.sum() * 0
    weights = similar / similar.sum()  # (C, C)
    margins = margin * (1 + similar / greatest)  # (C, C)
    pairs = labels[:, None], labels[None, :]
    sizes = torch.bincount(labels, minlength=len(similar)).to(embeddings)  # (C,)
    sharing = sizes[labels][:, None] * sizes[labels][None, :]  # (B, B)
    lacking = functional.relu(margins[pairs] - distances(embeddings))  # (B, B)
    return (weights[pairs] / sharing * lacking).sum()
