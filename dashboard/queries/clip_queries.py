"""The only door to the data: typed answers about corpora and clips."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import streamlit as st
from numpy.typing import NDArray

from dashboard.asking import (
    KEPT_S,
    Answer,
    Stamp,
    ask,
    current_store,
    database_at,
    stamp_of,
)
from dashboard.records.clip_records import (
    Clip,
    ClipFilter,
    ClipRow,
    Corpus,
    CorpusSummary,
    Crop,
    HandShareBin,
    Landmarks,
    Problem,
    SharpnessBin,
    SignTruth,
    Track,
    UnfinishedRun,
)
from dashboard.shown_media import shown_crops, shown_files
from store.crop_ids import corpus_of
from store.runs import STALE_MS, Progress, now_ms, running
from store.skeleton import HANDS, POINTS
from store.truth import CorpusSeen, seen_against_truth

BINS_PER_DECADE: Final = 8
SHARE_BINS: Final = 20


def corpora() -> list[Corpus]:
    """Return every corpus, by id."""
    return [Corpus(**row) for row in ask("corpora_there", ("corpora", "clips"))]


def corpus_summaries() -> list[CorpusSummary]:
    """Return every corpus with what is in it counted, which takes longer, by id."""
    counted = {row["corpus"]: row for row in ask("crops_kept", ("crops", "corpora"))}
    nothing = {"crops": 0, "crops_kept": 0}
    return [
        CorpusSummary(**(row | counted.get(row["corpus"], nothing)))
        for row in ask("corpus_overview", ("corpora", "clips", "letters"))
    ]


def sharpness_bins() -> list[SharpnessBin]:
    """Return the distribution of sharpness, one crop per hand and frame."""
    rows = ask("crop_sharpness", ("crops",), bins_per_decade=BINS_PER_DECADE)
    return [
        SharpnessBin(
            row["corpus"],
            10 ** (row["bin"] / BINS_PER_DECADE),
            10 ** ((row["bin"] + 1) / BINS_PER_DECADE),
            row["crops"],
        )
        for row in rows
    ]


def hand_share_bins() -> list[HandShareBin]:
    """Return in how many clips the signing hand is seen how often."""
    rows = ask("clip_hand_shares", ("clips",), bins=SHARE_BINS)
    return [
        HandShareBin(
            row["corpus"],
            row["bin"] / SHARE_BINS,
            (row["bin"] + 1) / SHARE_BINS,
            row["clips"],
        )
        for row in rows
    ]


def problems(corpus: str | None, kind: str | None, *, at_most: int) -> list[Problem]:
    """Return problems, lost clips first."""
    rows = ask(
        "problems_found", ("problems",), corpus=corpus, kind=kind, at_most=at_most
    )
    names = Problem.__dataclass_fields__
    return [Problem(**{name: row[name] for name in names}) for row in rows]


def problem_kinds(corpus: str | None) -> dict[str, int]:
    """Return how many problems there are of each kind, commonest first."""
    rows = ask("problem_kinds", ("problems",), corpus=corpus)
    return {row["kind"]: row["problems"] for row in rows}


def live_progress() -> list[Progress]:
    """Return the progress of every run that was heard of lately; never cached."""
    return running(current_store())


def unfinished_runs(live: list[Progress]) -> list[UnfinishedRun]:
    """Return runs that ended badly, or fell silent without ending."""
    alive = {progress.corpus for progress in live}
    names = UnfinishedRun.__dataclass_fields__
    runs = [
        UnfinishedRun(**{name: row[name] for name in names})
        for row in ask("runs_unfinished", ("runs",))
    ]
    at_ms = now_ms()
    return [
        run
        for run in runs
        if run.corpus not in alive
        and (run.state != "running" or abs(at_ms - run.started_ms) > STALE_MS)
    ]


def clip_facet(facet: str, corpus: str | None) -> dict[str, int]:
    """Return the values of `gloss`, `signer` or `media` with their clips, by value."""
    rows = ask("clip_facets", ("clips",), corpus=corpus)
    return {row["value"]: row["clips"] for row in rows if row["facet"] == facet}


def count_clips(chosen: ClipFilter) -> int:
    """Return how many clips fit the filter."""
    rows = ask("clips_matching_count", ("clips", "problems"), **_parameters(chosen))
    return int(rows[0]["clips"])


def clips(
    chosen: ClipFilter, *, sort: str, at_most: int, skipped: int
) -> list[ClipRow]:
    """Return one page of the clips that fit the filter."""
    rows = ask(
        "clips_matching",
        ("clips", "problems"),
        **_parameters(chosen),
        sort=sort,
        at_most=at_most,
        skipped=skipped,
    )
    return [ClipRow(**row) for row in rows]


def clip(clip_id: str) -> Clip | None:
    """Return one clip; None where the store has none of this id."""
    return clips_by_id([clip_id]).get(clip_id)


def clips_by_id(clip_ids: Sequence[str]) -> dict[str, Clip]:
    """Return those of some clips that the store has, by id."""
    asked = tuple(sorted(set(clip_ids)))
    corpora = tuple(sorted({corpus_of(clip_id) for clip_id in asked}))
    rows = ask("clips_by_id", ("clips", "corpora"), corpora=corpora, clips=asked)
    return {row["clip_id"]: Clip(**row) for row in rows}


def track(clip_id: str) -> Track | None:
    """Return what was seen in a clip's frames; None where they are not there yet."""
    rows = ask("clip_frames", ("frames",), **_of(clip_id))
    if not rows:
        return None
    return Track(
        time_ms=np.array([row["time_ms"] for row in rows], np.int64),
        body_seen=np.array([row["pose_seen"] for row in rows], np.bool_),
        hand_seen={
            h: np.array([r[f"{h}_seen"] for r in rows], np.bool_) for h in HANDS
        },
        speed={h: _reals(rows, f"{h}_speed") for h in HANDS},
        sharpness={h: _reals(rows, f"{h}_sharpness") for h in HANDS},
        hold={h: _numbers(rows, f"{h}_hold") for h in HANDS},
    )


def landmarks(clip_id: str) -> Landmarks | None:
    """Return a clip's keypoints; None where they are not there yet."""
    store = current_store()
    return _landmarks(clip_id, store.root, stamp_of(store, ("landmarks",)))


def frame_crops(clip_id: str, frame_index: int) -> list[Crop]:
    """Return the pictures of the hands of one frame."""
    frame_id = f"{clip_id}/f{frame_index:04d}"
    corpus = _of(clip_id)["corpus"]
    return _crops(ask("frame_crops", ("crops",), corpus=corpus, frame_id=frame_id))


def hold_crops(clip_id: str) -> list[Crop]:
    """Return the sharpest picture of each hold, in time order."""
    return _crops(ask("hold_crops", ("crops",), **_of(clip_id), padding_px=20))


def clip_crops(clip_id: str, *, padding_px: int) -> list[Crop]:
    """Return all pictures of a clip's hands; read at each call, kept nowhere."""
    database = database_at(current_store().root)
    return _crops(database.rows("clip_crops", **_of(clip_id), padding_px=padding_px))


def clip_problems(clip_id: str) -> Answer:
    """Return what went wrong with a clip."""
    return ask("clip_problems", ("problems",), **_of(clip_id))


def sign_truth(clip_id: str) -> SignTruth | None:
    """Return the parameters of a synthetic clip; None where it is not synthetic."""
    rows = ask("clip_truth", ("truth_signs",), **_of(clip_id))
    names = SignTruth.__dataclass_fields__
    return SignTruth(**{name: rows[0][name] for name in names}) if rows else None


def truth_seen() -> list[CorpusSeen]:
    """Return how synthetic corpora were seen, against their truth."""
    store = current_store()
    return _truth_seen(store.root, stamp_of(store, ("truth_frames", "landmarks")))


def media_path(chosen: Clip) -> Path:
    """Return the file that shows a clip, without a face that may not; it may be gone."""
    # A clip that was removed meanwhile has none.
    return shown_files([chosen]).get(chosen.clip_id, Path())


@st.cache_data(max_entries=24, ttl=KEPT_S, show_spinner=False)
def _landmarks(clip_id: str, root: Path, stamp: Stamp) -> Landmarks | None:
    del stamp
    rows = database_at(root).query("clip_landmarks", **_of(clip_id))
    if not rows.num_rows:
        return None
    return Landmarks(
        frame_index=rows["frame_index"].to_numpy().astype(np.int64),
        time_ms=rows["time_ms"].to_numpy().astype(np.int64),
        points=_vectors(rows["points"]).reshape(rows.num_rows, POINTS, 3),
        visibility=_vectors(rows["visibility"]),
    )


@st.cache_data(max_entries=4, ttl=KEPT_S, show_spinner=False)
def _truth_seen(root: Path, stamp: Stamp) -> list[CorpusSeen]:
    del stamp
    return seen_against_truth(database_at(root))


def _crops(rows: Answer) -> list[Crop]:
    names = Crop.__dataclass_fields__
    return [Crop(**{name: row[name] for name in names}) for row in shown_crops(rows)]


def _parameters(chosen: ClipFilter) -> dict[str, object]:
    return {
        "corpus": chosen.corpus,
        "gloss": chosen.gloss,
        "signer": chosen.signer,
        "media": chosen.media,
        "having": chosen.having,
    }


def _of(clip_id: str) -> dict[str, str]:
    return {"corpus": corpus_of(clip_id), "clip_id": clip_id}


def _reals(rows: Answer, name: str) -> NDArray[np.float64]:
    return np.array([row[name] for row in rows], np.float64)


def _numbers(rows: Answer, name: str) -> NDArray[np.int64]:
    return np.array([-1 if row[name] is None else row[name] for row in rows], np.int64)


def _vectors(column: pa.ChunkedArray) -> NDArray[np.float32]:
    flat = np.concatenate([chunk.flatten().to_numpy() for chunk in column.chunks])
    vectors: NDArray[np.float32] = flat.astype(np.float32).reshape(len(column), -1)
    return vectors
