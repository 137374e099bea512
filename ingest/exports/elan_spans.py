"""What is known of the hands of a corpus, frame by frame, as stretches of time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any, Final

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
    rows = database.rows("hands_at", corpus=corpus, crops=crops)
    for row in rows:
        row["value"] = labelled.handshapes[row["crop_id"]]
    # People's labels are not stretched over frames that they left out.
    return spans(rows, clips, gap=1)


def spans(
    rows: Iterable[Mapping[str, Any]],
    clips: Mapping[str, Clip],
    *,
    gap: int = LONGEST_GAP,
) -> list[Span]:
    """Return stretches of frames of one hand that have the same value.

    Args:
        rows: `clip_id`, `hand`, `frame_index`, `time_ms` and `value`, sorted by the first
            three; of several rows of one frame the first counts.
        clips: the clips by id; rows of others are left out.
        gap: most frames from one to the next of a stretch.
    """
    found: list[Span] = []
    for (clip_id, hand), frames in groupby(
        rows, key=lambda row: (row["clip_id"], row["hand"])
    ):
        if clip_id in clips:
            found += _of_hand(clips[clip_id], hand, frames, gap)
    return found


def _of_hand(
    clip: Clip, hand: Hand, frames: Iterable[Mapping[str, Any]], gap: int
) -> list[Span]:
    found: list[Span] = []
    last = -1 - gap
    for row in frames:
        frame, start_ms = row["frame_index"], row["time_ms"]
        if frame == last:
            continue
        end_ms = start_ms + max(round(clip.frame_ms), 1)
        span = Span(clip.clip_id, hand, start_ms, end_ms, row["value"])
        if found and found[-1].value == span.value and frame - last <= gap:
            found[-1] = replace(found[-1], end_ms=end_ms)
        else:
            if found and found[-1].end_ms > start_ms:
                found[-1] = replace(found[-1], end_ms=start_ms)
            found.append(span)
        last = frame
    return found
