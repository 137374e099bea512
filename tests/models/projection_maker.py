"""Points, sources and embeddings for maps, small enough to see what must come out."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from models.projections.sources import Source
from store.layout import Store
from store.runs import Run, end_run, start_run
from store.write import Values, write_part

Points = NDArray[np.float32]


class Counting:
    """Takes in progress and counts the epochs still to be made."""

    def begin(self, run: Run, *, total: int) -> None:
        self.left = total

    def advance(self, count: int) -> None:
        self.left -= count


def clouds(count: int, *, seed: int = 0) -> Points:
    """Return points of two far-apart clouds, half in each, shape (count, 6)."""
    points = np.random.default_rng(seed).normal(scale=0.05, size=(count, 6))
    points[: count // 2, 0] += 1
    points[count // 2 :, 1] += 1
    return points.astype(np.float32)


def source_of(vectors: Points, *, prefix: str = "hands") -> Source:
    """Return hands with these vectors."""
    ids = [
        f"{prefix}/clip{number:03d}/f0000/right/p00" for number in range(len(vectors))
    ]
    return Source(
        item_ids=np.array(ids),
        vectors=vectors,
        left_out=0,
        items="hands",
        made_by="maker",
        title="made",
        recipe={"of": "train-hands", "corpora": [prefix]},
        corpora=(prefix,),
        inputs=("train-hands",),
    )


def write_embedded(
    store: Store,
    corpora: Sequence[str],
    vectors: Points,
    *,
    step: str = "embed",
    recipe: Mapping[str, object] | None = None,
) -> str:
    """Write a run with embeddings, an equal share of each corpus; return its id."""
    run = Run(step, "", recipe or {"by": "untrained"}, inputs=corpora)
    each = len(vectors) // len(corpora)
    of = [corpus for corpus in corpora for _ in range(each)]
    columns: dict[str, Values] = {
        "run_id": [run.run_id] * len(of),
        "item_id": [f"{corpus}/clip{number:03d}" for number, corpus in enumerate(of)],
        "corpus": of,
        "vector": vectors,
    }
    started_ms = start_run(store, run)
    partition = {"run_id": run.run_id}
    write_part(store, "embeddings", columns, part="all", partition=partition)
    end_run(store, run, state="finished", started_ms=started_ms, metrics={})
    return run.run_id
