"""A small batch for tests of losses."""

import pytest
import torch

from tests.models.losses.loss_batch import LossBatch


@pytest.fixture
def batch() -> LossBatch:
    draw = torch.Generator().manual_seed(1)
    drawn = torch.randn(7, 5, generator=draw, dtype=torch.float64)
    return LossBatch(
        embeddings=torch.nn.functional.normalize(drawn, dim=1),
        logits=torch.randn(7, 4, generator=draw, dtype=torch.float64),
        labels=torch.tensor([0, 0, 1, 2, 1, 0, 3]),
        confusion=torch.tensor(
            [[8, 2, 0, 0], [1, 9, 0, 0], [0, 0, 5, 5], [0, 1, 0, 4]],
            dtype=torch.float64,
        ),
    )
