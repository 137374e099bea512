"""What is known of the hands of a corpus, frame by frame, as stretches of time."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from store.arrow_arrays import in_one
from store.db import Database
from store.labelled_set import LabelledSet
from store.layout import Store
from store.skeleton import Hand

LONGEST_GAP: Final = 2
"""Frames from one to the next of what programs say: a hand may be lost in one frame."""


@dataclass(frozen=True, slots=True)
class Clip:
    """What an annotation document says of one clip.

    Attributes:
        clip_id, gloss, handshape, signer, media, source: as in `clips`.
        file: its source; where that is gone, a whole clip's copy in the store.
        start_ms, end_ms: its part of its source; end None: to the end.
        duration_ms: how long it is.
        frame_ms: mean time from one frame to the next.
    """

    clip_id: str
    gloss: str | None
    handshape: str | None
    signer: str | None
    media: str
    source: str
    file: Path
    start_ms: int
    end_ms: int | None
    duration_ms: int
    frame_ms: float


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time of one hand, from the clip's start; half-open."""

    clip_id: str
    hand: Hand
    start_ms: int
    end_ms: int
    value: str


def clips_of(database: Database, corpus: str) -> dict[str, Clip]:
    """Return the clips of a corpus by id."""
    return {
        row["clip_id"]: Clip(
            clip_id=row["clip_id"],
            gloss=row["gloss"],
            handshape=row["handshape"],
            signer=row["signer"],
            media=row["media"],
            source=row["source"],
            file=_file(row, database.store),
            start_ms=row["source_start_ms"],
            end_ms=row["source_end_ms"],
            duration_ms=row["duration_ms"],
            frame_ms=1000 / row["fps"] if row["fps"] else 0.0,
        )
        for row in database.rows("clips_known", corpus=corpus)
    }


def _file(row: Mapping[str, Any], store: Store) -> Path:
    source = Path(row["source"])
    whole = row["source_start_ms"] == 0 and row["source_end_ms"] is None
    if whole and row["playable_in_store"] and not source.is_file():
        return store.root / str(row["playable"])
    return source


def labelled_spans(
    database: Database, corpus: str, labelled: LabelledSet, clips: Mapping[str, Clip]
) -> list[Span]:
    """Return when hands have the handshapes that people gave them."""
    prefix = f"{corpus}/"
    crops = [crop for crop in labelled.handshapes if crop.startswith(prefix)]
    hands = database.query("hands_at", corpus=corpus, crops=crops)
    values = [labelled.handshapes[crop] for crop in hands["crop_id"].to_pylist()]
    # People's labels are not stretched over frames that they left out.
    return spans(
        hands.append_column("value", pa.array(values, pa.string())), clips, gap=1
    )


def spans(
    frames: pa.Table, clips: Mapping[str, Clip], *, gap: int = LONGEST_GAP
) -> list[Span]:
    """Return stretches of frames of one hand that have the same value.

    Args:
        frames: `clip_id`, `hand`, `frame_index`, `time_ms` and `value`, sorted by the
            first three; of several rows of one frame the first counts.
        clips: the clips by id; rows of others are left out.
        gap: most frames from one to the next of a stretch.
    """
    hand_changes = _changes(frames["clip_id"]) | _changes(frames["hand"])
    index = _numbers(frames["frame_index"])
    kept = hand_changes | (np.diff(index, prepend=-1) != 0)
    frames, hand_changes, index = frames.filter(kept), hand_changes[kept], index[kept]
    breaks = hand_changes | _changes(frames["value"])
    starts = np.flatnonzero(breaks | (np.diff(index, prepend=0) > gap))
    first = frames.take(starts).to_pydict()
    # Each stretch ends before the next begins, the last with the last row.
    lasts = np.append(starts[1:], frames.num_rows)[: len(starts)] - 1
    ends = _numbers(frames["time_ms"])[lasts]
    alone = [*hand_changes[starts][1:], True]
    begins = first["time_ms"]
    found = []
    for row, clip_id in enumerate(first["clip_id"]):
        if clip_id not in clips:
            continue
        end_ms = int(ends[row]) + max(round(clips[clip_id].frame_ms), 1)
        if not alone[row]:
            end_ms = min(end_ms, begins[row + 1])
        hand, value = first["hand"][row], first["value"][row]
        found.append(Span(clip_id, hand, begins[row], end_ms, value))
    return found


def _changes(column: pa.ChunkedArray) -> NDArray[np.bool_]:
    """Return where a column differs from the row before; the first row does."""
    codes = in_one(column).dictionary_encode().indices.to_numpy()
    changes: NDArray[np.bool_] = np.diff(codes, prepend=-1) != 0
    return changes


def _numbers(column: pa.ChunkedArray) -> NDArray[np.int64]:
    numbers: NDArray[np.int64] = column.to_numpy().astype(np.int64)
    return numbers
