import pytest
import torch

from models.hand_views import AGAIN, Errors, seen_again, seen_anyhow
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


def test_seen_anyhow__is_a_turned_hand_and_seldom_a_mirrored_one() -> None:
    axes = torch.zeros(400, 21, 3)
    axes[:, 1:4] = torch.eye(3)
    torch.manual_seed(3)

    seen = seen_anyhow(axes, NONE)

    # Depth is stretched by 0 to 1.3; a picture's y and z point the other way.
    sides = torch.linalg.det(seen[:, 1:4])
    assert 0.9 < float((sides > 0).float().mean()) < 1
    assert (sides.abs() < 1.31).all()
    torch.testing.assert_close(seen[:, 0], torch.zeros(400, 3))


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
    assert 0.03 < float(off.median()) < 0.05
    assert float(off.max()) < 0.2


def test_seen_again__differs_a_little(forms: torch.Tensor) -> None:
    again = seen_again(forms)

    mirrored = forms * forms.new_tensor((-1, 1, 1))
    off = torch.minimum((again - forms).std((1, 2)), (again - mirrored).std((1, 2)))
    extent = (forms[..., :2].amax(1) - forms[..., :2].amin(1)).amax(1)
    torch.testing.assert_close(
        (off / extent).mean(), torch.tensor(AGAIN), rtol=0.2, atol=0
    )
