"""A small net on the values of a feature set: standardise, two layers, a unit vector.

The embedding has unit length; the classes' scores are its scaled cosines with one vector
a class, so that distances between embeddings mean what the losses ask of them.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from store.errors import CallError


@dataclass(frozen=True, slots=True)
class MlpConfig:
    """Size of the net.

    Attributes:
        width: values in each hidden layer.
        layers: hidden layers.
        embedding: values of the embedding.
        dropout: share of hidden values left out while training.
        noise: standard deviation of noise on the standardised values while training.
        scale: of the cosines.
    """

    width: int = 128
    layers: int = 2
    embedding: int = 32
    dropout: float = 0.3
    noise: float = 0.1
    scale: float = 16.0

    def __post_init__(self) -> None:
        for name in ("width", "layers", "embedding", "scale"):
            if getattr(self, name) <= 0:
                raise CallError(f"[network] {name} must be above 0.")
        if not 0 <= self.dropout < 1:
            raise CallError("[network] dropout must be from 0 to below 1.")


class Mlp(nn.Module):
    """Gives scores and embeddings of vectors."""

    mean: Tensor
    deviation: Tensor

    def __init__(self, config: MlpConfig, *, values: int, classes: int) -> None:
        super().__init__()
        self.config = config
        self.register_buffer("mean", torch.zeros(values))
        self.register_buffer("deviation", torch.ones(values))
        layers: list[nn.Module] = []
        before = values
        for _ in range(config.layers):
            layers += [nn.Linear(before, config.width), nn.BatchNorm1d(config.width)]
            layers += [nn.ReLU(), nn.Dropout(config.dropout)]
            before = config.width
        self.hidden = nn.Sequential(*layers, nn.Linear(before, config.embedding))
        self.head = CosineHead(config.embedding, classes, scale=config.scale)

    def standardise_by(self, vectors: Tensor) -> None:
        """Set what is taken off and divided by, from training vectors, shape (N, V)."""
        self.mean.copy_(vectors.mean(dim=0))
        self.deviation.copy_(vectors.std(dim=0, unbiased=False).clamp_min(1e-6))

    def forward(self, vectors: Tensor) -> tuple[Tensor, Tensor]:
        """Return scores, shape (B, C), and unit embeddings, shape (B, D)."""
        standard = (vectors - self.mean) / self.deviation  # (B, V)
        if self.training and self.config.noise:
            standard = standard + self.config.noise * torch.randn_like(standard)
        embeddings = functional.normalize(self.hidden(standard), dim=1)  # (B, D)
        return self.head(embeddings), embeddings


class CosineHead(nn.Module):
    """Scaled cosines of unit embeddings with one direction a class."""

    def __init__(self, embedding: int, classes: int, *, scale: float) -> None:
        super().__init__()
        self.scale = scale
        self.directions = nn.Parameter(torch.randn(classes, embedding))

    def forward(self, embeddings: Tensor) -> Tensor:
        """Return scores, shape (B, C)."""
        directions = functional.normalize(self.directions, dim=1)  # (C, D)
        return self.scale * embeddings @ directions.T
