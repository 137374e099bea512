import pytest
import torch

from models.losses.adaptive import Adaptive, separation, similarity
from models.losses.cross_entropy import CrossEntropy
from store.errors import CallError
from tests.models.losses.loss_batch import LossBatch, has_right_slopes


def similar_slowly(counts: list[list[float]]) -> list[list[float]]:
    shares = [[value / sum(row) for value in row] for row in counts]
    count = len(shares)
    found = [[0.0] * count for _ in range(count)]
    for i in range(count):
        for j in range(count):
            crossed = shares[i][j] + shares[j][i]
            if i != j:
                found[i][j] = crossed / (crossed + shares[i][i] + shares[j][j])
    return found


def slowly(batch: LossBatch, margin: float) -> float:
    similar = similar_slowly(batch.confusion.tolist())
    everything = sum(sum(row) for row in similar)
    greatest = max(max(row) for row in similar)
    labels = batch.labels.tolist()
    total = 0.0
    for i in range(len(similar)):
        for j in range(len(similar)):
            lacking = []
            for a, first in enumerate(labels):
                for b, second in enumerate(labels):
                    if i != j and (first, second) == (i, j):
                        apart = (batch.embeddings[a] - batch.embeddings[b]).norm()
                        wanted = margin * (1 + similar[i][j] / greatest)
                        lacking.append(max(0.0, wanted - float(apart)))
            if lacking:
                total += similar[i][j] / everything * sum(lacking) / len(lacking)
    return total


def test_similarity__nothing_confused() -> None:
    similar = similarity(torch.eye(3))

    assert not similar.any()


def test_similarity__a_class_without_cases() -> None:
    similar = similarity(torch.tensor([[3.0, 1.0], [0.0, 0.0]]))

    assert bool(similar.isfinite().all())


@pytest.mark.parametrize("margin", [0.5, 1.5])
@pytest.mark.parametrize("alpha", [0.0, 0.3])
def test_adaptive__equals_the_slow_version(
    batch: LossBatch, alpha: float, margin: float
) -> None:
    entropy = CrossEntropy()(*batch.told()).item()

    loss = Adaptive(alpha=alpha, margin=margin)(
        *batch.told(), confusion=batch.confusion
    )

    expected = alpha * entropy + (1 - alpha) * slowly(batch, margin)
    assert loss.item() == pytest.approx(expected)


def test_adaptive__alpha_of_one_is_cross_entropy(batch: LossBatch) -> None:
    loss = Adaptive(alpha=1)(*batch.told(), confusion=batch.confusion)

    assert loss.item() == CrossEntropy()(*batch.told()).item()


def test_adaptive__first_epoch_has_no_confusion(batch: LossBatch) -> None:
    loss = Adaptive(alpha=0.5)(*batch.told())

    assert loss.item() == pytest.approx(0.5 * CrossEntropy()(*batch.told()).item())


def test_adaptive__slopes(batch: LossBatch) -> None:
    loss = Adaptive(alpha=0.5, margin=1.5)

    assert has_right_slopes(loss, batch)


def test_separation__only_confused_classes_are_pushed_apart() -> None:
    points = torch.tensor([[1.0, 0], [1, 0], [1, 0]], requires_grad=True)
    similar = torch.tensor([[0.0, 0.4, 0], [0.4, 0, 0], [0, 0, 0]])

    loss = separation(points, torch.arange(3), similar, margin=0.5)
    alone = separation(points[::2], torch.tensor([0, 2]), similar, margin=0.5)

    assert loss.item() == pytest.approx(2 * 0.5, abs=1e-4)
    assert alone.item() == 0


@pytest.mark.parametrize("settings", [{"alpha": -0.1}, {"margin": 0.0}])
def test_adaptive__settings_that_cannot_work(settings: dict[str, float]) -> None:
    with pytest.raises(CallError, match="expected"):
        Adaptive(**settings)
