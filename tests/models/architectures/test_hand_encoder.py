import pytest
import torch

from models.architectures.hand_encoder import HandEncoder, HandEncoderConfig


@pytest.mark.parametrize("side_px", [32, 48])
def test_hand_encoder__unit_vectors(side_px: int) -> None:
    torch.manual_seed(0)
    encoder = HandEncoder(HandEncoderConfig(side_px, width=4, dimensions=7)).eval()

    points = encoder(torch.rand(2, 3, side_px, side_px))

    assert points.shape == (2, 7)
    torch.testing.assert_close(points.norm(dim=1), torch.ones(2))


def test_hand_encoder__small_enough_for_two_cores() -> None:
    encoder = HandEncoder(HandEncoderConfig())

    assert sum(values.numel() for values in encoder.parameters()) < 3_000_000
