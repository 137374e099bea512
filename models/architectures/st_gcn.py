"""A spatio-temporal graph network over the joints of a sign.

Each block lets a joint see its neighbours in the skeleton, those nearer to the body and
those further away by weights of their own, then the frames before and after.

Reference: Yan, Xiong and Lin, Spatial temporal graph convolutional networks for
skeleton-based action recognition, AAAI 2018, doi:10.1609/aaai.v32i1.12328.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.architectures.pose_network import PoseNetwork, PoseNetworkConfig
from models.poses.graph_values import CHANNELS, graph_values
from models.poses.preparation import Points
from models.poses.skeleton_graph import PARTITIONS, SkeletonGraph, whole_graph
from store.errors import CallError


@dataclass(frozen=True, slots=True, kw_only=True)
class StGcnConfig(PoseNetworkConfig):
    """Size of the network.

    Attributes:
        widths: channels of each block; every block halves the frames.
        kernel: frames that a block sees at once, an odd number.
    """

    widths: Sequence[int] = (16, 32, 32)
    kernel: int = 5

    def __post_init__(self) -> None:
        PoseNetworkConfig.__post_init__(self)
        if not self.widths or min(self.widths) < 1:
            raise CallError(
                "[network] widths must name one block or more, of 1 or more."
            )
        if self.kernel < 1 or self.kernel % 2 == 0:
            raise CallError("[network] kernel must be an odd number of frames.")


class GraphBlock(nn.Module):
    """Neighbours, then frames, beside a short cut; half the frames come out."""

    partitions: Tensor

    def __init__(
        self, graph: SkeletonGraph, config: StGcnConfig, *, number: int
    ) -> None:
        super().__init__()
        enters, width = (CHANNELS, *config.widths)[number : number + 2]
        self.register_buffer("partitions", torch.from_numpy(graph.partitions()))
        self.importance = nn.Parameter(torch.ones_like(self.partitions))
        self.space = nn.Conv2d(enters, PARTITIONS * width, 1)
        self.space_norm = nn.BatchNorm2d(width)
        kernel, pad = (config.kernel, 1), (config.kernel // 2, 0)
        self.time = nn.Conv2d(width, width, kernel, (2, 1), pad)
        self.time_norm = nn.BatchNorm2d(width)
        self.short_cut = nn.Conv2d(enters, width, 1)
        self.dropout = nn.Dropout(config.dropout)

    def forward(self, values: Tensor) -> Tensor:
        """Return values of joints, (B, C, T, V), shape (B, W, T / 2, V)."""
        seen = functional.relu(self.space_norm(self._averaged(values)))
        moved = self.time_norm(self.time(seen))  # (B, W, T', V)
        # Not by a stride of the convolution: oneDNN then writes beyond its memory in the
        # backward pass where channels lie innermost (torch 2.15, 4 to 6 channels).
        short = self.short_cut(values[:, :, ::2])  # (B, W, T', V)
        joined: Tensor = functional.relu(self.dropout(moved) + short)  # (B, W, T', V)
        return joined

    def _averaged(self, values: Tensor) -> Tensor:
        """Return what neighbours say, shape (B, W, T, V), channels lying innermost."""
        weights = self.partitions * self.importance  # (3, V, V)
        flat = weights.permute(1, 2, 0).flatten(1)  # (V, V 3)
        said = self.space(values).permute(0, 2, 3, 1)  # (B, T, V, 3 W)
        clips, frames, joints, _ = said.shape
        said = said.reshape(clips, frames, joints * PARTITIONS, -1)  # (B, T, V 3, W)
        averaged: Tensor = flat @ said  # (B, T, V, W)
        return averaged.permute(0, 3, 1, 2)  # (B, W, T, V)


class GraphTrunk(nn.Module):
    """Blocks over one graph, averaged over joints and frames."""

    def __init__(self, graph: SkeletonGraph, config: StGcnConfig) -> None:
        super().__init__()
        self.norm = nn.BatchNorm1d(CHANNELS * len(graph.joints))
        self.blocks = nn.Sequential(
            *(GraphBlock(graph, config, number=n) for n in range(len(config.widths)))
        )

    def forward(self, values: Tensor) -> Tensor:
        """Return a vector of each clip, (B, 12, T, V), shape (B, W)."""
        clips, channels, frames, joints = values.shape
        flat = values.transpose(2, 3).reshape(clips, -1, frames)  # (B, 12 V, T)
        scaled = self.norm(flat).view(clips, channels, joints, frames)
        # A processor is faster where a joint's channels lie side by side.
        laid = scaled.transpose(2, 3).contiguous(memory_format=torch.channels_last)
        seen = self.blocks(laid)  # (B, W, T', V)
        mean: Tensor = seen.mean(dim=(2, 3))  # (B, W)
        return mean


class StGcn(PoseNetwork):
    """Gives scores and embeddings by one graph of body and hands."""

    config: StGcnConfig

    def __init__(self, config: StGcnConfig, *, classes: int) -> None:
        super().__init__(config, classes=classes)
        self.graph = whole_graph()
        self.trunk = GraphTrunk(self.graph, config)
        self.exit = nn.Linear(config.widths[-1], config.embedding)

    def seen(self, points: Points) -> Points:
        """Return what is shown of each joint, shape (B, 12, T, V)."""
        return graph_values(points, self.graph)

    def embedded(self, values: Tensor) -> Tensor:
        """Return embeddings of shown joints, (B, 12, T, V), shape (B, E)."""
        places: Tensor = self.exit(self.dropout(self.trunk(values)))  # (B, E)
        return places
