"""The focal loss: what is already sure counts less.

Reference: Lin et al., Focal loss for dense object detection, ICCV 2017,
doi:10.1109/ICCV.2017.324.
"""

from dataclasses import dataclass
from typing import Final

from torch import Tensor

from store.errors import CallError

SMALLEST: Final = 1e-12


@dataclass(frozen=True, slots=True)
class Focal:
    """Cross-entropy times (1 - probability of the true class) to the power `gamma`."""

    gamma: float = 2.0

    def __post_init__(self) -> None:
        if self.gamma < 0:
            raise CallError(f"Focal loss: gamma is {self.gamma}, expected 0 or more.")

    def __call__(
        self,
        logits: Tensor,
        embeddings: Tensor,
        labels: Tensor,
        *,
        confusion: Tensor | None = None,
    ) -> Tensor:
        """Return the mean over the batch; see `models.loss.Loss`."""
        log_true = logits.log_softmax(dim=1).gather(1, labels[:, None])[:, 0]  # (B,)
        # The power of 0 has no slope where gamma is below 1.
        unsure = (-log_true.expm1()).clamp_min(SMALLEST)  # (B,)
        return -(unsure**self.gamma * log_true).mean()
