"""The map of the clips that can be found."""

import numpy as np
import pyarrow as pa
import pytest
from numpy.typing import NDArray

from models.retrieval import index_map
from models.retrieval.index_map import map_in, map_of, with_map


def clips(count: int, values: int = 6) -> NDArray[np.float32]:
    rng = np.random.default_rng(count)
    rows = rng.normal(size=(count, values)) * np.arange(values, 0, -1)
    unit: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit.astype(np.float32)


def test_map_in__what_was_put_in() -> None:
    rows = pa.table({"clip_id": [f"a/{number}" for number in range(40)]})
    made = map_of(clips(40))

    kept = with_map(rows.replace_schema_metadata({"mean": b"m"}), made)
    found = map_in(kept)

    assert made is not None
    assert found is not None
    assert kept.schema.metadata[b"mean"] == b"m"
    assert found.places.tolist() == list(range(40))
    np.testing.assert_array_equal(found.points, made.points)
    np.testing.assert_array_equal(found.pca.axes, made.pca.axes)
    np.testing.assert_array_equal(found.pca.reduce(clips(3)), made.pca.reduce(clips(3)))
    assert found.pca.explained == made.pca.explained


def test_map_in__too_few() -> None:
    rows = pa.table({"clip_id": ["a/0", "a/1"]})

    assert map_of(clips(2)) is None
    assert map_in(with_map(rows, None)) is None


def test_map_of__many_are_drawn_evenly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_map, "MOST_CLIPS", 11)
    monkeypatch.setattr(index_map, "MOST_DECIDING", 5)
    unit = clips(101)

    made = map_of(unit)
    found = map_in(with_map(pa.table({"clip_id": [str(n) for n in range(101)]}), made))

    assert made is not None
    assert found is not None
    assert found.places.tolist() == list(range(0, 101, 10))
    np.testing.assert_array_equal(found.points, made.points)
    np.testing.assert_allclose(
        found.pca.reduce(unit[found.places]), found.points, atol=1e-6
    )
