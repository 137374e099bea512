"""Embedding the clips of a store, so that signs like a given one can be found."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.poses import untrained
from models.poses.reading import Signs, read_signs
from models.retrieval.embedders import load_embedder
from models.retrieval.threshold import Threshold, calibrated
from store.db import Database
from store.errors import CallError
from store.layout import Store
from store.runs import Run, end_run, start_run
from store.write import write_part


@dataclass(frozen=True, slots=True)
class Embedded:
    """What was embedded: its run, clips that can be found, and those without hands."""

    run_id: str
    clips: int
    left_out: int


def corpora_of_signs(database: Database) -> list[str]:
    """Return the corpora with clips of signs."""
    return [str(row["corpus"]) for row in database.rows("corpora_of_signs")]


def embed(
    store: Store, corpora: Sequence[str], *, by: str = untrained.NAME
) -> Embedded:
    """Embed all clips of corpora that show hands.

    Clips without body or hands are counted in the run, and cannot be found.

    Raises:
        CallError: no clip of the corpora has keypoints of hands.
    """
    signs = read_signs(Database(store), corpora)
    vectors = load_embedder(store, by).vectors(signs.sequences)
    usable = ~np.isnan(vectors).any(axis=1)
    if not usable.any():
        raise CallError(
            f"No clip of {', '.join(corpora)} shows a body and a hand: ingest videos of "
            "signs first."
        )
    run = Run(
        "embed",
        corpora[0] if len(corpora) == 1 else "",
        {"task": "signs", "by": by, "corpora": sorted(corpora)},
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
    return Embedded(run.run_id, int(usable.sum()), int((~usable).sum()))


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
