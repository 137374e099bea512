"""Maps by principal components and by t-SNE: drawn, kept, and extended."""

from pathlib import Path

import numpy as np
import pytest
from openTSNE import TSNEEmbedding, affinity

from models.projections.fitted import FILE, FittedMap, Method, load_map, save_map
from models.projections.placing import placed_on
from models.projections.steps import fitted_map
from store.errors import CallError, StoreError
from tests.models.projection_maker import Points, clouds, source_of

METHODS: tuple[Method, ...] = ("pca", "tsne")


def drawn(method: Method, *, seed: int = 0, vectors: Points | None = None) -> FittedMap:
    vectors = clouds(40) if vectors is None else vectors
    return fitted_map(source_of(vectors), method, seed=seed)[0]


@pytest.fixture(scope="module", params=METHODS)
def shown(request: pytest.FixtureRequest) -> FittedMap:
    return drawn(request.param)


def test_fitted_map__clouds_stay_apart(shown: FittedMap) -> None:
    layout = shown.drawing.layout

    middles = layout[:20].mean(axis=0), layout[20:].mean(axis=0)
    spread = layout[:20].std() + layout[20:].std()
    assert np.linalg.norm(middles[0] - middles[1]) > spread / 2


def test_fitted_map__same_seed_same_map(shown: FittedMap) -> None:
    again = drawn(shown.method)

    assert np.array_equal(again.drawing.layout, shown.drawing.layout)


def test_fitted_map__another_seed_another_tsne() -> None:
    one, other = (drawn("tsne", seed=seed) for seed in (0, 1))

    assert not np.allclose(one.drawing.layout, other.drawing.layout)


def test_fitted_map__one_value_each() -> None:
    line = np.linspace(0, 1, 12, dtype=np.float32)[:, None]

    layout = drawn("pca", vectors=line).drawing.layout

    assert np.abs(np.diff(layout[:, 0])) == pytest.approx(1 / 11, rel=1e-4)
    assert layout[:, 1].tolist() == [0] * 12


@pytest.mark.parametrize("method", METHODS)
def test_fitted_map__the_fewest_points(method: Method) -> None:
    layout = drawn(method, vectors=clouds(5)).drawing.layout

    assert np.isfinite(layout).all()
    assert len(np.unique(layout, axis=0)) == 5


def test_placed_on__what_it_shows_stays(shown: FittedMap) -> None:
    placed = placed_on(shown, clouds(40))

    assert np.array_equal(placed, shown.drawing.layout)


def test_placed_on__near_what_is_alike(shown: FittedMap) -> None:
    moved = clouds(40) + np.float32(1e-4)
    layout = shown.drawing.layout

    placed = placed_on(shown, moved)

    size = np.ptp(layout, axis=0).max()
    assert np.linalg.norm(placed - layout, axis=1).max() < 0.15 * size


def test_placed_on__missing_values_have_no_place(shown: FittedMap) -> None:
    vectors = clouds(3)
    vectors[1, 2] = np.nan

    placed = placed_on(shown, vectors)

    assert np.isnan(placed).all(axis=1).tolist() == [False, True, False]
    assert placed_on(shown, vectors[1:2]).shape == (1, 2)


def test_placed_on__another_number_of_values(shown: FittedMap) -> None:
    with pytest.raises(CallError, match="vectors of 6 values, these have 3"):
        placed_on(shown, np.zeros((2, 3), np.float32))


def test_placed_on__tsne_as_opentsne_itself() -> None:
    vectors, new = clouds(40), clouds(8, seed=7)
    ours = drawn("tsne", vectors=vectors)
    exact = affinity.PerplexityBasedNN(
        vectors, perplexity=ours.drawing.settings["perplexity"], method="exact"
    )
    bare = TSNEEmbedding(ours.drawing.layout, exact).transform(new)

    assert placed_on(ours, new) == pytest.approx(np.asarray(bare), abs=1e-3)


def test_placed_on__pca_by_the_axes() -> None:
    vectors, new = clouds(40), clouds(8, seed=7)
    centred = vectors - vectors.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)

    placed = placed_on(drawn("pca", vectors=vectors), new)

    by_hand = (new - vectors.mean(axis=0)) @ axes[:2].T
    assert np.abs(placed) == pytest.approx(np.abs(by_hand), abs=1e-4)


def test_save_map__comes_back_and_places_the_same(
    shown: FittedMap, tmp_path: Path
) -> None:
    new = clouds(8, seed=7)
    save_map(tmp_path, shown)

    back = load_map(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == [FILE]
    assert back.item_ids.tolist() == shown.item_ids.tolist()
    assert np.array_equal(placed_on(back, new), placed_on(shown, new))


def test_load_map__refuses_what_is_no_map(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="draw the map again"):
        load_map(tmp_path)

    (tmp_path / FILE).write_bytes(b"no map")
    with pytest.raises(StoreError, match="holds no map"):
        load_map(tmp_path)

    # An array of objects is a pickle, which could run code.
    hidden = np.array([{"method": "pca"}], dtype=object)
    np.savez(tmp_path / FILE, about=hidden, allow_pickle=True)
    with pytest.raises(StoreError, match="holds no map"):
        load_map(tmp_path)


def test_load_map__arrays_that_do_not_fit(tmp_path: Path) -> None:
    save_map(tmp_path, drawn("pca"))
    with np.load(tmp_path / FILE) as file:
        arrays = dict(file)

    np.savez(tmp_path / FILE, **{**arrays, "layout": arrays["layout"][1:]})

    with pytest.raises(StoreError, match="no map of this signatlas"):
        load_map(tmp_path)
