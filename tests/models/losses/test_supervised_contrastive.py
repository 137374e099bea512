"""The loss against a version that goes through all pairs one by one."""

import math

import pytest
import torch

from models.losses.supervised_contrastive import supervised_contrastive


def slowly(points: torch.Tensor, classes: list[int], temperature: float) -> float:
    losses = []
    count = len(classes)
    for i in range(count):
        partners = [p for p in range(count) if p != i and classes[p] == classes[i]]
        if not partners:
            continue
        others = [a for a in range(count) if a != i]
        shares = [math.exp(float(points[i] @ points[a]) / temperature) for a in others]
        terms = [
            float(points[i] @ points[p]) / temperature - math.log(sum(shares))
            for p in partners
        ]
        losses.append(-sum(terms) / len(terms))
    return sum(losses) / len(losses)


@pytest.fixture
def points() -> torch.Tensor:
    drawn = torch.randn(7, 5, generator=torch.Generator().manual_seed(1))
    return torch.nn.functional.normalize(drawn, dim=1)


def test_supervised_contrastive__no_class_has_two_members(points: torch.Tensor) -> None:
    loss = supervised_contrastive(points, torch.arange(7), temperature=0.1)

    assert loss.item() == 0


@pytest.mark.parametrize("temperature", [0.07, 1.0])
def test_supervised_contrastive__equals_the_slow_version(
    points: torch.Tensor, temperature: float
) -> None:
    classes = [0, 0, 1, 2, 1, 0, 3]

    loss = supervised_contrastive(
        points, torch.tensor(classes), temperature=temperature
    )

    assert loss.item() == pytest.approx(slowly(points, classes, temperature), rel=1e-4)


def test_supervised_contrastive__less_where_classes_lie_together() -> None:
    together = torch.tensor([[1.0, 0], [1, 0], [0, 1], [0, 1]])
    classes, mixed = torch.tensor([0, 0, 1, 1]), torch.tensor([0, 1, 0, 1])

    apart = supervised_contrastive(together, classes, temperature=0.1)
    wrong = supervised_contrastive(together, mixed, temperature=0.1)

    assert apart.item() < 0.01 < wrong.item()


def test_supervised_contrastive__gradient_is_finite(points: torch.Tensor) -> None:
    points.requires_grad_()

    loss = supervised_contrastive(
        points, torch.tensor([0, 0, 1, 1, 2, 2, 2]), temperature=0.1
    )
    torch.autograd.backward(loss)

    assert points.grad is not None
    assert torch.isfinite(points.grad).all()
