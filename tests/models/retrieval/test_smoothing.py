"""Smoothed similarities against a slow version that joins vectors one by one."""

import numpy as np
import pytest
from numpy.random import default_rng
from numpy.typing import NDArray

from models.retrieval.smoothing import POWER, smoothed_similarities


def unit(vectors: NDArray[np.float64]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / lengths, np.float32)


def joined(
    vector: NDArray[np.float32], others: NDArray[np.float32], neighbours: int
) -> NDArray[np.float32]:
    likeness = others @ vector
    best = np.argsort(-likeness)[:neighbours]
    pulls = np.maximum(likeness[best], 0) ** POWER
    return unit((vector + pulls @ others[best]).astype(np.float64))


@pytest.mark.parametrize("neighbours", [1, 3])
def test_smoothed_similarities__as_joined_one_by_one(neighbours: int) -> None:
    rng = default_rng(0)
    known = unit(rng.normal(size=(9, 4)) + np.array([1.0, 0, 0, 0]))
    asked = unit(rng.normal(size=(2, 4)) + np.array([1.0, 0, 0, 0]))

    found = smoothed_similarities(
        asked, known, np.zeros((2, 9), bool), neighbours=neighbours
    )

    gallery = [
        joined(known[row], np.delete(known, row, axis=0), neighbours)
        for row in range(9)
    ]
    for query in range(2):
        expected = gallery @ joined(asked[query], known, neighbours)
        assert found[query] == pytest.approx(expected, abs=1e-5)


def test_smoothed_similarities__a_query_lends_itself_to_no_one() -> None:
    known = unit(default_rng(1).normal(size=(7, 3)))

    found = smoothed_similarities(known, known, np.eye(7, dtype=bool), neighbours=2)

    for query in range(7):
        others = np.delete(known, query, axis=0)
        alone = smoothed_similarities(
            known[[query]], others, np.zeros((1, 6), bool), neighbours=2
        )
        assert np.delete(found[query], query) == pytest.approx(alone[0], abs=1e-5)


def test_smoothed_similarities__clips_of_one_sign_bring_a_third_with_them() -> None:
    known = unit(np.array([[1, 0, 0.0], [0.9, 0.5, 0], [0.3, 0, 1], [0, -1, 0.1]]))
    asked = unit(np.array([[1, 0.1, 0.0]]))

    plain = (asked @ known.T)[0]
    found = smoothed_similarities(asked, known, np.zeros((1, 4), bool), neighbours=1)

    assert found[0, 2] > plain[2]
    assert found[0, 0] > found[0, 2] > found[0, 3]
