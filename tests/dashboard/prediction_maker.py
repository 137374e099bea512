"""Adds two made classifiers to the store of drawn hands, with known mistakes."""

import json

import numpy as np

from store.layout import Store
from store.write import Values, write_part, write_rows
from tests.dashboard.cluster_maker import CORPUS, FRAMES, SHAPES, SIGNERS

BETTER, WORSE = "predict-drawn-better", "predict-drawn-worse"
MAP, OTHER_MAP = "project-drawn", "project-drawn-hog"
CLIP_MAP = "project-drawn-signs"
CLASSES = (*SHAPES[:-1], "Odd")


def crops_and_shapes() -> tuple[list[str], list[str], list[int]]:
    """Return crops of all drawn hands, their handshapes, and their signers' numbers."""
    clips = range(len(SHAPES) * len(SIGNERS))
    crops = [f"{CORPUS}/h{c:02d}/f{f:04d}/right/p00" for c in clips for f in FRAMES]
    shapes = [CLASSES[c % len(SHAPES)] for c in clips for _ in FRAMES]
    signers = [c // len(SHAPES) for c in clips for _ in FRAMES]
    return crops, shapes, signers


def add_predictions(store: Store, *, validated: bool = True) -> Store:
    """Add both classifiers: the better takes 1 for V in 4 of 12, the worse also A for 5.

    They err alike in test and validation; unvalidated, they have no validation hands.
    """
    parts = ["train", "train", "validation" if validated else "train", "test"]
    _add_run(store, BETTER, {("1", "V"): 4}, parts, started_ms=2000)
    _add_run(store, WORSE, {("1", "V"): 8, ("A", "5"): 6}, parts, started_ms=1000)
    _add_angles(store)
    return store


def add_later_prediction(store: Store) -> str:
    """Add what the worse classifier says, later, of hands without labels; return its run."""
    run_id = "predict-drawn-later"
    crops, shapes, _ = crops_and_shapes()
    rows = [
        {
            **_prediction(run_id, crop, (shape, "V" if shape == "1" else shape), "", i),
            "true_class": None,
            "part": "unseen",
        }
        for i, (crop, shape) in enumerate(zip(crops, shapes, strict=True))
    ]
    write_rows(store, "predictions", rows, part="all", partition={"run_id": run_id})
    run = _run(run_id, 3000) | {"recipe": json.dumps({"name": "later", "of": WORSE})}
    write_rows(store, "runs", [run], part=run_id)
    return run_id


def _add_run(
    store: Store,
    run_id: str,
    wrong: dict[tuple[str, str], int],
    parts: list[str],
    *,
    started_ms: int,
) -> None:
    crops, shapes, signers = crops_and_shapes()
    left = {part: dict(wrong) for part in ("validation", "test")}
    rows = []
    for place, (crop, shape, signer) in enumerate(
        zip(crops, shapes, signers, strict=True)
    ):
        part = parts[signer]
        predicted = _taken_for(shape, left.get(part, {}))
        rows.append(_prediction(run_id, crop, (shape, predicted), part, place))
    where = {"part": "all", "partition": {"run_id": run_id}}
    write_rows(store, "predictions", rows, **where)  # type: ignore[arg-type]
    number = {name: place for place, name in enumerate(CLASSES)}
    vectors = np.eye(8, dtype=np.float32)[[number[shape] for shape in shapes]]
    columns: dict[str, Values] = {
        "run_id": [run_id] * len(crops),
        "item_id": crops,
        "corpus": [CORPUS] * len(crops),
        "vector": vectors,
    }
    write_part(store, "embeddings", columns, **where)  # type: ignore[arg-type]
    write_rows(store, "runs", [_run(run_id, started_ms)], part=run_id)


def _taken_for(shape: str, left: dict[tuple[str, str], int]) -> str:
    for (true, taken), more in left.items():
        if shape == true and more:
            left[true, taken] = more - 1
            return taken
    return shape


def _prediction(
    run_id: str, crop: str, classes: tuple[str, str], part: str, place: int
) -> dict[str, object]:
    true, predicted = classes
    other = true if true != predicted else "5" if true != "5" else "A"
    sure = 0.5 + (place % 50) / 100
    return {
        "run_id": run_id,
        "item_id": crop,
        "corpus": CORPUS,
        "target": "handshape",
        "true_class": true,
        "predicted_class": predicted,
        "probability": sure,
        "top_classes": [predicted, other],
        "top_probabilities": [sure, 1 - sure],
        "part": part,
        "calibrated": run_id == BETTER,
    }


def _run(run_id: str, started_ms: int) -> dict[str, object]:
    return {
        "run_id": run_id,
        "step": "predict",
        "corpus": CORPUS,
        "recipe": json.dumps({"name": run_id.rpartition("-")[2]}),
        "seed": 0,
        "code_version": "0",
        "inputs": [],
        "state": "finished",
        "started_ms": started_ms,
        "ended_ms": started_ms + 1,
        "metrics": "{}",
        "note": "",
    }


def _add_angles(store: Store) -> None:
    """Straight fingers as many as the handshape has, the others bent by 2 rad in all."""
    crops, shapes, _ = crops_and_shapes()
    straight = {"A": 0, "5": 5, "1": 1, "V": 2, "bent-B": 4}
    values = np.zeros((len(crops), 38), np.float32)
    for row, shape in enumerate(shapes):
        bent = np.ones((5, 3))
        bent[1 : 1 + straight.get(shape, 3)] = 0
        values[row, :15] = bent.reshape(-1) * 2 / 3
    columns: dict[str, Values] = {
        "crop_id": crops,
        "corpus": [CORPUS] * len(crops),
        "features": ["joint_angles"] * len(crops),
        "run_id": ["features-drawn"] * len(crops),
        "vector": values,
    }
    partition = {"corpus": CORPUS, "features": "joint_angles"}
    write_part(store, "features", columns, part="made", partition=partition)


def add_map(store: Store, run_id: str = MAP, of: str = "joint_angles") -> Store:
    """Add a map of a feature set: handshapes as columns, signers as rows."""
    crops, shapes, signers = crops_and_shapes()
    told = {"name": f"umap of {of}", "corpora": [CORPUS], "of": BETTER}
    row = _run(run_id, 3000 if run_id == MAP else 2500) | {
        "step": "project",
        "recipe": json.dumps(told),
        "metrics": json.dumps(
            {
                "points": len(crops),
                "trust": 0.75,
                "trustworthiness": 0.91,
                "neighbourhood_preservation": 0.62,
                "left_out": 3,
            }
        ),
    }
    write_rows(store, "runs", [row], part=run_id)
    columns: dict[str, Values] = {
        "run_id": [run_id] * len(crops),
        "item_id": crops,
        "x": [CLASSES.index(shape) + 0.01 * i for i, shape in enumerate(shapes)],
        "y": [float(signer) for signer in signers],
        "trust": [0.75] * len(crops),
    }
    where = {"part": "all", "partition": {"run_id": run_id}}
    write_part(store, "projections", columns, **where)  # type: ignore[arg-type]
    return store


def add_clip_map(store: Store) -> Store:
    """Add a map of clips, drawn before trust was measured: shapes as columns."""
    clips = [f"{CORPUS}/h{c:02d}" for c in range(len(SHAPES) * len(SIGNERS))]
    row = _run(CLIP_MAP, 1500) | {
        "step": "project",
        "recipe": json.dumps({"name": "pca of signs", "corpora": [CORPUS]}),
    }
    write_rows(store, "runs", [row], part=CLIP_MAP)
    columns: dict[str, Values] = {
        "run_id": [CLIP_MAP] * len(clips),
        "item_id": clips,
        "x": [float(c % len(SHAPES)) for c in range(len(clips))],
        "y": [float(c // len(SHAPES)) for c in range(len(clips))],
        "trust": [None] * len(clips),
    }
    where = {"part": "all", "partition": {"run_id": CLIP_MAP}}
    write_part(store, "projections", columns, **where)  # type: ignore[arg-type]
    return store
