"""Searching among many clips: exactly against FAISS and torch, and by a graph.

Embeddings are those of real clips (`wlasl50` and `mediapipe_webcam` beside the checkout; made
signs where they are not), turned onto 256 principal axes. More than there are: each is a
real clip moved by a part of the difference between two clips of one gloss, as a real one is
when somebody else signs it.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import faiss
import numpy as np
import torch
from numpy.random import default_rng
from numpy.typing import NDArray

from models.pca import fit_pca
from models.poses import untrained
from models.poses.reading import read_signs
from models.retrieval.index_exact import Vectors, nearest_rows_of_many
from models.retrieval.index_hnsw import Graph, build_graph
from models.retrieval.searching import SignIndex, Wanted, nearest
from models.retrieval.threshold import centred, middle
from store.db import Database
from store.layout import Store, create_store
from tests.bench.handshapes import type_signatlas
from tests.bench.ratios import Ratio, compare
from tests.bench.signs import FILES
from tests.conftest import SHARED_DATA
from tests.models.retrieval.sign_maker import CORPUS, add_signs

VALUES: Final = 256
SIZES: Final = (12_000, 100_000, 1_000_000)
BY_GRAPH: Final = tuple(
    int(size) for size in os.environ.get("SEARCH_BENCH_GRAPHS", "100000").split(",")
)
"""A graph over 1,000,000 takes an hour of one core."""
TOP: Final = 10
QUERIES, BATCH = 16, 256
TORCH_ROWS: Final = 4096
MOVED: Final = (0.2, 0.8)


@dataclass(frozen=True, eq=False)
class Real:
    """Embeddings of real clips about their mean, shape (N, 256), and their glosses."""

    vectors: Vectors
    glosses: NDArray[np.str_]
    about: str


def run() -> list[Ratio]:
    """Return the ratios of exact search and of graphs."""
    torch.set_num_threads(1)
    faiss.omp_set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        real = _real(create_store(Path(folder) / "store"))
    print(f"{real.about}, {VALUES} values")
    return [*_exact(real), *_graphs(real)]


def _exact(real: Real) -> Iterator[Ratio]:
    queries = _many(real, BATCH, seed=1)
    for size in SIZES:
        index = _index(_many(real, size, seed=0), graph=None)
        flat = faiss.IndexFlatIP(VALUES)
        flat.add(index.unit)
        data = f"{size:,} x {VALUES}; {real.about}"
        yield compare(
            f"bench/search/one-query-{size}/ratio",
            _each(partial(_found, index), queries[:QUERIES]),
            _each(partial(flat.search, k=TOP), queries[:QUERIES]),
            meaning=f"{QUERIES} single queries, over FAISS Flat (ceiling 1.5)",
            data=data,
        )
        del flat
        yield compare(
            f"bench/search/batch-{size}/ratio",
            partial(nearest_rows_of_many, index.unit, queries, top=TOP),
            partial(_torch_product, index.unit, queries),
            meaning=f"{BATCH} queries at once, over a blocked torch product (ceiling 1.2)",
            data=data,
        )


def _graphs(real: Real) -> Iterator[Ratio]:
    queries = _many(real, QUERIES, seed=1)
    for size in BY_GRAPH:
        unit = _many(real, size, seed=0)
        graph = build_graph(unit)
        facts = graph.facts
        by_graph, by_all = _index(unit, graph=graph), _index(unit, graph=None)
        yield compare(
            f"bench/search/graph-{size}/ratio",
            _each(partial(_found, by_graph), queries),
            _each(partial(_found, by_all), queries),
            meaning=f"exact over graph, recall@10 {facts.recall_at_10:.4f} of "
            f"{facts.queries} clips kept back, depth {facts.depth} (floor 20 at 1,000,000)",
            data=f"{size:,} x {VALUES}; {real.about}",
            gain=True,
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


def _real(store: Store) -> Real:
    corpora = _fill(store)
    signs = read_signs(Database(store), corpora)
    found = untrained.vectors(signs.sequences)
    usable = ~np.isnan(found).any(axis=1)
    unit = centred(found[usable], middle(found[usable]))
    about = f"moved copies of {len(unit)} clips of {', '.join(corpora)}"
    return Real(fit_pca(unit, VALUES).reduce(unit), signs.glosses[usable], about)


def _fill(store: Store) -> list[str]:
    if not SHARED_DATA.is_dir():
        add_signs(store, glosses=200)
        return [CORPUS]
    for corpus, file in FILES.items():
        place = ("--corpus", corpus, "--store", str(store.root))
        type_signatlas("ingest", "keypoints", str(SHARED_DATA / file), *place)
    return list(FILES)


def _many(real: Real, count: int, *, seed: int) -> Vectors:
    """Return unit vectors of as many clips as wanted, shape (count, 256)."""
    rng = default_rng(seed)
    order = np.argsort(real.glosses, kind="stable")
    _, starts, sizes = np.unique(
        real.glosses[order], return_index=True, return_counts=True
    )
    glosses = rng.integers(0, len(starts), count)
    # Two different clips of one gloss: alike ones would make exact copies.
    one = rng.integers(0, sizes[glosses])
    other = (one + rng.integers(1, sizes[glosses])) % sizes[glosses]
    pairs = starts[glosses] + np.stack([one, other])
    moved = np.empty((count, VALUES), np.float32)
    for start in range(0, count, TORCH_ROWS):
        here = slice(start, start + TORCH_ROWS)
        first, second = (real.vectors[order[side[here]]] for side in pairs)
        base = real.vectors[rng.integers(0, len(real.vectors), len(first))]
        part = rng.uniform(*MOVED, (len(first), 1)).astype(np.float32)
        moved[here] = base + part * (first - second)
    return centred(moved, np.zeros(VALUES, np.float32))
