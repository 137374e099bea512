"""Questions about two signs that are taken for each other: how each is made."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dashboard.asking import KEPT_S, Stamp, ask, current_store, database_at, stamp_of
from dashboard.charts.played_clips import Played, frames_shown
from dashboard.clip_pictures import WIDTH_PX, clip_pictures
from dashboard.queries import clip_queries, description_queries, playing_queries
from dashboard.records.clip_records import Clip
from dashboard.records.description_records import DescribedSign
from dashboard.records.sign_pair_records import MadeSign, commonest
from models.poses.preparation import PoseSequence
from models.poses.reading import read_signs
from models.poses.sign_measures import MEASURES, measured

MEASURED_CLIPS: Final = 24
"""Clips of a sign that are measured at most; more would be slow to open."""
PLAYED_FRAMES: Final = 60


def made_sign(gloss: str, clip_ids: Sequence[str]) -> MadeSign:
    """Return how a sign is made, by the clips in which it is known to be shown."""
    chosen = tuple(clip_ids[:MEASURED_CLIPS])
    store = current_store()
    rows = ask("clip_hands", ("clips",), clips=chosen)
    two = [row["two_handed"] for row in rows if row["two_handed"] is not None]
    return MadeSign(
        gloss=gloss,
        measures=_measures(chosen, store.root, stamp_of(store, ("landmarks", "clips"))),
        handshapes=commonest([row["handshape"] for row in rows]),
        two_handed=float(np.mean(two)) if two else None,
        truth=clip_queries.sign_truth(chosen[0]) if chosen else None,
        described=_described(gloss, rows[0]["corpus"]) if rows else None,
    )


def played(clip: Clip) -> Played | None:
    """Return a clip to be played frame by frame; None where no keypoints are known."""
    sequence = playing_queries.keypoints_of(clip)
    if sequence is None:
        return None
    shown = frames_shown(len(sequence.points), PLAYED_FRAMES)
    few = PoseSequence(sequence.points[shown], sequence.time_ms[shown], sequence.aspect)
    times_ms = [int(time_ms) for time_ms in few.time_ms]
    pictures = clip_pictures(clip_queries.media_path(clip), times_ms)
    kind = "" if pictures else " as a skeleton; no video is there"
    return Played(
        sequence=few,
        pictures=pictures,
        width_px=WIDTH_PX,
        height_px=round(WIDTH_PX / sequence.aspect),
        lasts_ms=clip.duration_ms,
        alt=f"{clip.gloss or clip.clip_id}{kind}",
    )


@st.cache_data(max_entries=64, ttl=KEPT_S, show_spinner=False)
def _measures(
    clip_ids: tuple[str, ...], root: Path, stamp: Stamp
) -> NDArray[np.float64]:
    del stamp
    database = database_at(root)
    rows = database.rows("clip_hands", clips=list(clip_ids))
    dominant = {row["clip_id"]: row["dominant_hand"] for row in rows}
    corpora = sorted({row["corpus"] for row in rows})
    signs = read_signs(database, corpora, clip_ids=list(clip_ids))
    found = [
        measured(
            sequence, left_handed=hand == "left" if (hand := dominant[clip]) else None
        )
        for clip, sequence in zip(signs.clip_ids.tolist(), signs.sequences, strict=True)
    ]
    return np.array(found, np.float64).reshape(-1, len(MEASURES))


def _described(gloss: str, corpus: str) -> DescribedSign | None:
    every = description_queries.signs(corpus)
    return next((own for own in every if own.gloss.lower() == gloss.lower()), None)
