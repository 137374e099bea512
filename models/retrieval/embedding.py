"""Embedding the clips of a store, so that signs like a given one can be found."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from models.poses import untrained
from models.poses.reading import Signs, read_signs
from models.retrieval.embedders import load_embedder
from models.retrieval.threshold import Threshold, calibrated, centred, middle
from store.db import Database
from store.errors import CallError, UnknownNameError
from store.layout import Store
from store.runs import Run, end_run, start_run
from store.settings import EXACT_UP_TO
from store.write import write_part

if TYPE_CHECKING:
    from models.retrieval.index_hnsw import GraphFacts

INDEXES: Final = ("auto", "exact", "hnsw")
"""How clips are looked up: by all of them, by a graph, or by a graph where they are many."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """What was embedded.

    Attributes:
        run_id: its run.
        clips: that can be found.
        left_out: clips without hands.
        recall_at_10: of the graph that finds them; None: all clips are compared.
    """

    run_id: str
    clips: int
    left_out: int
    recall_at_10: float | None = None


def corpora_of_signs(database: Database) -> list[str]:
    """Return the corpora with clips of signs."""
    return [str(row["corpus"]) for row in database.rows("corpora_of_signs")]


def embed(
    store: Store,
    corpora: Sequence[str],
    *,
    by: str = untrained.NAME,
    index: str = INDEXES[0],
    exact_up_to: int = EXACT_UP_TO,
) -> Embedded:
    """Embed all clips of corpora that show hands.

    Clips without body or hands are counted in the run, and cannot be found.

    Args:
        store: where the clips are.
        corpora: whose clips.
        by: `untrained`, `plain`, or a training of signs.
        index: one of `INDEXES`.
        exact_up_to: `auto` makes a graph over more clips than this.

    Raises:
        CallError: no clip of the corpora has keypoints of hands.
        UnknownNameError: there is no such index.
    """
    if index not in INDEXES:
        raise UnknownNameError("index", index, INDEXES)
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
    clips, left_out = int(usable.sum()), int((~usable).sum())
    by_graph = index == "hnsw" or (index == "auto" and clips > exact_up_to)
    facts = _index(store.run_dir(run.run_id), vectors[usable], by_graph=by_graph)
    told = calibrated(vectors[usable], signs.glosses[usable])
    metrics = {"clips": clips, "left_out": left_out, **_told(told)}
    if facts is not None:
        metrics["index"] = asdict(facts)
    end_run(store, run, state="finished", started_ms=started_ms, metrics=metrics)
    recall = None if facts is None else facts.recall_at_10
    return Embedded(run.run_id, clips, left_out, recall)


def _index(
    folder: Path, vectors: NDArray[np.float32], *, by_graph: bool
) -> "GraphFacts | None":
    """Make the graph of a run, or remove the one that it had; return what is known of it."""
    from models.retrieval.index_hnsw import (  # noqa: PLC0415 - brings FAISS
        build_graph,
        remove_graph,
        save_graph,
    )

    if not by_graph:
        remove_graph(folder)
        return None
    graph = build_graph(centred(vectors, middle(vectors)))
    save_graph(graph, folder)
    return graph.facts


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
