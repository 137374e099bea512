"""How far maps can be trusted, beside scikit-learn and by hand."""

import numpy as np
import pytest
from sklearn.manifold import trustworthiness

from models.projections import trust
from models.projections.neighbours import (
    Layout,
    Points,
    neighbours_of,
    neighbours_within,
)
from models.projections.trust import Trust, trust_of


def random_points(count: int, values: int, *, seed: int = 0) -> Points:
    drawn = np.random.default_rng(seed).normal(size=(count, values))
    return drawn.astype(np.float32)


def measured(points: Points, layout: Layout) -> Trust:
    return trust_of(points, layout, neighbours_within(points, 10))


def test_neighbours_within__as_by_all_distances() -> None:
    points = random_points(40, 5)
    apart = np.linalg.norm(points[:, None].astype(float) - points, axis=2)
    np.fill_diagonal(apart, np.inf)

    near = neighbours_within(points, 6)

    assert near.places.tolist() == np.argsort(apart, axis=1)[:, :6].tolist()
    assert near.distances == pytest.approx(np.sort(apart, axis=1)[:, :6], rel=1e-5)


def test_neighbours_within__many_in_one_place() -> None:
    points = np.zeros((30, 3), np.float32)

    near = neighbours_within(points, 4)

    assert (near.distances == 0).all()
    assert all(row not in places for row, places in enumerate(near.places))


def test_neighbours_of__fewer_than_asked_for() -> None:
    line = np.array([[0.0], [1.0], [3.0]], np.float32)

    near = neighbours_of(np.array([[2.5]], np.float32), line, 9)

    assert near.places.tolist() == [[2, 1, 0]]
    assert near.distances.tolist() == [[0.5, 1.5, 2.5]]


def test_trust_of__the_map_is_the_truth() -> None:
    points = random_points(30, 2)

    found = measured(points, points.astype(np.float64))

    assert found.kept.tolist() == [1.0] * 30
    assert (found.trustworthiness, found.neighbourhood_preservation) == (1, 1)


def test_trust_of__counted_by_hand() -> None:
    line = np.array([[0.0], [1.0], [3.0], [7.0]], np.float32)
    # On the map the last point lies next to the first.
    layout = np.array([[0.0, 0], [1.5, 0], [3, 0], [-1, 0]])

    found = measured(line, layout)

    # The first and the last show each other, whose ranks are 3; of the true nearest, the
    # first has its own at rank 2, the last at rank 3.
    assert found.neighbours == 1
    assert found.kept.tolist() == [0, 1, 1, 0]
    assert found.trustworthiness == pytest.approx(1 - 2 * (2 + 2) / (4 * 4))
    assert found.neighbourhood_preservation == pytest.approx(1 - 2 * (1 + 2) / (4 * 4))


def test_trust_of__as_scikit_learn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trust, "BLOCK_VALUES", 1000)
    points = random_points(150, 8)
    layout = points[:, :2].astype(np.float64)

    found = measured(points, layout)

    slow = trustworthiness(points, layout, n_neighbors=10)
    other_way = trustworthiness(layout, points, n_neighbors=10)
    # Of thousands of distances some differ by less than is known of them.
    assert found.trustworthiness == pytest.approx(slow, abs=2e-5)
    assert found.neighbourhood_preservation == pytest.approx(other_way, abs=1e-9)


def test_trust_of__chance_is_about_half() -> None:
    points = random_points(400, 5)
    layout = random_points(400, 2, seed=1).astype(np.float64)

    found = measured(points, layout)

    assert found.trustworthiness == pytest.approx(0.5, abs=0.05)
    assert found.neighbourhood_preservation == pytest.approx(0.5, abs=0.05)
    assert found.kept.mean() == pytest.approx(10 / 399, abs=0.02)


def test_trust_of__equal_points_rank_alike() -> None:
    # Fifteen points in each of four places: any ten of the fifteen are the nearest.
    places = random_points(4, 3)
    points = np.repeat(places, 15, axis=0)
    layout = np.repeat(np.arange(8.0).reshape(4, 2), 15, axis=0)

    found = measured(points, layout)

    assert found.kept.tolist() == [1.0] * 60
    assert (found.trustworthiness, found.neighbourhood_preservation) == (1, 1)
