"""Nearly all of the nearest signs without looking at all of them: a graph over the clips.

The graph knows a clip by its place along the leading axes of all clips, a byte for each: an
eighth of the memory of whole vectors. The nearest by these are then compared exactly, by
whoever asks.

Reference: Malkov and Yashunin, Efficient and robust approximate nearest neighbor search
using Hierarchical Navigable Small World graphs, 2018, doi:10.1109/TPAMI.2018.2889473.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import faiss
import numpy as np
from numpy.random import default_rng
from numpy.typing import NDArray

from models.pca import fit_pca
from models.retrieval.index_exact import Places, Vectors, nearest_rows_of_many
from store.array_files import holds_numbers, read_array
from store.errors import StoreError
from store.layout import replace_text
from store.whole_files import whole_file

LINKS: Final = 32
BUILDING_DEPTH: Final = 128
DEPTHS: Final = (64, 128, 256, 512, 1024)
"""How many clips a search keeps in view: more find more and take longer."""
WANTED_RECALL: Final = 0.99
RECALL_AT: Final = 10
MOST_QUERIES: Final = 1000
HELD_SHARE: Final = 0.1
KEPT_VARIANCE: Final = 0.99
"""Share of the variance that the axes of the graph hold."""
COMPARED: Final = 64
"""So many at least are compared exactly: bytes do not tell the nearest apart."""
SAMPLE: Final = 50_000
"""Clips from which the axes and the steps of a byte are learned."""
GRAPH_FILE: Final = "signs.hnsw"
AXES_FILE: Final = "signs-hnsw-axes.npy"
FACTS_FILE: Final = "signs-hnsw.json"
_CHECKED: Final = 16
_UNREADABLE: Final = (
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
_REMEDY: Final = "Run `signatlas embed` again; until then all clips are compared."


@dataclass(frozen=True, slots=True)
class GraphFacts:
    """What is known of a graph.

    Attributes:
        clips, values, axes: number of its vectors, of the values of each, and of the
            axes along which the graph knows them.
        depth: how many clips a search keeps in view.
        recall_at_10: share of the ten truly nearest that it finds, of clips that were
            not in it when they were asked for.
        queries: so many such clips.
    """

    clips: int
    values: int
    axes: int
    depth: int
    recall_at_10: float
    queries: int


class Graph:
    """A graph over unit vectors that finds most of the nearest ones.

    Attributes:
        index: over vectors along the axes.
        axes: unit vectors, shape (facts.axes, facts.values).
        facts: what is known of it.
    """

    def __init__(
        self, index: faiss.IndexIDMap2, axes: Vectors, facts: GraphFacts
    ) -> None:
        self.index, self.axes, self.facts = index, axes, facts

    def nearest(
        self, query: Vectors, *, top: int, allowed: NDArray[np.bool_] | None = None
    ) -> Places:
        """Return more places than wanted, in no order; the nearest are among them.

        Args:
            query: a unit vector, shape (D,).
            top: so many at least, where there are so many.
            allowed: which places may be found; None: all.
        """
        near, depth = query[None] @ self.axes.T, self.facts.depth
        found = _ask(self.index, near, depth, max(COMPARED, 4 * top), allowed)[0]
        places: Places = found[found >= 0]
        return places


def build_graph(unit: Vectors, *, seed: int = 0) -> Graph:
    """Return a graph over unit vectors, as deep as it takes to find 99 of 100.

    Some vectors are kept back, asked for, and added only then: a clip that is searched
    with is as a rule not in the graph either.

    Args:
        unit: shape (N, D).
        seed: of the order in which they are added, and of those kept back.
    """
    count, values = unit.shape
    order = default_rng(seed).permutation(count)
    held = order[: min(MOST_QUERIES, int(count * HELD_SHARE))]
    first = order[len(held) :]
    axes = _leading_axes(unit[first[:SAMPLE]])
    index = _empty_index(unit[first[:SAMPLE]] @ axes.T)
    index.add_with_ids(unit[first] @ axes.T, first)
    depth, recall = _deep_enough(index, axes, unit, np.sort(first), held)
    index.add_with_ids(unit[held] @ axes.T, held)
    facts = GraphFacts(count, values, len(axes), depth, recall, len(held))
    return Graph(index, axes, facts)


def save_graph(graph: Graph, folder: Path) -> None:
    """Write a graph into the folder of its run; a reader sees it whole or not at all."""
    with whole_file(folder / GRAPH_FILE) as temporary:
        faiss.write_index(graph.index, str(temporary))
        told = {**asdict(graph.facts), "sha256": _digest(temporary)}
    with whole_file(folder / AXES_FILE) as temporary, temporary.open("wb") as file:
        np.save(file, graph.axes, allow_pickle=False)
    replace_text(folder / FACTS_FILE, json.dumps(told))


def remove_graph(folder: Path) -> None:
    """Remove the graph of a run, if there is one."""
    for name in (FACTS_FILE, AXES_FILE, GRAPH_FILE):
        (folder / name).unlink(missing_ok=True)


def load_graph(folder: Path, unit: Vectors) -> Graph:
    """Return the graph of a run.

    Args:
        folder: of the run.
        unit: the vectors that it must be over, shape (N, D).

    Raises:
        StoreError: it is missing, damaged, or over other vectors.
    """
    path = folder / GRAPH_FILE
    try:
        told = json.loads((folder / FACTS_FILE).read_text("utf-8"))
        digest = told.pop("sha256")
        facts = GraphFacts(**told)
        if _digest(path) != digest:
            raise StoreError(f"{path} is damaged, or another run's. {_REMEDY}")
        index: Any = faiss.read_index(str(path))
        axes: Vectors = read_array(folder / AXES_FILE)
        _check_numbers(facts, axes)
    except FileNotFoundError as error:
        raise StoreError(f"{error.filename} is missing. {_REMEDY}") from error
    except _UNREADABLE as error:
        raise StoreError(f"{path} cannot be read: it is damaged. {_REMEDY}") from error
    if axes.shape != (facts.axes, unit.shape[1]) or not _is_over(index, unit, axes):
        raise StoreError(f"{path} is over other clips than this run's. {_REMEDY}")
    return Graph(index, axes, facts)


def _check_numbers(facts: GraphFacts, axes: Vectors) -> None:
    """Refuse what no graph of ours says of itself.

    Raises:
        ValueError: a fact is no number, or an axis has values that are none.
    """
    told = asdict(facts).values()
    if not all(isinstance(fact, int | float) for fact in told):
        raise ValueError("facts that are no numbers")
    if not holds_numbers(axes):
        raise ValueError("axes that are no numbers")


def _leading_axes(unit: Vectors) -> Vectors:
    """Return so many axes that they hold nearly all of the variance, (axes, D)."""
    if len(unit) <= unit.shape[1]:
        return np.eye(unit.shape[1], dtype=np.float32)
    pca = fit_pca(unit, unit.shape[1])
    kept = np.cumsum(pca.variances)
    enough = int(np.searchsorted(kept, KEPT_VARIANCE * pca.total_variance)) + 1
    return np.ascontiguousarray(pca.axes[:enough])


def _empty_index(sample: Vectors) -> faiss.IndexIDMap2:
    # Of unit vectors the nearest are the most similar; by inner product FAISS's graph
    # finds fewer of them at any depth (.988 against .998 of 10,000 real clips).
    byte: Any = faiss.ScalarQuantizer.QT_8bit
    links = faiss.IndexHNSWSQ(sample.shape[1], byte, LINKS, faiss.METRIC_L2)
    links.hnsw.efConstruction = BUILDING_DEPTH
    links.train(sample)
    return faiss.IndexIDMap2(links)


def _deep_enough(
    index: faiss.IndexIDMap2, axes: Vectors, unit: Vectors, known: Places, held: Places
) -> tuple[int, float]:
    """Return the smallest depth that finds enough, or the largest; and what it finds."""
    if not len(held):
        return DEPTHS[0], 1.0
    rows, _ = nearest_rows_of_many(unit[known], unit[held], top=RECALL_AT)
    true = known[rows]
    recall = 0.0
    for depth in DEPTHS:
        recall = _recall(_ask(index, unit[held] @ axes.T, depth, COMPARED), true)
        if recall >= WANTED_RECALL:
            break
    return depth, recall


def _recall(found: Places, true: Places) -> float:
    """Return the share of the true ones that are compared exactly, and so are found."""
    hits = [np.isin(own, seen).mean() for own, seen in zip(true, found, strict=True)]
    return float(np.mean(hits))


def _ask(
    index: faiss.IndexIDMap2,
    queries: Vectors,
    depth: int,
    count: int,
    allowed: NDArray[np.bool_] | None = None,
) -> Places:
    """Return places near each query, shape (Q, count); -1: nothing more."""
    chosen = {}
    if allowed is not None:
        bits: Any = np.packbits(allowed, bitorder="little")
        chosen["sel"] = faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg] # an array
    settings = faiss.SearchParametersHNSW(  # type: ignore[attr-defined] # made at import
        efSearch=max(depth, count), **chosen
    )
    _, found = index.search(np.ascontiguousarray(queries), count, params=settings)
    places: Places = found.astype(np.intp)
    return places


def _is_over(index: faiss.Index, unit: Vectors, axes: Vectors) -> bool:
    if (index.ntotal, index.d) != (len(unit), len(axes)):
        return False
    looked_at = np.linspace(0, len(unit) - 1, min(_CHECKED, len(unit))).astype(int)
    stored = np.stack([index.reconstruct(int(place)) for place in looked_at])
    # A byte for each axis keeps hundredths.
    return bool(np.allclose(stored, unit[looked_at] @ axes.T, atol=0.02))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
