import math

import pytest
import torch

from models.losses.cross_entropy import CrossEntropy
from models.losses.focal import Focal
from store.errors import CallError
from tests.models.losses.loss_batch import LossBatch, has_right_slopes


@pytest.mark.parametrize("gamma", [0.5, 2.0])
def test_focal__equals_the_slow_version(batch: LossBatch, gamma: float) -> None:
    terms = []
    for row, label in zip(batch.logits.tolist(), batch.labels.tolist(), strict=True):
        share = math.exp(row[label]) / sum(math.exp(value) for value in row)
        terms.append(-((1 - share) ** gamma) * math.log(share))

    loss = Focal(gamma=gamma)(*batch.told())

    assert loss.item() == pytest.approx(sum(terms) / len(terms))


def test_focal__without_gamma_is_cross_entropy(batch: LossBatch) -> None:
    loss = Focal(gamma=0)(*batch.told())

    assert loss.item() == pytest.approx(CrossEntropy()(*batch.told()).item())


def test_focal__slopes(batch: LossBatch) -> None:
    loss = Focal()

    assert has_right_slopes(loss, batch)


def test_focal__sure_of_a_class_has_a_slope(batch: LossBatch) -> None:
    sure = (1000 * batch.logits).requires_grad_()

    loss = Focal(gamma=0.5)(sure, batch.embeddings, batch.labels)
    torch.autograd.backward(loss)

    assert sure.grad is not None
    assert bool(sure.grad.isfinite().all())


def test_focal__negative_gamma() -> None:
    with pytest.raises(CallError, match="expected 0 or more"):
        Focal(gamma=-1)
