"""Finding the signs that are most like a clip."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from models.poses.preparation import PoseSequence
from models.retrieval.embedders import Embedder, load_embedder
from models.retrieval.index_exact import Places, Vectors, nearest_rows
from models.retrieval.index_map import SignMap, map_in
from models.retrieval.index_prepared import prepared_signs, words
from models.retrieval.threshold import centred
from store.db import Database
from store.errors import CallError, StoreError, UnknownNameError
from store.prepared import numbers_in

if TYPE_CHECKING:
    from models.retrieval.index_hnsw import Graph

EXACT_ANYWAY: Final = 20_000
"""Where filters leave no more clips than this, and less than half, all are compared."""


class NothingEmbeddedError(CallError):
    """There is no clip that could be found."""


@dataclass(frozen=True, slots=True, eq=False)
class SignIndex:
    """N clips that can be found.

    Attributes:
        run_id: the run that embedded them.
        made: id of this making of the index; another is made when clips come or go.
        by: what embedded them: `untrained`, or a training.
        embedder: the same, ready to embed a query.
        clip_ids, corpora, glosses, handshapes, signers: of the clips; empty where
            unknown, shape (N,).
        two_handed: 1, 0, or -1 where unknown, shape (N,).
        unit: embeddings about their mean, unit length, shape (N, D).
        mean: of the embeddings, shape (D,).
        threshold: a nearest match below it is no good match; None: not known.
        false_accepts: share of signs not in the index that pass it.
        map: the clips on two axes; None: they are too few.
        graph: finds nearly all of the nearest without comparing all; None: all are
            compared.
        caution: why there is no graph although the run made one; empty: all is well.
    """

    run_id: str
    made: str
    by: str
    embedder: Embedder
    clip_ids: NDArray[np.str_]
    corpora: NDArray[np.str_]
    glosses: NDArray[np.str_]
    handshapes: NDArray[np.str_]
    signers: NDArray[np.str_]
    two_handed: NDArray[np.int8]
    unit: NDArray[np.float32]
    mean: NDArray[np.float32]
    threshold: float | None
    false_accepts: float
    map: SignMap | None = None
    graph: "Graph | None" = None
    caution: str = ""

    def __len__(self) -> int:
        return len(self.clip_ids)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which clips may be found; empty or None: any."""

    corpora: tuple[str, ...] = ()
    handshape: str = ""
    two_handed: bool | None = None
    not_clip: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """One clip that is like the query.

    Attributes:
        similarity: cosine about the mean of all clips, from -1 to 1.
        good: whether it is near enough to be the same sign; None: not known.
    """

    clip_id: str
    corpus: str
    gloss: str
    handshape: str
    signer: str
    similarity: float
    good: bool | None


def load_index(database: Database, run_id: str | None = None) -> SignIndex:
    """Return the clips of a run, ready to be searched.

    Args:
        database: the store.
        run_id: of an embedding; None: the newest.

    Raises:
        UnknownNameError: there is no such run.
        NothingEmbeddedError: no clip that was embedded is in the store.
    """
    row = _chosen_run(database, run_id)
    recipe, metrics = json.loads(str(row["recipe"])), json.loads(str(row["metrics"]))
    run_id = str(row["run_id"])
    rows = prepared_signs(database, run_id)
    if not rows.num_rows:
        raise NothingEmbeddedError(
            f"No clip that {run_id} embedded is in the store any more: run `signatlas "
            "embed` again."
        )
    unit = numbers_in(rows["unit"])
    graph, caution = _graph(database, run_id, metrics, unit)
    return SignIndex(
        run_id=run_id,
        made=rows.schema.metadata[b"made"].decode(),
        by=str(recipe["by"]),
        embedder=load_embedder(database.store, str(recipe["by"])),
        clip_ids=np.asarray(rows["clip_id"].to_pylist(), np.str_),
        corpora=words(rows["corpus"]),
        glosses=words(rows["gloss"]),
        handshapes=words(rows["handshape"]),
        signers=words(rows["signer"]),
        two_handed=numbers_in(rows["two_handed"]),
        unit=unit,
        mean=np.frombuffer(rows.schema.metadata[b"mean"], np.float32),
        threshold=metrics.get("threshold"),
        false_accepts=float(metrics.get("false_accepts", np.nan)),
        map=map_in(rows),
        graph=graph,
        caution=caution,
    )


def search(
    index: SignIndex,
    sequence: PoseSequence,
    *,
    top: int = 10,
    wanted: Wanted | None = None,
) -> list[Match]:
    """Return the clips most like a query, the likest first.

    Raises:
        CallError: the query shows no body or no hand.
    """
    vector = index.embedder.vectors([sequence])[0]
    if np.isnan(vector).any():
        raise CallError(
            "No body or no hand is seen in this clip: film the signer from the head to "
            "the hips, with both hands in the picture."
        )
    query = centred(vector[None], index.mean)[0]
    return nearest(index, query, top=top, wanted=wanted or Wanted())


def nearest(
    index: SignIndex, query: Vectors, *, top: int, wanted: Wanted
) -> list[Match]:
    """Return the clips nearest to a unit vector, shape (D,); filters come before ranks."""
    allowed = _allowed(index, wanted)
    places, likeness = _nearest(index, query, top, allowed)
    return [
        _match(index, place, float(value))
        for place, value in zip(places, likeness, strict=True)
    ]


def how_compared(index: SignIndex, wanted: Wanted | None = None) -> str:
    """Return `exact`, or `approximate` with how much of the truly nearest is found."""
    graph = _graph_for(index, _allowed(index, wanted or Wanted()))
    if graph is None:
        return "exact"
    return f"approximate (recall@10 {graph.facts.recall_at_10:.3f})"


def place_of(index: SignIndex, clip_id: str) -> int | None:
    """Return where a clip stands in an index; None: nowhere."""
    # The clips are sorted by id; a key of another width would have all of them copied.
    key = np.array(clip_id, dtype=index.clip_ids.dtype)
    place = int(np.searchsorted(index.clip_ids, key))
    found = place < len(index) and index.clip_ids[place] == clip_id
    return place if found else None


def deciding_frames(
    index: SignIndex, sequence: PoseSequence, clip_id: str
) -> NDArray[np.float32]:
    """Return how much each part of a query speaks for a match, evenly spaced in time.

    Untrained: what 33 frames add to the similarity; negative where they differ. Trained:
    the attention that each frame gets.

    Raises:
        UnknownNameError: the index has no such clip.
    """
    place = place_of(index, clip_id)
    if place is None:
        raise UnknownNameError("clip", clip_id, index.clip_ids.tolist())
    return index.embedder.frame_weights(sequence, index.mean, index.unit[place])


def _nearest(
    index: SignIndex, query: Vectors, top: int, allowed: NDArray[np.bool_] | None
) -> tuple[Places, Vectors]:
    graph = _graph_for(index, allowed)
    if graph is not None:
        # Sorted, so that of equally similar clips the first stands first.
        near = np.sort(graph.nearest(query, top=top, allowed=allowed))
        if len(near) >= top:
            places, likeness = nearest_rows(index.unit[near], query, top=top)
            return near[places], likeness
    return nearest_rows(index.unit, query, top=top, allowed=allowed)


def _graph_for(index: SignIndex, allowed: NDArray[np.bool_] | None) -> "Graph | None":
    """Return the graph if it is worth asking: not where few clips are allowed."""
    count = len(index) if allowed is None else int(np.count_nonzero(allowed))
    return None if count <= min(EXACT_ANYWAY, len(index) // 2) else index.graph


def _allowed(index: SignIndex, wanted: Wanted) -> NDArray[np.bool_] | None:
    """Return which clips may be found; None: all."""
    chosen: list[NDArray[np.bool_]] = []
    if wanted.corpora:
        chosen.append(np.isin(index.corpora, wanted.corpora))
    if wanted.handshape:
        chosen.append(index.handshapes == wanted.handshape)
    if wanted.two_handed is not None:
        chosen.append(index.two_handed == int(wanted.two_handed))
    itself = place_of(index, wanted.not_clip)
    if itself is not None:
        chosen.append(np.arange(len(index)) != itself)
    return np.logical_and.reduce(chosen) if chosen else None


def _chosen_run(database: Database, run_id: str | None) -> Mapping[str, object]:
    runs = {str(row["run_id"]): row for row in database.rows("runs_embedding_signs")}
    if not runs:
        raise NothingEmbeddedError(
            "No clip was embedded yet: run `signatlas embed` first."
        )
    if run_id is not None and run_id not in runs:
        raise UnknownNameError("run of signatlas embed", run_id, runs)
    return runs[run_id or next(iter(runs))]


def _graph(
    database: Database, run_id: str, metrics: Mapping[str, Any], unit: Vectors
) -> "tuple[Graph | None, str]":
    """Return the graph that a run made, or None and why it cannot be used."""
    if "index" not in metrics:
        return None, ""
    from models.retrieval.index_hnsw import load_graph  # noqa: PLC0415 - brings FAISS

    try:
        return load_graph(database.store.run_dir(run_id), unit), ""
    except StoreError as error:
        return None, str(error)


def _match(index: SignIndex, place: np.intp, similarity: float) -> Match:
    good = None if index.threshold is None else similarity >= index.threshold
    return Match(
        clip_id=str(index.clip_ids[place]),
        corpus=str(index.corpora[place]),
        gloss=str(index.glosses[place]),
        handshape=str(index.handshapes[place]),
        signer=str(index.signers[place]),
        similarity=similarity,
        good=good,
    )
