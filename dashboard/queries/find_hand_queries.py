"""Handshapes like the one in a photograph: which hands can be found, and the nearest."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from dashboard.asking import KEPT_S, Stamp, ask, current_store, database_at, stamp_of
from dashboard.queries import clip_queries
from dashboard.reading.arrow_columns import ids, vectors
from models.features.joint_angles import DIMENSIONS, joint_angles
from models.handcrops import mirrored_to_right
from models.retrieval.threshold import Threshold, calibrated_distance
from store.crop_ids import clip_of
from store.db import Database
from store.skeleton import HAND_WORLD_SLICES, HANDS, Hand

FEATURES: Final = "joint_angles"
_DIGITS: Final = 4


@dataclass(frozen=True, slots=True, eq=False)
class HandIndex:
    """N hands with the angles of their joints, sorted by corpus and id.

    Attributes:
        crop_ids: shape (N,).
        values: shape (N, 38).
        nearness: how near a match must be, by hands whose handshape is known; None:
            they are too few to tell.
    """

    crop_ids: NDArray[np.str_]
    values: NDArray[np.float32]
    nearness: Threshold | None = None

    def __len__(self) -> int:
        return len(self.crop_ids)


@dataclass(frozen=True, slots=True)
class FoundHand:
    """One hand that was found.

    Attributes:
        distance: between angles; 0 is the same handshape.
        good: whether it is near enough to be the same handshape; None: not known.
    """

    rank: int
    crop_id: str
    clip_id: str
    hand: str
    handshape: str
    gloss: str
    corpus: str
    signer: str
    distance: float
    good: bool | None = None


def hand_index() -> HandIndex:
    """Return the hands whose angles are known."""
    store = current_store()
    return _hands(store.root, stamp_of(store, ("features", "corpora", "truth_frames")))


def angles_in(database: Database, clip_id: str) -> dict[Hand, NDArray[np.float32]]:
    """Return the angles of the hands in the first frame of a clip, as right hands."""
    corpus = clip_id.partition("/")[0]
    rows = database.rows("hand_landmarks", corpus=corpus, first=clip_id, last=clip_id)
    if not rows:
        return {}
    world = np.array(rows[0]["hand_world"], np.float32).reshape(-1, 3)
    hands = np.stack([world[HAND_WORLD_SLICES[hand]] for hand in HANDS])
    left = np.array([hand == "left" for hand in HANDS])
    values = joint_angles(mirrored_to_right(hands, left))
    return {
        hand: row
        for hand, row in zip(HANDS, values, strict=True)
        if not np.isnan(row).any()
    }


def found_hands(
    index: HandIndex,
    angles: NDArray[np.float32],
    *,
    top: int,
    corpora: Sequence[str] = (),
    not_clip: str = "",
) -> list[FoundHand]:
    """Return the hands of the nearest angles, one of each clip, the nearest first.

    Args:
        index: the hands.
        angles: of the hand asked for, shape (38,).
        top: at most so many.
        corpora: only of these; none: of any.
        not_clip: a clip that is left out.
    """
    apart = np.linalg.norm(index.values - angles, axis=1)
    starts = tuple(f"{corpus}/" for corpus in corpora)
    nearest: dict[str, int] = {}
    for place in np.argsort(apart, kind="stable"):
        clip_id = clip_of(str(index.crop_ids[place]))
        if clip_id != not_clip and (not corpora or clip_id.startswith(starts)):
            nearest.setdefault(clip_id, int(place))
        if len(nearest) == top:
            break
    return _told(index, apart, nearest)


def _told(
    index: HandIndex, apart: NDArray[np.float32], nearest: dict[str, int]
) -> list[FoundHand]:
    crops = tuple(str(index.crop_ids[place]) for place in nearest.values())
    rows = ask("crop_details", ("crops", "clips", "corpora"), crops=crops)
    details = {row["crop_id"]: row for row in rows}
    shapes = _handshapes(tuple(nearest))
    found = []
    for rank, (clip_id, place) in enumerate(nearest.items(), 1):
        crop_id = str(index.crop_ids[place])
        known = details.get(crop_id, {})
        found.append(
            FoundHand(
                rank=rank,
                crop_id=crop_id,
                clip_id=clip_id,
                hand=str(known.get("hand") or ""),
                handshape=shapes.get(clip_id, ""),
                gloss=str(known.get("gloss") or ""),
                corpus=clip_id.partition("/")[0],
                signer=str(known.get("signer") or ""),
                distance=round(float(apart[place]), _DIGITS),
                good=_is_good(index, float(apart[place])),
            )
        )
    return found


def _is_good(index: HandIndex, distance: float) -> bool | None:
    if index.nearness is None:
        return None
    return -distance >= index.nearness.similarity


def _handshapes(clip_ids: tuple[str, ...]) -> dict[str, str]:
    """Return the labelled handshapes of clips, where there are any."""
    clips = clip_queries.clips_by_id(clip_ids)
    return {
        clip_id: clip.handshape for clip_id, clip in clips.items() if clip.handshape
    }


@st.cache_resource(max_entries=1, ttl=KEPT_S, show_spinner="Reading the handshapes")
def _hands(root: Path, stamp: Stamp) -> HandIndex:
    del stamp
    database = database_at(root)
    named = [np.array([], np.str_)]
    values = [np.zeros((0, DIMENSIONS), np.float32)]
    for row in database.rows("corpus_ids"):
        rows = database.query(
            "features_of_corpus", corpus=row["corpus"], features=FEATURES
        )
        if rows.num_rows:
            named.append(ids(rows["crop_id"]))
            values.append(vectors(rows["vector"]))
    crop_ids, angles = np.concatenate(named), np.concatenate(values)
    usable = ~np.isnan(angles).any(axis=1)
    crop_ids, angles = crop_ids[usable], angles[usable]
    return HandIndex(crop_ids, angles, _nearness(database, crop_ids, angles))


def _nearness(
    database: Database, crop_ids: NDArray[np.str_], values: NDArray[np.float32]
) -> Threshold | None:
    """Return how near a match must be, by the hands whose handshape is known."""
    rows = database.query("hands_known", features=FEATURES)
    if not rows.num_rows:
        return None
    known = pd.Series(rows["handshape"].to_pylist(), index=ids(rows["crop_id"]))
    handshapes = known.reindex(crop_ids, fill_value="").to_numpy().astype(np.str_)
    labelled = handshapes != ""
    clips = np.array([clip_of(crop) for crop in crop_ids[labelled].tolist()], np.str_)
    return calibrated_distance(values[labelled], handshapes[labelled], clips)
