"""Embedding the clips of a store, so that signs like a given one can be found."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.poses import untrained
from models.poses.reading import Signs, read_signs
from models.retrieval.threshold import Threshold, calibrated
from store.db import Database
from store.errors import CallError
from store.layout import Store
from store.runs import Run, end_run, start_run
from store.write import write_part


def embed(store: Store, corpora: Sequence[str]) -> str:
    """Embed all clips of corpora that show hands; return the run's id.

    Clips without body or hands are counted in the run, and cannot be found.

    Raises:
        CallError: no clip of the corpora has keypoints of hands.
    """
    signs = read_signs(Database(store), corpora)
    vectors = untrained.vectors(signs.sequences)
    usable = ~np.isnan(vectors).any(axis=1)
    if not usable.any():
        raise CallError(
            f"No clip of {', '.join(corpora)} shows a body and a hand: ingest videos of "
            "signs first."
        )
    run = Run(
        "embed",
        corpora[0] if len(corpora) == 1 else "",
        {"task": "signs", "by": untrained.NAME, "corpora": sorted(corpora)},
        inputs=sorted(corpora),
    )
    started_ms = start_run(store, run)
    _write(store, run.run_id, signs, vectors, usable)
    told = calibrated(vectors[usable], signs.glosses[usable])
    metrics = {
        "clips": int(usable.sum()),
        "left_out": int((~usable).sum()),
        **_told(told),
    }
    end_run(store, run, state="finished", started_ms=started_ms, metrics=metrics)
    return run.run_id


def _write(
    store: Store,
    run_id: str,
    signs: Signs,
    vectors: NDArray[np.float32],
    usable: NDArray[np.bool_],
) -> None:
    columns = {
        "run_id": [run_id] * int(usable.sum()),
        "item_id": signs.clip_ids[usable].tolist(),
        "corpus": signs.corpora[usable].tolist(),
        "vector": vectors[usable],
    }
    where = {"run_id": run_id}
    write_part(store, "embeddings", columns, part="all", partition=where)


def _told(threshold: Threshold | None) -> dict[str, object]:
    if threshold is None:
        return {}
    return {
        "threshold": threshold.similarity,
        "false_accepts": threshold.false_accepts,
        "kept": threshold.kept,
        "calibrated_on": threshold.clips,
    }
