"""Questions of page Find a sign: what can be found, what is searched with, what is like it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dashboard.asking import KEPT_S, Stamp, ask, current_store, database_at, stamp_of
from dashboard.queries import clip_queries
from dashboard.queries.find_hand_queries import angles_in
from dashboard.queries.playing_queries import keypoints_of
from dashboard.records.clip_records import Clip
from dashboard.records.find_records import FoundSign, Query
from ingest.uploads.folder import CLIP_ID, CORPUS
from ingest.uploads.looking import Upload
from models.poses.reading import read_signs
from models.retrieval.index_map import SignMap
from models.retrieval.searching import (
    Match,
    NothingEmbeddedError,
    SignIndex,
    Wanted,
    deciding_frames,
    load_index,
    search,
)
from models.retrieval.threshold import centred
from store.db import Database
from store.skeleton import Hand

_TABLES: Final = ("runs", "embeddings")
"""Not `clips`: an index of many is read for long, and clips change while others come in."""


def sign_index() -> SignIndex | None:
    """Return the clips that can be found, as embedded last; None: none can."""
    store = current_store()
    return _index(store.root, stamp_of(store, _TABLES))


def query_of_upload(upload: Upload) -> Query:
    """Return what was seen in an upload that was looked at and can be used."""
    database = Database(upload.store)
    rows = database.rows("clips_by_id", corpora=[CORPUS], clips=[CLIP_ID])
    problems = database.rows("clip_problems", corpus=CORPUS, clip_id=CLIP_ID)
    return Query(
        name=upload.name,
        clip=Clip(**rows[0]),
        sequence=read_signs(database, [CORPUS]).sequences[0],
        uploaded=True,
        previews=tuple(path.read_bytes() for path in upload.previews),
        notes=tuple(str(problem["what"]) for problem in problems),
        angles=_angles(database, CLIP_ID, str(rows[0]["media"])),
    )


def query_of_clip(clip_id: str) -> Query | None:
    """Return a clip of the store to search with; None where it is not there."""
    clip = clip_queries.clip(clip_id)
    if clip is None:
        return None
    sequence = keypoints_of(clip)
    if sequence is None:
        return None
    return Query(
        name=clip.gloss or clip.handshape or clip_id,
        clip=clip,
        sequence=sequence,
        uploaded=False,
        angles=_angles(database_at(current_store().root), clip_id, clip.media),
    )


def found_signs(
    index: SignIndex, query: Query, wanted: Wanted, *, top: int
) -> list[FoundSign]:
    """Return the signs most like a query, the likest first.

    Raises:
        CallError: the query shows no body or no hand.
    """
    matches = search(index, query.sequence, top=top, wanted=wanted)
    languages = {told.corpus: told.language for told in clip_queries.corpora()}
    told = _descriptions([match.corpus for match in matches])
    return [
        FoundSign(
            rank=rank,
            clip_id=match.clip_id,
            corpus=match.corpus,
            language=languages.get(match.corpus, ""),
            gloss=match.gloss,
            signer=match.signer,
            handshape=match.handshape,
            similarity=match.similarity,
            good=match.good,
            description=_description(match, told),
        )
        for rank, match in enumerate(matches, 1)
    ]


def decided(
    index: SignIndex, query: Query, clip_id: str
) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
    """Return which parts of a query spoke for a sign: middles in ms, and how much."""
    weights = deciding_frames(index, query.sequence, clip_id)
    first_ms, last_ms = (int(query.sequence.time_ms[end]) for end in (0, -1))
    return np.linspace(first_ms, last_ms, len(weights)), weights


def point_of(index: SignIndex, told: SignMap, query: Query) -> tuple[float, float]:
    """Return where a query lies on a map of the clips."""
    vector = index.embedder.vectors([query.sequence])
    x, y = told.pca.reduce(centred(vector, index.mean))[0]
    return float(x), float(y)


@st.cache_resource(max_entries=2, ttl=KEPT_S, show_spinner="Reading what can be found")
def _index(root: Path, stamp: Stamp) -> SignIndex | None:
    del stamp
    try:
        return load_index(database_at(root))
    except NothingEmbeddedError:
        return None


def _angles(
    database: Database, clip_id: str, media: str
) -> dict[Hand, NDArray[np.float32]]:
    return angles_in(database, clip_id) if media == "image" else {}


def _descriptions(corpora: Sequence[str]) -> dict[tuple[str, str], str]:
    """Return descriptions by corpus and small-letter gloss, and by corpus and clip."""
    told = {}
    for corpus in sorted(set(corpora)):
        rows = ask("descriptions_of", ("descriptions", "clips"), corpus=corpus)
        for row in rows:
            told[corpus, str(row["gloss"]).lower()] = str(row["text"])
            if row["clip_id"] is not None:
                told[corpus, str(row["clip_id"])] = str(row["text"])
    return told


def _description(match: Match, told: dict[tuple[str, str], str]) -> str:
    by_gloss = told.get((match.corpus, match.gloss.lower()), "")
    return told.get((match.corpus, match.clip_id), by_gloss)
