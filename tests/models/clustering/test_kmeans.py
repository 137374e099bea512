from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.cluster import KMeans

from models.clustering.kmeans import KMeansSettings, Library, kmeans
from models.clustering.lloyd import lloyd_steps
from models.clustering.nearest import distances_to, nearest_centres
from store.errors import CallError, UnknownNameError


def blobs(count: int = 600, clusters: int = 6) -> NDArray[Any]:
    draw = np.random.default_rng(0)
    centres = draw.normal(0, 3, (clusters, 10))
    chosen = draw.integers(0, clusters, count)
    points: NDArray[Any] = centres[chosen] + draw.normal(size=(count, 10))
    return points.astype(np.float32)


@pytest.mark.parametrize("k", [1, 6, 40])
def test_kmeans__takes_the_steps_of_scikit_learn(k: int) -> None:
    points = blobs()

    ours = kmeans(points, KMeansSettings(k=k, iterations=15, seed=3))
    bare = KMeans(k, init="random", n_init=1, max_iter=15, tol=0, random_state=3)
    bare.fit(points)

    np.testing.assert_array_equal(ours.labels, bare.labels_)
    assert ours.inertia == pytest.approx(bare.inertia_, rel=1e-4)


def test_kmeans__faiss_finds_clusters_as_good() -> None:
    points = blobs()

    ours = kmeans(points, KMeansSettings(k=6, seed=1))
    by_faiss = kmeans(points, KMeansSettings(k=6, seed=1, library="faiss"))

    assert by_faiss.inertia == pytest.approx(ours.inertia, rel=0.01)
    assert by_faiss.iterations


@pytest.mark.parametrize("library", ["sklearn", "faiss"])
def test_kmeans__figures_of_each_iteration(library: Library) -> None:
    found = kmeans(blobs(), KMeansSettings(k=6, iterations=20, library=library))

    inertias = [iteration.inertia for iteration in found.iterations]
    assert [iteration.number for iteration in found.iterations] == list(
        range(1, len(inertias) + 1)
    )
    assert inertias == sorted(inertias, reverse=True)
    assert found.iterations[0].nmi_previous is None
    assert found.iterations[-1].nmi_previous == pytest.approx(1)
    assert found.iterations[-1].silhouette == pytest.approx(found.silhouette)


def test_kmeans__restarts_keep_the_best() -> None:
    points = blobs()
    single = [kmeans(points, KMeansSettings(k=6, seed=seed)) for seed in range(4)]

    best = kmeans(points, KMeansSettings(k=6, seed=0, restarts=4))

    assert best.inertia == pytest.approx(min(one.inertia for one in single))


def test_kmeans__distances_and_margins() -> None:
    points = np.array([[0, 0], [2, 0], [10, 0], [12, 0]], np.float32)

    found = kmeans(points, KMeansSettings(k=2, seed=0, restarts=5))

    np.testing.assert_allclose(found.distances, 1, atol=1e-5)
    np.testing.assert_allclose(found.margins, [10, 8, 8, 10], atol=1e-4)


def test_kmeans__one_cluster_has_no_margin() -> None:
    found = kmeans(blobs(20), KMeansSettings(k=1))

    assert np.isnan(found.margins).all()
    assert found.silhouette is None


def test_kmeans__more_clusters_than_crops() -> None:
    with pytest.raises(CallError, match="k = 400 is more than the 20 crops"):
        kmeans(blobs(20), KMeansSettings(k=400))


def test_kmeans__as_many_clusters_as_crops() -> None:
    assert kmeans(blobs(20), KMeansSettings(k=20)).inertia == pytest.approx(0, abs=1e-3)


def test_kmeans__constant_values() -> None:
    with pytest.raises(CallError, match="have the same values"):
        kmeans(np.ones((20, 3), np.float32), KMeansSettings(k=2))


def test_lloyd_steps__empty_cluster_takes_the_farthest_point() -> None:
    points = np.array([[0, 0], [1, 0], [9, 0]], np.float32)
    centres = np.array([[0, 0], [100, 100]], np.float32)

    *_, last = lloyd_steps(points, centres, 10)

    assert sorted(last.labels.tolist()) == [0, 0, 1]


@pytest.mark.parametrize("name", ["k", "iterations", "restarts"])
def test_settings__less_than_one(name: str) -> None:
    with pytest.raises(CallError, match=f"{name} is 0"):
        replace(KMeansSettings(k=2), **{name: 0})  # type: ignore[arg-type]


def test_settings__unknown_start() -> None:
    with pytest.raises(UnknownNameError, match=r"k-means\+\+"):
        KMeansSettings(k=2, start="k-means")  # type: ignore[arg-type]


def test_nearest_centres__as_by_hand() -> None:
    points, centres = blobs(2500), blobs(7)
    all_distances = np.linalg.norm(points[:, None] - centres, axis=2)

    labels, squared = nearest_centres(points, centres)
    own, other = distances_to(points, centres, labels)

    np.testing.assert_array_equal(labels, all_distances.argmin(axis=1))
    np.testing.assert_allclose(np.sqrt(squared), all_distances.min(axis=1), atol=1e-2)
    np.testing.assert_allclose(own, all_distances.min(axis=1), atol=1e-2)
    np.testing.assert_allclose(other, np.sort(all_distances)[:, 1], atol=1e-2)


@pytest.mark.parametrize("count", [1, 1024, 1025, 5000])
def test_nearest_centres__as_without_threads(count: int) -> None:
    draw = np.random.default_rng(0)
    points = draw.normal(size=(count, 16)).astype(np.float32)
    centres = draw.normal(size=(9, 16)).astype(np.float32)

    labels, squared = nearest_centres(points, centres)

    apart = ((points[:, None] - centres[None]) ** 2).sum(axis=2)
    np.testing.assert_array_equal(labels, apart.argmin(axis=1))
    np.testing.assert_allclose(squared, apart.min(axis=1), rtol=1e-4, atol=1e-4)
