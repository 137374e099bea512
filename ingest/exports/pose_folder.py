"""A folder of `.pose` files that our importer, and anybody's pose-format, can read.

```
CREDITS.txt                whose data it is, and under which licence
CORPUS/manifest.csv        one row per clip: file, gloss, signer, split, size, rate
CORPUS/CLIP.pose           its keypoints
```
"""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ingest.corpora.manifest import MANIFEST
from ingest.corpora.pose_files import SUFFIXES
from ingest.exports.media import CREDITS
from ingest.exports.poses import furthest_off_ms, pose_bytes
from ingest.exports.whole import whole_folder
from store.consent import Credit, check_exportable
from store.consent import credits as credits_of
from store.db import Database
from store.errors import CallError, UnknownNameError
from store.landmark_parts import SeenClip, seen_clips
from store.layout import Store

SUFFIX: Final = min(SUFFIXES)
FACTS: Final = ("gloss", "handshape", "signer", "split", "fps", "frames")
COLUMNS: Final = ("file", "clip", *FACTS, "width_px", "height_px", "furthest_off_ms")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class WrittenPoses:
    """What was written.

    Attributes:
        clips: how many files.
        credits: whose data they are.
        left_out: clips of corpora that may not be exported, by corpus.
        unseen: clips without landmarks.
        furthest_off_ms: how far at most a frame's time is from where its file puts it.
    """

    clips: int
    credits: tuple[Credit, ...]
    left_out: dict[str, int]
    unseen: int
    furthest_off_ms: float


def write_poses(
    store: Store,
    corpora: Sequence[str],
    folder: Path,
    *,
    world: bool = False,
    told: Callable[[int], None] = lambda _: None,
) -> WrittenPoses:
    """Write the clips of corpora, one file each; one corpus at a time.

    Args:
        store: where they are.
        corpora: their ids.
        folder: a new folder.
        world: add the hands in metres.
        told: hears of each clip.

    Raises:
        UnknownNameError: there is no such corpus.
        CallError: no corpus may be exported or has landmarks, or the folder is not
            empty.
        StoreError: the disk refuses, or the store cannot be read.
    """
    database = Database(store)
    clips = {corpus: _clips(database, corpus) for corpus in sorted(set(corpora))}
    wanted = credits_of(database, clips)
    allowed = [credit for credit in wanted if credit.exportable]
    if not allowed:
        check_exportable(database, clips)
    written: list[Row] = []
    with whole_folder(folder) as hidden:
        for credit in allowed:
            place = hidden / credit.corpus
            found = clips[credit.corpus]
            rows = [
                _write(place, found[seen.clip_id], seen, world=world, told=told)
                for seen in seen_clips(store, credit.corpus)
                if seen.clip_id in found
            ]
            if rows:
                _write_manifest(place / MANIFEST, rows)
            written += rows
        if not written:
            raise CallError(
                f"No clip of {', '.join(clips)} has landmarks: ingest videos or "
                "keypoints first."
            )
        lines = "".join(f"{credit.line}\n" for credit in allowed)
        (hidden / CREDITS).write_text(lines, encoding="utf-8")
    return WrittenPoses(
        clips=len(written),
        credits=tuple(allowed),
        left_out={c.corpus: len(clips[c.corpus]) for c in wanted if c not in allowed},
        unseen=sum(len(clips[c.corpus]) for c in allowed) - len(written),
        furthest_off_ms=max(row["furthest_off_ms"] for row in written),
    )


def clips_to_write(store: Store, corpora: Sequence[str]) -> int:
    """Return of how many clips `write_poses` will be told at most."""
    database = Database(store)
    return sum(len(_clips(database, corpus)) for corpus in set(corpora))


def pose_of_clip(store: Store, clip_id: str, *, world: bool = False) -> bytes:
    """Return one clip as the content of a `.pose` file.

    Raises:
        CallError: its corpus may not be exported, or it has no landmarks.
    """
    corpus = clip_id.partition("/")[0]
    database = Database(store)
    check_exportable(database, [corpus])
    known = _clips(database, corpus).get(clip_id)
    seen = next(seen_clips(store, corpus, [clip_id]), None)
    if known is None or seen is None:
        raise CallError(f"No landmarks of clip {clip_id} are in the store.")
    return _content(known, seen, world=world)


def _clips(database: Database, corpus: str) -> dict[str, Row]:
    rows = database.rows("clips_known", corpus=corpus)
    names = [row["corpus"] for row in database.rows("corpus_ids")]
    if not rows and corpus not in names:
        raise UnknownNameError("corpus", corpus, names)
    return {row["clip_id"]: row for row in rows}


def _write(
    place: Path,
    clip: Row,
    seen: SeenClip,
    *,
    world: bool,
    told: Callable[[int], None],
) -> Row:
    name = clip["clip_id"].partition("/")[2]
    place.mkdir(exist_ok=True)
    file = f"{name}{SUFFIX}"
    (place / file).write_bytes(_content(clip, seen, world=world))
    told(1)
    row = {column: clip[column] for column in (*FACTS, "width_px", "height_px")}
    off_ms = round(furthest_off_ms(seen.times_ms, clip["fps"]), 1)
    return {"file": file, "clip": name, **row, "furthest_off_ms": off_ms}


def _content(clip: Row, seen: SeenClip, *, world: bool) -> bytes:
    size_px = (clip["width_px"], clip["height_px"])
    return pose_bytes(seen, size_px=size_px, fps=clip["fps"], world=world)


def _write_manifest(path: Path, rows: Sequence[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
