"""The Transformer of signs: unit embeddings, frames that count."""

import pytest
import torch

from models.architectures.pose_transformer import (
    Pooling,
    PoseTransformer,
    PoseTransformerConfig,
)


@pytest.mark.parametrize("pooling", ["attention", "mean"])
def test_pose_transformer__unit_embeddings_and_weights(pooling: Pooling) -> None:
    config = PoseTransformerConfig(
        frames=6, width=8, layers=1, heads=2, embedding=5, pooling=pooling
    )
    network = PoseTransformer(config, classes=3).eval()
    frames = torch.randn(4, 6, 273)

    scores, embeddings = network(frames)

    assert scores.shape == (4, 3)
    assert embeddings.norm(dim=1).tolist() == pytest.approx([1] * 4)
    weights = network.frame_weights(frames)
    assert weights.sum(dim=1).tolist() == pytest.approx([1] * 4)
    if pooling == "mean":
        assert weights[0].tolist() == pytest.approx([1 / 6] * 6)
