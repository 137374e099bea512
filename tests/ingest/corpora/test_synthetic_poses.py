"""The corpus of synthetic poses: rows, truth, few parts, and finished parts kept."""

from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from ingest.corpora import synthetic_poses
from ingest.corpora.synthetic_poses import (
    CORPUS,
    SyntheticPoses,
    write_synthetic_poses,
)
from models.poses.reading import read_signs
from models.retrieval.embedding import corpora_of_signs
from store.db import Database
from store.errors import CallError
from store.layout import Store, open_store
from tests.models.retrieval.sign_maker import CORPUS as MADE
from tests.models.retrieval.sign_maker import add_signs

FEW = SyntheticPoses(signs=6, clips=2, people=5)


def test_write_synthetic_poses__clips_frames_and_truth(store: Store) -> None:
    write_synthetic_poses(store, FEW)

    database = Database(store)
    counts = database.row_counts()
    assert counts["clips"] == counts["truth_signs"] == 12
    assert counts["frames"] == counts["landmarks"] > 12 * 7
    signs = read_signs(database, [CORPUS])
    assert sorted(set(signs.glosses)) == [
        *(f"S000{letter}" for letter in "ABCDE"),
        "S001A",
    ]
    (corpus,) = database.rows("corpus_row", corpus=CORPUS)
    assert corpus["synthetic"] is True


def test_corpora_of_signs__invented_ones_are_not_looked_for(store: Store) -> None:
    write_synthetic_poses(store, FEW)
    add_signs(store, glosses=2)

    assert corpora_of_signs(Database(store)) == [MADE]


def test_write_synthetic_poses__finished_parts_are_kept(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(synthetic_poses, "SIGNS_PER_PART", 3)
    write_synthetic_poses(store, FEW)
    parts = sorted(store.parts("clips"))
    written = [path.stat().st_mtime_ns for path in parts]
    parts[1].unlink()

    write_synthetic_poses(store, FEW)

    again = [path.stat().st_mtime_ns for path in parts]
    assert again[0] == written[0]
    assert again[1] > written[1]


def test_write_synthetic_poses__another_recipe_replaces_them(store: Store) -> None:
    write_synthetic_poses(store, FEW)
    write_synthetic_poses(store, SyntheticPoses(signs=1, clips=1, people=1, seed=2))

    counts = Database(store).row_counts()
    assert counts["clips"] == counts["truth_signs"] == 1


def test_write_synthetic_poses__same_recipe_same_points(tmp_path: Path) -> None:
    from store.layout import create_store  # noqa: PLC0415

    stores = [create_store(tmp_path / name) for name in ("one", "two")]
    for made in stores:
        write_synthetic_poses(made, FEW)

    one, two = (read_signs(Database(made), [CORPUS]) for made in stores)
    for first, second in zip(one.sequences, two.sequences, strict=True):
        assert np.array_equal(first.points, second.points, equal_nan=True)


def test_synthetic_poses__nothing_to_make_is_refused() -> None:
    with pytest.raises(CallError, match="give 1 or more of each"):
        SyntheticPoses(signs=0)


def test_ingest_synthetic_poses__command(tmp_path: Path) -> None:
    told = ["--signs", "2", "--clips", "1", "--store", str(tmp_path / "store")]

    said = CliRunner().invoke(app, ["ingest", "synthetic-poses", *told])

    assert said.exit_code == 0, said.output
    assert "2 synthetic clips are in" in said.output
    assert Database(open_store(tmp_path / "store")).row_counts()["clips"] == 2
