"""Rows of a run of a big store: itself, its vectors, its history."""

import json
from typing import Any

import numpy as np
from numpy.random import Generator

from store.layout import Store
from store.write import Values, write_part, write_rows
from tests.bench.big_store_shape import CORPORA


def add_run(
    store: Store,
    run_id: str,
    step: str,
    recipe: dict[str, Any],
    metrics: dict[str, Any],
    *,
    started_ms: int,
) -> None:
    row = {
        "run_id": run_id,
        "step": step,
        "corpus": CORPORA[0],
        "recipe": json.dumps(recipe),
        "seed": 0,
        "code_version": "0",
        "inputs": [],
        "state": "finished",
        "started_ms": started_ms,
        "ended_ms": started_ms + 1,
        "metrics": json.dumps(metrics),
        "note": "",
    }
    write_rows(store, "runs", [row], part=run_id)


def write_of_run(
    store: Store, table: str, columns: dict[str, Values], *, part: str
) -> None:
    run_id = str(columns["run_id"][0])
    write_part(store, table, columns, part=part, partition={"run_id": run_id})


def write_embeddings(
    store: Store,
    run_id: str,
    ids: list[str],
    rng: Generator,
    *,
    values: int,
    part: str = "all",
) -> None:
    vectors = rng.standard_normal((len(ids), values), np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    columns: dict[str, Values] = {
        "run_id": [run_id] * len(ids),
        "item_id": ids,
        "corpus": [item.partition("/")[0] for item in ids],
        "vector": vectors,
    }
    write_of_run(store, "embeddings", columns, part=part)


def add_history(store: Store, run_id: str) -> None:
    rows = [
        {
            "run_id": run_id,
            "step_number": epoch,
            "measure": measure,
            "part": "validation",
            "value": 1 / (epoch + 1),
        }
        for epoch in range(30)
        for measure in ("loss", "accuracy")
    ]
    where = {"part": "all", "partition": {"run_id": run_id}}
    write_rows(store, "run_history", rows, **where)  # type: ignore[arg-type]
