from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import silhouette_score

from models.silhouettes import mean_silhouettes, sample_rows


def blobs(count: int = 700) -> tuple[NDArray[Any], NDArray[Any]]:
    draw = np.random.default_rng(0)
    labels = draw.integers(0, 5, count)
    points = draw.normal(size=(5, 8))[labels] + draw.normal(0, 0.4, (count, 8)) + 50
    return points.astype(np.float32), labels


def test_mean_silhouettes__no_clusterings() -> None:
    assert mean_silhouettes(blobs()[0], []) == []


def test_mean_silhouettes__as_scikit_learn() -> None:
    points, labels = blobs()
    labellings = [labels, labels // 2, labels * 7, np.arange(len(labels)) % 3]

    ours = mean_silhouettes(points, labellings)

    bare = [silhouette_score(points.astype(float), one) for one in labellings]
    np.testing.assert_allclose(np.array(ours, float), bare, atol=1e-4)


def test_mean_silhouettes__alone_in_a_cluster_counts_nothing() -> None:
    points, labels = blobs(50)
    labels[0] = 99

    ours = mean_silhouettes(points, [labels])[0]

    assert ours == pytest.approx(
        silhouette_score(points.astype(float), labels), abs=1e-4
    )


def test_mean_silhouettes__noise_is_left_out() -> None:
    points, labels = blobs()
    labels[::3] = -1
    kept = labels >= 0

    ours = mean_silhouettes(points, [labels])[0]

    bare = silhouette_score(points[kept].astype(float), labels[kept])
    assert ours == pytest.approx(bare, abs=1e-4)


@pytest.mark.parametrize("cluster", [0, -1])
def test_mean_silhouettes__fewer_than_two_clusters(cluster: int) -> None:
    points, labels = blobs(20)

    assert mean_silhouettes(points, [np.full_like(labels, cluster)]) == [None]


def test_mean_silhouettes__equal_points() -> None:
    points = np.ones((10, 3), np.float32)

    assert mean_silhouettes(points, [np.arange(10) % 2]) == [0]


def test_sample_rows__few_are_all_and_many_are_drawn_alike() -> None:
    assert sample_rows(3, 5, seed=0).tolist() == [0, 1, 2]
    np.testing.assert_array_equal(
        sample_rows(100, 5, seed=1), sample_rows(100, 5, seed=1)
    )
    assert len(set(sample_rows(100, 5, seed=1))) == 5
