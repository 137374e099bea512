import math

import pytest
import torch

from models.architectures.hand_encoder import (
    HandEncoder,
    HandEncoderConfig,
    placed,
)
from models.features.joint_angles import DIMENSIONS
from store.skeleton import MIDDLE_MCP, WRIST


@pytest.fixture
def hands() -> torch.Tensor:
    return torch.randn(3, 21, 3, generator=torch.Generator().manual_seed(5))


def test_hand_encoder__no_hands() -> None:
    encoder = HandEncoder(HandEncoderConfig(width=8, layers=1))

    assert encoder(torch.empty(0, 21, 3)).shape == (0, DIMENSIONS)


def test_hand_encoder__turned_moved_and_larger_hand_has_the_same_form(
    hands: torch.Tensor,
) -> None:
    encoder = HandEncoder(HandEncoderConfig(width=8, layers=2)).eval()
    turn = torch.eye(3)
    turn[:2, :2] = torch.tensor(
        [[math.cos(2), -math.sin(2)], [math.sin(2), math.cos(2)]]
    )

    moved = 7 * hands @ turn.T + torch.tensor([3.0, -4.0, 5.0])

    torch.testing.assert_close(encoder(moved), encoder(hands), rtol=1e-3, atol=1e-4)


def test_placed__middle_knuckle_is_above_the_wrist(hands: torch.Tensor) -> None:
    upright = placed(hands)

    along = upright[:, MIDDLE_MCP] - upright[:, WRIST]
    torch.testing.assert_close(along[:, 0], torch.zeros(3), rtol=0, atol=1e-5)
    assert (along[:, 1] < 0).all()
    assert upright[..., :2].abs().amax() == pytest.approx(1, abs=1e-5)


def test_placed__points_on_one_spot_stay_finite() -> None:
    assert placed(torch.ones(1, 21, 3)).isfinite().all()
