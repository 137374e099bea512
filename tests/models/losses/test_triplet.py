import pytest
import torch

from models.losses.cross_entropy import CrossEntropy
from models.losses.triplet import Triplet, hardest_triplets
from store.errors import CallError
from tests.models.losses.loss_batch import LossBatch, has_right_slopes


def slowly(points: torch.Tensor, labels: list[int], margin: float) -> float:
    losses = []
    for i, own in enumerate(labels):
        apart = [float((points[i] - other).norm()) for other in points]
        same = [apart[j] for j, c in enumerate(labels) if c == own and j != i]
        rest = [apart[j] for j, c in enumerate(labels) if c != own]
        if same and rest:
            losses.append(max(0.0, max(same) - min(rest) + margin))
    return sum(losses) / len(losses)


@pytest.mark.parametrize("margin", [0.2, 1.0])
def test_hardest_triplets__equals_the_slow_version(
    batch: LossBatch, margin: float
) -> None:
    loss = hardest_triplets(batch.embeddings, batch.labels, margin=margin)

    assert loss.item() == pytest.approx(
        slowly(batch.embeddings, batch.labels.tolist(), margin)
    )


@pytest.mark.parametrize("labels", [[0, 1, 2, 3, 4, 5, 6], [0] * 7])
def test_hardest_triplets__no_triplet_in_the_batch(
    batch: LossBatch, labels: list[int]
) -> None:
    loss = hardest_triplets(batch.embeddings, torch.tensor(labels), margin=0.2)

    assert loss.item() == 0


def test_triplet__alpha_of_one_is_cross_entropy(batch: LossBatch) -> None:
    loss = Triplet(alpha=1)(*batch.told())

    assert loss.item() == CrossEntropy()(*batch.told()).item()


def test_triplet__slopes(batch: LossBatch) -> None:
    loss = Triplet()

    assert has_right_slopes(loss, batch)


def test_triplet__alpha_out_of_range() -> None:
    with pytest.raises(CallError, match="expected 0 to 1"):
        Triplet(alpha=1.5)
