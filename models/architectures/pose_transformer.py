"""A Transformer over the frames of a sign: attention or mean pooling, a unit embedding.

Reference: Vaswani et al., Attention is all you need, NeurIPS 2017, arXiv:1706.03762; paper C
of this project (video-based reverse dictionary) for its use on keypoints.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import torch
from torch import Tensor, nn

from models.architectures.pose_network import PoseNetwork, PoseNetworkConfig
from models.poses.frame_values import shown, size
from models.poses.preparation import Points
from store.errors import CallError, UnknownNameError

Pooling = Literal["attention", "mean"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PoseTransformerConfig(PoseNetworkConfig):
    """Size of the network.

    Attributes:
        sees: parts of `models.poses.frame_values` that it is shown of each frame.
        width: values per frame within.
        layers, heads: of the encoder.
        pooling: frames weighted by attention (4 heads), or all alike.
    """

    sees: Sequence[str] = ("described",)
    width: int = 192
    layers: int = 2
    heads: int = 4
    pooling: Pooling = "attention"

    def __post_init__(self) -> None:
        PoseNetworkConfig.__post_init__(self)
        if self.pooling not in get_args(Pooling):
            kinds = get_args(Pooling)
            raise UnknownNameError("value of [network] pooling", self.pooling, kinds)
        if min(self.width, self.layers, self.heads, size(self.sees)) < 1:
            raise CallError("[network]: every size must be 1 or more.")
        if self.width % self.heads:
            raise CallError("[network] width must be a multiple of heads.")


POOLS = 4


class PoseTransformer(PoseNetwork):
    """Gives scores and embeddings of shown frames."""

    config: PoseTransformerConfig

    def __init__(self, config: PoseTransformerConfig, *, classes: int) -> None:
        super().__init__(config, classes=classes)
        width = config.width
        self.entry = nn.Linear(size(config.sees), width)
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

    def seen(self, points: Points) -> Points:
        """Return the parts of each frame that are seen, shape (B, T, V)."""
        return shown(points, self.config.sees)

    def embedded(self, values: Tensor) -> Tensor:
        """Return embeddings of shown frames, (B, T, V), shape (B, E)."""
        frames = self._frames(values)  # (B, T, W)
        pooled = torch.einsum("bth,btw->bhw", self._weights(frames), frames)
        places: Tensor = self.exit(self.dropout(pooled.flatten(1)))  # (B, E)
        return places

    def frame_weights(self, values: Tensor) -> Tensor:
        """Return how much each frame counts, shape (B, T); rows sum to 1."""
        return self._weights(self._frames(values)).mean(dim=2)

    def _frames(self, values: Tensor) -> Tensor:
        entered = self.entry(values) + self.places  # (B, T, W)
        frames: Tensor = self.norm(self.encoder(entered))  # (B, T, W)
        return frames

    def _weights(self, frames: Tensor) -> Tensor:
        if self.config.pooling == "mean":
            return frames.new_full((*frames.shape[:2], POOLS), 1 / frames.shape[1])
        weights: Tensor = self.attention(frames).softmax(dim=1)  # (B, T, P)
        return weights
