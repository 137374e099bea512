"""A Transformer over the frames of a sign: attention or mean pooling, a unit embedding.

Reference: Vaswani et al., Attention is all you need, NeurIPS 2017, arXiv:1706.03762; paper C
of this project (video-based reverse dictionary) for its use on keypoints.
"""

from dataclasses import dataclass
from typing import Literal, get_args

import torch
from torch import Tensor, nn
from torch.nn import functional

from store.errors import CallError, UnknownNameError

Pooling = Literal["attention", "mean"]


@dataclass(frozen=True, slots=True)
class PoseTransformerConfig:
    """Size of the network.

    Attributes:
        frames: it sees of each clip, evenly spaced in time.
        width: values per frame within.
        layers, heads: of the encoder.
        embedding: values of the embedding.
        pooling: frames weighted by attention (4 heads), or all alike.
        dropout: share of values left out while training.
    """

    frames: int = 32
    width: int = 192
    layers: int = 2
    heads: int = 4
    embedding: int = 256
    pooling: Pooling = "attention"
    dropout: float = 0.2

    def __post_init__(self) -> None:
        if self.pooling not in get_args(Pooling):
            kinds = get_args(Pooling)
            raise UnknownNameError("value of [network] pooling", self.pooling, kinds)
        if min(self.frames, self.width, self.layers, self.heads, self.embedding) < 1:
            raise CallError("[network]: every size must be 1 or more.")
        if self.width % self.heads:
            raise CallError("[network] width must be a multiple of heads.")


POOLS = 4


class PoseTransformer(nn.Module):
    """Gives scores and embeddings of described frames."""

    def __init__(
        self, config: PoseTransformerConfig, *, values: int, classes: int
    ) -> None:
        super().__init__()
        self.config = config
        width = config.width
        self.entry = nn.Linear(values, width)
        self.places = nn.Parameter(0.02 * torch.randn(config.frames, width))
        layer = nn.TransformerEncoderLayer(
            width,
            config.heads,
            2 * width,
            config.dropout,
            activation="gelu",
            batch_first=True,
            norm_first=True,
        )
        self.encoder = nn.TransformerEncoder(
            layer, config.layers, enable_nested_tensor=False
        )
        self.norm = nn.LayerNorm(width)
        self.attention = nn.Linear(width, POOLS)
        self.exit = nn.Linear(POOLS * width, config.embedding)
        self.dropout = nn.Dropout(config.dropout)
        self.head = nn.Linear(config.embedding, classes)

    def forward(self, frames: Tensor) -> tuple[Tensor, Tensor]:
        """Return scores and unit embeddings.

        Args:
            frames: described frames, shape (B, T, V).

        Returns:
            Shapes (B, C) and (B, E).
        """
        seen = self.norm(self.encoder(self.entry(frames) + self.places))  # (B, T, W)
        pooled = torch.einsum("bth,btw->bhw", self._weights(seen), seen)
        points = self.exit(self.dropout(pooled.flatten(1)))
        scores: Tensor = self.head(self.dropout(points))
        return scores, functional.normalize(points, dim=1)

    def frame_weights(self, frames: Tensor) -> Tensor:
        """Return how much each frame counts, shape (B, T); rows sum to 1."""
        seen = self.norm(self.encoder(self.entry(frames) + self.places))
        return self._weights(seen).mean(dim=2)

    def _weights(self, seen: Tensor) -> Tensor:
        if self.config.pooling == "mean":
            return seen.new_full((*seen.shape[:2], POOLS), 1 / seen.shape[1])
        weights: Tensor = self.attention(seen).softmax(dim=1)
        return weights
