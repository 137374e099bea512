"""Searching among many clips: exactly against FAISS and torch, and by a graph.

The clips are those of `moved_clips`.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

import faiss
import numpy as np
import torch

from models.poses import untrained
from models.retrieval.index_exact import Vectors, nearest_rows_of_many
from models.retrieval.index_hnsw import Graph, build_graph
from models.retrieval.searching import SignIndex, Wanted, nearest
from store.layout import create_store
from tests.bench.moved_clips import VALUES, RealClips, moved_clips, real_clips
from tests.bench.ratios import Ratio, compare

SIZES: Final = (12_000, 100_000, 1_000_000)
BY_GRAPH: Final = tuple(
    int(size) for size in os.environ.get("SEARCH_BENCH_GRAPHS", "100000").split(",")
)
"""A graph over 1,000,000 takes an hour of one core."""
TOP: Final = 10
QUERIES, BATCH = 16, 256
TORCH_ROWS: Final = 4096


def run() -> list[Ratio]:
    """Return the ratios of exact search and of graphs."""
    torch.set_num_threads(1)
    faiss.omp_set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        real = real_clips(create_store(Path(folder) / "store"))
    print(f"{real.about}, {VALUES} values")
    return [*_exact(real), *_graphs(real)]


def _exact(real: RealClips) -> Iterator[Ratio]:
    queries = moved_clips(real, BATCH, seed=1)
    for size in SIZES:
        index = _index(moved_clips(real, size, seed=0), graph=None)
        flat = faiss.IndexFlatIP(VALUES)
        flat.add(index.unit)
        data = f"{size:,} x {VALUES}; {real.about}"
        yield compare(
            f"bench/search/one-query-{size}/ratio",
            _each(partial(_found, index), queries[:QUERIES]),
            _each(partial(flat.search, k=TOP), queries[:QUERIES]),
            meaning=f"{QUERIES} single queries, over FAISS Flat",
            data=data,
            ceiling=1.5,
        )
        del flat
        yield compare(
            f"bench/search/batch-{size}/ratio",
            partial(nearest_rows_of_many, index.unit, queries, top=TOP),
            partial(_torch_product, index.unit, queries),
            meaning=f"{BATCH} queries at once, over a blocked torch product",
            data=data,
            ceiling=1.2,
        )


def _graphs(real: RealClips) -> Iterator[Ratio]:
    queries = moved_clips(real, QUERIES, seed=1)
    for size in BY_GRAPH:
        unit = moved_clips(real, size, seed=0)
        graph = build_graph(unit)
        facts = graph.facts
        by_graph, by_all = _index(unit, graph=graph), _index(unit, graph=None)
        yield compare(
            f"bench/search/graph-{size}/ratio",
            _each(partial(_found, by_graph), queries),
            _each(partial(_found, by_all), queries),
            meaning=f"exact over graph, recall@10 {facts.recall_at_10:.4f} of "
            f"{facts.queries} clips kept back, depth {facts.depth}",
            data=f"{size:,} x {VALUES}; {real.about}",
            gain=True,
            floor=20.0 if size == SIZES[-1] else None,
        )


def _each(ask: Callable[..., object], queries: Vectors) -> Callable[[], object]:
    """Return the work of asking one query after the other."""
    return lambda: [ask(query[None]) for query in queries]


def _found(index: SignIndex, query: Vectors) -> object:
    return nearest(index, query[0], top=TOP, wanted=Wanted())


def _torch_product(unit: Vectors, queries: Vectors) -> None:
    rows, asked = torch.from_numpy(unit), torch.from_numpy(queries)
    for start in range(0, len(rows), TORCH_ROWS):
        asked @ rows[start : start + TORCH_ROWS].T


def _index(unit: Vectors, *, graph: Graph | None) -> SignIndex:
    nothing = np.full(len(unit), "", np.str_)
    return SignIndex(
        run_id="bench",
        made="bench",
        by=untrained.NAME,
        embedder=untrained,
        clip_ids=np.char.mod("bench/%08d", np.arange(len(unit))),
        corpora=nothing,
        glosses=nothing,
        handshapes=nothing,
        signers=nothing,
        two_handed=np.zeros(len(unit), np.int8),
        unit=unit,
        mean=np.zeros(VALUES, np.float32),
        threshold=None,
        false_accepts=np.nan,
        graph=graph,
    )
