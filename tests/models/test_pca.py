from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.decomposition import PCA

from models.pca import fit_pca
from models.pca_files import load_pca, save_pca
from store.errors import CallError, StoreError


def rows_of(count: int, values: int) -> NDArray[Any]:
    draw = np.random.default_rng(0)
    spread = np.linspace(10, 0.1, values)
    turned = np.linalg.qr(draw.normal(size=(values, values)))[0]
    rows: NDArray[Any] = draw.normal(size=(count, values)) * spread @ turned + 3
    return rows.astype(np.float32)


@pytest.mark.parametrize(("count", "values"), [(500, 60), (50, 200), (30, 30)])
def test_fit_pca__as_scikit_learn(count: int, values: int) -> None:
    rows = rows_of(count, values)

    ours = fit_pca(rows, 8)
    bare = PCA(8, svd_solver="full").fit(rows)

    np.testing.assert_allclose(ours.variances, bare.explained_variance_, rtol=1e-3)
    assert ours.explained == pytest.approx(
        bare.explained_variance_ratio_.sum(), rel=1e-3
    )
    alike = np.abs((ours.axes[:4] * bare.components_[:4]).sum(axis=1))
    np.testing.assert_allclose(alike, 1, atol=1e-3)


def test_fit_pca__fewer_rows_than_components() -> None:
    pca = fit_pca(rows_of(5, 40), 256)

    assert pca.axes.shape == (4, 40)
    assert pca.explained == pytest.approx(1, abs=1e-4)


def test_fit_pca__constant_rows() -> None:
    pca = fit_pca(np.ones((10, 4), np.float32), 2)

    assert np.isfinite(pca.axes).all()
    assert pca.explained == 1


def test_fit_pca__one_row() -> None:
    with pytest.raises(CallError, match="at least 2 crops"):
        fit_pca(np.ones((1, 4), np.float32), 2)


def test_reduce__nan_rows_stay_nan() -> None:
    rows = rows_of(20, 6)
    pca = fit_pca(rows, 2)
    rows[3] = np.nan

    reduced = pca.reduce(rows)

    assert np.flatnonzero(np.isnan(reduced).all(axis=1)).tolist() == [3]


def test_pca_file__comes_back_as_it_was(tmp_path: Path) -> None:
    pca = fit_pca(rows_of(20, 6), 2)

    save_pca(tmp_path / "run" / "pca.npz", pca)
    back = load_pca(tmp_path / "run" / "pca.npz")

    np.testing.assert_array_equal(back.axes, pca.axes)
    assert back.total_variance == pca.total_variance


def test_pca_file__is_no_such_file(tmp_path: Path) -> None:
    (tmp_path / "pca.npz").write_text("nothing")

    with pytest.raises(StoreError, match="delete it"):
        load_pca(tmp_path / "pca.npz")
