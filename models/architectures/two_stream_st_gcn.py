"""Two graph networks, one of the body and one of the hands, fused into one embedding.

Both hands go through the same weights, each as a graph about its own wrist; what is found
of them stays apart, left beside right, until body and hands are fused.

Reference: paper C of this project (video-based reverse dictionary); see `st_gcn`.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn

from models.architectures.pose_network import PoseNetwork
from models.architectures.st_gcn import GraphTrunk, StGcnConfig
from models.poses.graph_values import graph_values
from models.poses.preparation import Points
from models.poses.skeleton_graph import body_graph, hand_graph
from store.skeleton import HAND_SLICES

VECTORS: Final = 3
"""Of body, left hand and right hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoStreamConfig(StGcnConfig):
    """Size of the network, both streams alike; see `StGcnConfig`."""


class TwoStreamStGcn(PoseNetwork):
    """Gives scores and embeddings by body and hands apart, then fused."""

    config: StGcnConfig

    def __init__(self, config: StGcnConfig, *, classes: int) -> None:
        super().__init__(config, classes=classes)
        self.body_graph = body_graph()
        self.hand_graphs = [hand_graph(place) for place in HAND_SLICES.values()]
        self.body = GraphTrunk(self.body_graph, config)
        self.hand = GraphTrunk(self.hand_graphs[0], config)
        self.exit = nn.Linear(VECTORS * config.widths[-1], config.embedding)

    def seen(self, points: Points) -> Points:
        """Return what is shown of body, left and right joints, shape (B, 12, T, 49)."""
        graphs = [self.body_graph, *self.hand_graphs]
        return np.concatenate([graph_values(points, g) for g in graphs], axis=3)

    def embedded(self, values: Tensor) -> Tensor:
        """Return embeddings of shown joints, (B, 12, T, 49), shape (B, E)."""
        sizes = [len(graph.joints) for graph in (self.body_graph, *self.hand_graphs)]
        body, left, right = torch.split(values, sizes, dim=3)
        hands = self.hand(torch.cat([left, right]))  # (2 B, W)
        fused = torch.cat([self.body(body), *hands.chunk(2)], dim=1)  # (B, 3 W)
        places: Tensor = self.exit(self.dropout(fused))  # (B, E)
        return places
