"""A discriminant finds what tells glosses apart, not what varies most."""

import numpy as np
import pytest
from numpy.random import default_rng

from models.retrieval.discriminant import fitted_discriminant


def test_fitted_discriminant__one_direction_tells_two_glosses_apart() -> None:
    labels = np.repeat([0, 1], 50).astype(np.intp)
    vectors = default_rng(0).normal(size=(100, 3)) * [5.0, 0.1, 1.0]
    vectors[:, 1] += labels

    found = fitted_discriminant(vectors.astype(np.float32), labels, round_part=1e-3)

    direction = found.directions[0] / np.linalg.norm(found.directions[0])
    assert found.directions.shape == (1, 3)
    assert abs(direction[1]) == pytest.approx(1, abs=0.02)
    likely = found.likelihoods(vectors.astype(np.float32))
    assert likely.sum(axis=1) == pytest.approx(1, abs=1e-5)
    assert np.array_equal(likely.argmax(axis=1), labels)


def test_fitted_discriminant__round_covariance_leaves_the_line_between_means() -> None:
    labels = np.repeat([0, 1], 40).astype(np.intp)
    vectors = default_rng(1).normal(size=(80, 2)) * [3.0, 1.0]
    vectors += labels[:, None]

    found = fitted_discriminant(vectors.astype(np.float32), labels, round_part=1e6)

    between = vectors[labels == 1].mean(axis=0) - vectors[labels == 0].mean(axis=0)
    cosine = found.directions[0] @ between
    cosine /= np.linalg.norm(found.directions[0]) * np.linalg.norm(between)
    assert abs(cosine) == pytest.approx(1, abs=1e-3)
