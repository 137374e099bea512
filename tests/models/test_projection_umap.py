"""Maps by UMAP: drawn over exact neighbours, extended as umap-learn extends its own."""

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from models.projections.fitted import FittedMap, load_map, save_map
from models.projections.neighbours import Points, neighbours_of
from models.projections.placing import placed_on
from models.projections.steps import fitted_map
from models.projections.umap_map import epochs
from tests.models.projection_maker import clouds, source_of

pytestmark = [
    # UMAP compiles for tens of seconds in every process.
    pytest.mark.slow,
    # It says what it misses when it is imported.
    pytest.mark.filterwarnings("ignore:Tensorflow not installed:ImportWarning"),
]


@pytest.fixture(scope="module")
def heard() -> list[int]:
    return []


@pytest.fixture(scope="module")
def shown(heard: list[int]) -> FittedMap:
    source = source_of(clouds(60))
    return fitted_map(source, "umap", seed=0, told=heard.append)[0]


@pytest.fixture(scope="module")
def bare() -> Any:
    """A UMAP of umap-learn itself, which is given and asks for exact neighbours."""
    from umap import UMAP  # noqa: PLC0415 - takes seconds

    known = ExactIndex(clouds(60))
    umap = UMAP(
        n_neighbors=15,
        random_state=0,
        init="pca",
        n_jobs=1,
        precomputed_knn=known.query(clouds(60), 15),
    )
    with warnings.catch_warnings():
        # It says that it can place nothing by neighbours that it was given.
        warnings.simplefilter("ignore")
        umap.fit(clouds(60))
    umap._knn_search_index = known
    return umap


class ExactIndex:
    """Finds neighbours by all distances, in the form in which umap-learn asks for them."""

    _angular_trees = False

    def __init__(self, points: Points) -> None:
        self.points = points

    def query(
        self, queries: Points, count: int, epsilon: float = 0
    ) -> tuple[NDArray[np.int32], Points]:
        near = neighbours_of(queries, self.points, count)
        return near.places, near.distances


def test_fitted_map__clouds_stay_apart_and_epochs_are_told(
    shown: FittedMap, heard: list[int]
) -> None:
    layout = shown.drawing.layout

    middles = layout[:30].mean(axis=0), layout[30:].mean(axis=0)
    spread = layout[:30].std() + layout[30:].std()
    assert np.linalg.norm(middles[0] - middles[1]) > spread / 2
    assert sum(heard) == epochs(60)


def test_fitted_map__same_seed_same_map(shown: FittedMap) -> None:
    again, _ = fitted_map(source_of(clouds(60)), "umap", seed=0)
    other, _ = fitted_map(source_of(clouds(60)), "umap", seed=1)

    assert np.array_equal(again.drawing.layout, shown.drawing.layout)
    assert not np.allclose(other.drawing.layout, shown.drawing.layout)


def test_fitted_map__as_umap_learn_itself(shown: FittedMap, bare: Any) -> None:
    assert shown.drawing.layout == pytest.approx(bare.embedding_, abs=1e-6)


def test_placed_on__as_umap_learn_itself(shown: FittedMap, bare: Any) -> None:
    new = clouds(40, seed=7)

    ours = placed_on(shown, new)

    assert ours == pytest.approx(bare.transform(new), abs=1e-6)


def test_placed_on__what_it_shows_stays(shown: FittedMap, tmp_path: Path) -> None:
    save_map(tmp_path, shown)
    among_new = np.concatenate([clouds(60), clouds(5, seed=7)])

    placed = placed_on(load_map(tmp_path), among_new)

    assert np.array_equal(placed[:60], shown.drawing.layout)
    assert np.isfinite(placed[60:]).all()


def test_placed_on__near_what_is_alike(shown: FittedMap) -> None:
    layout = shown.drawing.layout

    placed = placed_on(shown, clouds(60) + np.float32(1e-4))

    size = np.ptp(layout, axis=0).max()
    assert np.linalg.norm(placed - layout, axis=1).mean() < 0.1 * size
