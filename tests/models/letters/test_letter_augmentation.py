"""Changed pictures: nothing drawn changes nothing, values stay in range, each its own."""

import math

import numpy as np
import pytest
import torch
from torch import Generator, Tensor

from models.letters.augmentation import (
    PAPER_JITTER,
    Jitter,
    mirrored,
    moved,
    three_copies,
)


def pictures(count: int = 6) -> Tensor:
    return torch.rand(count, 1, 28, 28, generator=Generator().manual_seed(1))


def draw(seed: int = 0) -> Generator:
    return Generator().manual_seed(seed)


def test_moved__nothing_at_zero() -> None:
    found = moved(pictures(), Jitter(), draw())

    assert torch.allclose(found, pictures(), atol=1e-5)


def test_moved__values_stay_in_range() -> None:
    found = moved(pictures(200), PAPER_JITTER, draw())

    assert found.shape == (200, 1, 28, 28)
    assert found.min() >= 0
    assert found.max() <= 1


def test_moved__each_picture_by_its_own_draw() -> None:
    same = pictures(1).repeat(5, 1, 1, 1)

    found = moved(same, PAPER_JITTER, draw())

    assert len({tuple(picture.flatten().tolist()) for picture in found}) == 5


def test_moved__the_same_draw_gives_the_same() -> None:
    one, other = (moved(pictures(), PAPER_JITTER, draw(3)) for _ in range(2))

    assert torch.equal(one, other)


def spread_of(jitter: Jitter) -> tuple[float, float]:
    """Return how far a point at the middle of 2,000 pictures goes across and down, px."""
    side = 57
    point = torch.zeros(2000, 1, side, side)
    point[:, :, side // 2 - 1 : side // 2 + 2, side // 2 - 1 : side // 2 + 2] = 1
    found = moved(point, jitter, draw()).squeeze(1)
    places = torch.arange(side).float() - side // 2
    mass = found.sum(dim=(1, 2))
    across = (found.sum(dim=1) * places).sum(dim=1) / mass
    down = (found.sum(dim=2) * places).sum(dim=1) / mass
    return float(across.abs().max()), float(down.abs().max())


def test_moved__shift_is_a_share_of_the_side() -> None:
    across, down = spread_of(Jitter(shift=0.1))

    assert across == pytest.approx(5.7, abs=0.1)
    assert down == pytest.approx(5.7, abs=0.1)


def test_moved__rotation_is_about_the_middle() -> None:
    bar = torch.zeros(1000, 1, 57, 57)
    bar[:, :, 27:30, 8:49] = 1

    found = moved(bar, Jitter(rotation_deg=10), draw()).squeeze(1)

    places = torch.arange(57).float() - 28
    across = (found * places).sum(dim=(1, 2))
    covariance = (found * places[None, None, :] * places[None, :, None]).sum(dim=(1, 2))
    variance = (found * places[None, None, :] ** 2).sum(dim=(1, 2))
    angles = torch.atan(covariance / variance).abs() * 180 / math.pi
    assert across.abs().max() < 2
    assert float(angles.max()) == pytest.approx(10, abs=0.5)


def test_mirrored__a_share_of_them() -> None:
    seen = pictures(400)

    found = mirrored(seen, 0.25, draw())

    flipped = (found == seen.flip(3)).all(dim=(1, 2, 3))
    assert 70 <= int(flipped.sum()) <= 130
    assert torch.equal(found[~flipped], seen[~flipped])


def test_mirrored__none_at_zero() -> None:
    assert mirrored(pictures(), 0.0, draw()) is not None
    assert torch.equal(mirrored(pictures(), 0.0, draw()), pictures())


def test_three_copies__one_of_each_kind_in_range() -> None:
    seen = pictures(40)

    found = three_copies(seen, draw())

    lighter, contrast, slanted = torch.split(found, 40)
    assert found.shape == (120, 1, 28, 28)
    assert found.min() >= 0
    assert found.max() <= 1
    factors = (lighter / seen).flatten(1).median(dim=1).values
    assert len(np.unique(factors.numpy().round(4))) > 30
    assert torch.allclose(contrast.mean(), seen.mean(), atol=0.02)
    assert not torch.allclose(slanted, seen, atol=0.1)
