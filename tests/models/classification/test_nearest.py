"""The training examples nearest to each tested one."""

from pathlib import Path

import numpy as np

from models.classification.nearest import (
    FILE,
    Nearest,
    load_nearest,
    nearest_taught,
    save_nearest,
)
from models.classification.splits import Split


def rows(*numbers: int) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    return np.array(numbers, np.intp)


def test_nearest_taught__each_fold_in_its_own_space() -> None:
    ahead = np.array([[1, 0], [1, 0], [0, 1], [0.8, 0.6]], np.float32)
    turned = ahead[[2, 0, 1, 3]]
    folds = [
        (Split(0, rows(1, 2), rows(3), rows(0)), ahead),
        (Split(1, rows(0, 1), rows(2), rows(3)), turned),
    ]

    found = nearest_taught(folds)

    assert found[0].tolist() == [1, 2, -1, -1, -1, -1, -1, -1]
    assert found[3].tolist() == [1, 0, -1, -1, -1, -1, -1, -1]
    assert (found[[1, 2]] == -1).all()


def test_load_nearest__as_saved(tmp_path: Path) -> None:
    places = np.array([[1, -1], [-1, -1]], np.int32)

    save_nearest(tmp_path / "run", Nearest(np.array(["a", "b"]), places))
    found = load_nearest(tmp_path / "run")

    assert found is not None
    assert found.to("a") == ["b"]
    assert found.to("b") == found.to("c") == []


def test_load_nearest__nothing_or_nonsense(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("no arrays")

    assert load_nearest(tmp_path) is None
    assert load_nearest(tmp_path / "none") is None
