"""Maps of embeddings of two far-apart clouds."""

import json
import warnings

import numpy as np
import pytest

from models.feature_steps import FeatureTask, compute_features
from models.projection import (
    Method,
    kept_neighbours,
    project_features,
    project_run,
    projected,
)
from store.db import Database
from store.errors import CallError, UnknownNameError
from store.layout import Store
from store.runs import Run, end_run, start_run
from store.write import Values, write_part, write_rows
from tests.models.hand_maker import Silent, open_hand, write_corpus

TRAINING = Run("train", "hands", {"name": "made"}, 0)


def clouds(count: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    draw = np.random.default_rng(0)
    points = draw.normal(scale=0.05, size=(count, 6))
    points[: count // 2, 0] += 1
    points[count // 2 :, 1] += 1
    return points.astype(np.float32)


def made_run(store: Store, count: int) -> str:
    run_id, place = TRAINING.run_id, {"run_id": TRAINING.run_id}
    items = [f"hands/clip{i:03d}/f0000/right/p00" for i in range(count)]
    said = [
        {
            "run_id": run_id,
            "item_id": item,
            "corpus": "hands",
            "target": "handshape",
            "true_class": "A",
            "predicted_class": "B",
            "probability": 0.8,
            "top_classes": ["B"],
            "top_probabilities": [0.8],
            "part": "test",
            "calibrated": True,
        }
        for item in items
    ]
    columns: dict[str, Values] = {
        "run_id": [run_id] * count,
        "item_id": items,
        "corpus": ["hands"] * count,
        "vector": clouds(count),
    }
    started_ms = start_run(store, TRAINING)
    write_rows(store, "predictions", said, part="all", partition=place)
    write_part(store, "embeddings", columns, part="all", partition=place)
    end_run(store, TRAINING, state="finished", started_ms=started_ms, metrics={})
    return run_id


def test_kept_neighbours__the_map_is_the_truth() -> None:
    points = np.random.default_rng(1).normal(size=(30, 2))

    trust = kept_neighbours(points.astype(np.float32), points)

    assert trust.tolist() == pytest.approx([1] * 30)


def test_kept_neighbours__counted_by_hand() -> None:
    line = np.array([[0.0], [1.0], [3.0], [7.0]], np.float32)
    # On the map the last point lies next to the first.
    placed = np.array([[0.0, 0], [1.5, 0], [3, 0], [-1, 0]])

    trust = kept_neighbours(line, placed, most=1)

    assert trust.tolist() == [0, 1, 1, 0]


@pytest.mark.parametrize(
    "method", ["tsne", pytest.param("umap", marks=pytest.mark.slow)]
)
def test_projected__clouds_stay_apart(method: Method) -> None:
    with warnings.catch_warnings():
        # UMAP says that one job is used where a seed is given: that is what is wanted.
        warnings.simplefilter("ignore")
        placed = projected(clouds(40), method, seed=0)

    middles = placed[:20].mean(axis=0), placed[20:].mean(axis=0)
    spread = placed[:20].std() + placed[20:].std()
    assert np.linalg.norm(middles[0] - middles[1]) > spread / 2


def test_project_run__rows_and_run(store: Store) -> None:
    run_id = made_run(store, 24)

    drawn = project_run(store, run_id, "tsne")

    rows = Database(store).rows("map_points", run_id=drawn)
    (made,) = Database(store).rows("maps_drawn")
    assert len(rows) == 24
    assert rows[0]["predicted"] == "B"
    assert 0 <= rows[0]["trust"] <= 1
    assert made["run_id"] == drawn
    assert json.loads(made["recipe"])["of"] == run_id


def test_project_features__rows_and_run(store: Store) -> None:
    worlds = [open_hand(bend=0.1 + 0.02 * number) for number in range(20)]
    write_corpus(store, "hands", worlds, handshapes=["5"] * 20)
    compute_features(store, FeatureTask("hands", "joint_angles"), Silent())

    drawn = project_features(store, ["hands"], "joint_angles", "tsne")

    rows = Database(store).rows("map_points", run_id=drawn)
    assert len(rows) == 20
    assert {row["handshape"] for row in rows} == {"5"}
    assert {row["predicted"] for row in rows} == {None}


def test_project_features__not_computed(store: Store) -> None:
    write_corpus(store, "hands", [open_hand()] * 6)

    with pytest.raises(CallError, match="signatlas features"):
        project_features(store, ["hands"], "joint_angles", "tsne")


def test_project_run__too_few_points(store: Store) -> None:
    run_id = made_run(store, 3)

    with pytest.raises(CallError, match="are 3 hands to draw: a map needs 5"):
        project_run(store, run_id, "tsne")


def test_project_run__unknown_run(store: Store) -> None:
    with pytest.raises(UnknownNameError, match="run with predictions"):
        project_run(store, "train-x", "tsne")
