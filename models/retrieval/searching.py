"""Finding the signs that are most like a clip."""

import json
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.poses.preparation import PoseSequence
from models.retrieval.embedders import Embedder, load_embedder
from models.retrieval.threshold import centred, middle
from store.db import Database
from store.errors import CallError, UnknownNameError


@dataclass(frozen=True, slots=True, eq=False)
class SignIndex:
    """N clips that can be found.

    Attributes:
        run_id: the run that embedded them.
        by: what embedded them: `untrained`, or a training.
        embedder: the same, ready to embed a query.
        clip_ids, corpora, glosses, handshapes, signers: of the clips; empty where
            unknown, shape (N,).
        two_handed: 1, 0, or -1 where unknown, shape (N,).
        unit: embeddings about their mean, unit length, shape (N, D).
        mean: of the embeddings, shape (D,).
        threshold: a nearest match below it is no good match; None: not known.
        false_accepts: share of signs not in the index that pass it.
    """

    run_id: str
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
    signer: str
    similarity: float
    good: bool | None


def index_runs(database: Database) -> list[str]:
    """Return the runs that embedded clips, newest first."""
    return [str(row["run_id"]) for row in database.rows("runs_embedding_signs")]


def load_index(database: Database, run_id: str | None = None) -> SignIndex:
    """Return the clips of a run, ready to be searched.

    Args:
        database: the store.
        run_id: of an embedding; None: the newest.

    Raises:
        UnknownNameError: there is no such run.
        CallError: nothing was embedded.
    """
    runs = {str(row["run_id"]): row for row in database.rows("runs_embedding_signs")}
    if not runs:
        raise CallError("No clip was embedded yet: run `signatlas embed` first.")
    if run_id is not None and run_id not in runs:
        raise UnknownNameError("run of signatlas embed", run_id, runs)
    row = runs[run_id or next(iter(runs))]
    recipe, metrics = json.loads(str(row["recipe"])), json.loads(str(row["metrics"]))
    rows = database.query("signs_embedded", run_id=str(row["run_id"]))
    flat = rows["vector"].combine_chunks().flatten().to_numpy(zero_copy_only=False)
    vectors = flat.astype(np.float32).reshape(rows.num_rows, -1)
    mean = middle(vectors)

    def texts(column: str) -> NDArray[np.str_]:
        return np.array([v or "" for v in rows[column].to_pylist()], dtype=np.str_)

    hands = [-1 if v is None else int(v) for v in rows["two_handed"].to_pylist()]
    return SignIndex(
        run_id=str(row["run_id"]),
        by=str(recipe["by"]),
        embedder=load_embedder(database.store, str(recipe["by"])),
        clip_ids=texts("clip_id"),
        corpora=texts("corpus"),
        glosses=texts("gloss"),
        handshapes=texts("handshape"),
        signers=texts("signer"),
        two_handed=np.array(hands, np.int8),
        unit=centred(vectors, mean),
        mean=mean,
        threshold=metrics.get("threshold"),
        false_accepts=float(metrics.get("false_accepts", np.nan)),
    )


def search(
    index: SignIndex,
    sequence: PoseSequence,
    *,
    top: int = 10,
    wanted: Wanted | None = None,
) -> list[Match]:
    """Return the clips most like a query, the likest first; exact cosine.

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
    index: SignIndex, query: NDArray[np.float32], *, top: int, wanted: Wanted
) -> list[Match]:
    """Return the clips nearest to a unit vector, shape (D,); filters come before ranks."""
    places = np.flatnonzero(_allowed(index, wanted))
    likeness = index.unit[places] @ query
    top = min(top, len(places))
    if not top:
        return []
    first = np.argpartition(-likeness, top - 1)[:top]
    first = first[np.lexsort((index.clip_ids[places[first]], -likeness[first]))]
    return [_match(index, places[row], float(likeness[row])) for row in first]


def deciding_frames(
    index: SignIndex, sequence: PoseSequence, clip_id: str
) -> NDArray[np.float32]:
    """Return how much each part of a query speaks for a match, evenly spaced in time.

    Untrained: what 33 frames add to the similarity; negative where they differ. Trained:
    the attention that each frame gets.

    Raises:
        UnknownNameError: the index has no such clip.
    """
    places = np.flatnonzero(index.clip_ids == clip_id)
    if not len(places):
        raise UnknownNameError("clip", clip_id, index.clip_ids.tolist())
    match = index.unit[places[0]]
    return index.embedder.frame_weights(sequence, index.mean, match)


def _allowed(index: SignIndex, wanted: Wanted) -> NDArray[np.bool_]:
    allowed = index.clip_ids != wanted.not_clip
    if wanted.corpora:
        allowed = allowed & np.isin(index.corpora, wanted.corpora)
    if wanted.handshape:
        allowed = allowed & (index.handshapes == wanted.handshape)
    if wanted.two_handed is not None:
        allowed = allowed & (index.two_handed == int(wanted.two_handed))
    return np.asarray(allowed, bool)


def _match(index: SignIndex, place: int, similarity: float) -> Match:
    good = None if index.threshold is None else similarity >= index.threshold
    return Match(
        clip_id=str(index.clip_ids[place]),
        corpus=str(index.corpora[place]),
        gloss=str(index.glosses[place]),
        signer=str(index.signers[place]),
        similarity=similarity,
        good=good,
    )
