import math

import pytest

from models.losses.cross_entropy import CrossEntropy
from tests.models.losses.loss_batch import LossBatch, has_right_slopes


def test_cross_entropy__equals_the_slow_version(batch: LossBatch) -> None:
    terms = []
    for row, label in zip(batch.logits.tolist(), batch.labels.tolist(), strict=True):
        terms.append(math.log(sum(math.exp(v) for v in row)) - row[label])

    loss = CrossEntropy()(*batch.told())

    assert loss.item() == pytest.approx(sum(terms) / len(terms))


def test_cross_entropy__slopes(batch: LossBatch) -> None:
    loss = CrossEntropy()

    assert has_right_slopes(loss, batch)
