import pytest
import torch

from models.hand_augmentation import augmented


@pytest.fixture
def hands() -> tuple[torch.Tensor, torch.Tensor]:
    squares = torch.zeros(6, 3, 48, 48, dtype=torch.uint8)
    squares[:, :, 12:36, 12:36] = 255
    return squares, squares[:, :1].clone()


def test_augmented__shape_range_and_change(
    hands: tuple[torch.Tensor, torch.Tensor],
) -> None:
    torch.manual_seed(3)

    pictures = augmented(*hands, side_px=32, margin=0.25)

    assert pictures.shape == (6, 3, 32, 32)
    assert pictures.min() >= 0
    assert pictures.max() <= 1
    assert (pictures[0] - pictures[1]).abs().mean() > 0.01


def test_augmented__same_seed_same_pictures(
    hands: tuple[torch.Tensor, torch.Tensor],
) -> None:
    torch.manual_seed(3)
    first = augmented(*hands, side_px=32, margin=0.25)
    torch.manual_seed(3)

    second = augmented(*hands, side_px=32, margin=0.25)

    torch.testing.assert_close(first, second)
