"""Cross-entropy: the loss that the others are measured against."""

from dataclasses import dataclass

from torch import Tensor
from torch.nn import functional


@dataclass(frozen=True, slots=True)
class CrossEntropy:
    """Minus the logarithm of the true class's probability."""

    def __call__(
        self,
        logits: Tensor,
        embeddings: Tensor,
        labels: Tensor,
        *,
        confusion: Tensor | None = None,
    ) -> Tensor:
        """Return the mean over the batch; see `models.loss.Loss`."""
        return functional.cross_entropy(logits, labels)
