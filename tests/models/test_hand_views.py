import pytest
import torch

from models.hand_views import Errors, seen_anyhow
from tests.models.hand_maker import open_hand

NONE = Errors(across=0.0, deep=0.0)


@pytest.fixture
def forms() -> torch.Tensor:
    torch.manual_seed(3)
    return torch.from_numpy(open_hand(bend=0.5)).repeat(200, 1, 1)


def test_seen_anyhow__no_hands() -> None:
    assert seen_anyhow(torch.empty(0, 21, 3), NONE).shape == (0, 21, 3)


def test_seen_anyhow__same_seed_same_views(forms: torch.Tensor) -> None:
    first = seen_anyhow(forms, NONE)
    torch.manual_seed(3)

    second = seen_anyhow(forms, NONE)

    torch.testing.assert_close(first, second)
    assert not torch.allclose(first[0], first[1])


def test_seen_anyhow__is_a_turned_and_not_a_mirrored_hand() -> None:
    axes = torch.zeros(200, 21, 3)
    axes[:, 1:4] = torch.eye(3)

    seen = seen_anyhow(axes, NONE)

    sides = torch.linalg.det(seen[:, 1:4])
    # Depth is stretched by .3 to 1.2; a picture's y and z point the other way.
    assert (sides > 0.29).all()
    assert (sides < 1.21).all()
    torch.testing.assert_close(seen[:, 0], torch.zeros(200, 3))


def test_seen_anyhow__all_sides_are_seen_equally_often(forms: torch.Tensor) -> None:
    seen = seen_anyhow(forms, NONE)

    up = seen[:, 9, 1] - seen[:, 0, 1]
    assert 0.35 < float((up < 0).float().mean()) < 0.65


def test_seen_anyhow__errors_are_shares_of_the_extent(forms: torch.Tensor) -> None:
    exact = seen_anyhow(forms, NONE)
    torch.manual_seed(3)

    mistaken = seen_anyhow(forms, Errors(across=0.1, deep=0.0))

    extent = (exact[..., :2].amax(1) - exact[..., :2].amin(1)).amax(1)
    off = (mistaken - exact)[..., :2].std(dim=(1, 2)) / extent
    assert 0.04 < float(off.mean()) < 0.06
    assert float(off.max()) < 0.15
