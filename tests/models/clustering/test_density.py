import numpy as np
import pytest

from models.clustering.density import density_clusters
from store.errors import CallError


def test_density_clusters__two_heaps_and_noise() -> None:
    draw = np.random.default_rng(0)
    heaps = [draw.normal(at, 0.1, (40, 2)) for at in (0, 5)]
    points = np.concatenate([*heaps, [[50, 50]]]).astype(np.float32)

    found = density_clusters(points, smallest=10, silhouette_sample=2000)

    assert len(set(found.labels[:40].tolist())) == 1
    assert found.labels.max() == 1
    assert found.labels[-1] == -1
    assert np.isnan(found.distances[-1])
    assert np.isfinite(found.distances[:-1]).mean() > 0.9
    assert found.iterations == ()


def test_density_clusters__nothing_but_noise() -> None:
    points = np.random.default_rng(0).normal(size=(12, 2)).astype(np.float32)

    found = density_clusters(points, smallest=12, silhouette_sample=2000)

    assert set(found.labels.tolist()) <= {-1, 0}
    assert found.silhouette is None


@pytest.mark.parametrize("smallest", [1, 13])
def test_density_clusters__impossible_size(smallest: int) -> None:
    with pytest.raises(CallError, match="not between 2 and the 12 crops"):
        density_clusters(
            np.ones((12, 2), np.float32), smallest=smallest, silhouette_sample=10
        )
