"""Landmarks of whole clips, one clip after the other, as they lie in their parts.

A part holds the frames of its clips in order. Reading it by row groups needs the memory
of one clip, where sorting the landmarks of a large corpus would need that of all.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from store.broken_parts import unreadable_part
from store.layout import PART_GLOB, Store
from store.schema import table as find_table
from store.skeleton import HAND_WORLD_VALUES, POINTS, POSE_POINTS

_COLUMNS: Final = ["clip_id", "time_ms", "points", "visibility", "hand_world"]


@dataclass(frozen=True, slots=True, eq=False)
class SeenClip:
    """What was seen in the T frames of a clip; missing points are NaN.

    Attributes:
        clip_id: its id.
        times_ms: of the frames, from the clip's start, shape (T,).
        points: fractions of the frame, shape (T, 75, 3).
        visibility: of pose points; NaN where not told, shape (T, 33).
        hand_world: both hands in metres, shape (T, 42, 3).
    """

    clip_id: str
    times_ms: NDArray[np.int64]
    points: NDArray[np.float32]
    visibility: NDArray[np.float32]
    hand_world: NDArray[np.float32]


def seen_clips(
    store: Store, corpus: str, clip_ids: Collection[str] | None = None
) -> Iterator[SeenClip]:
    """Yield the clips of a corpus that have landmarks, part by part.

    Args:
        store: where they are.
        corpus: its id.
        clip_ids: only these; None: all.

    Raises:
        StoreError: a part cannot be read.
    """
    left = None if clip_ids is None else set(clip_ids)
    for path in _parts(store, corpus, left):
        if left is not None and not left:
            return
        try:
            file = pq.ParquetFile(
                path, memory_map=True, page_checksum_verification=True
            )
            for rows in _clips_of(file, left):
                clip = _clip(rows)
                if left is not None:
                    left.discard(clip.clip_id)
                yield clip
        except (pa.ArrowException, OSError) as error:
            table = find_table("landmarks")
            raise unreadable_part(store, table, path, error) from error


def _parts(store: Store, corpus: str, wanted: Collection[str] | None) -> list[Path]:
    """Return parts, those named after a clip that is wanted first."""
    folder = store.table_dir("landmarks") / f"corpus={corpus}"
    named = {f"part-{clip.partition('/')[2]}.parquet" for clip in wanted or ()}
    return sorted(
        folder.glob(PART_GLOB), key=lambda path: (path.name not in named, path.name)
    )


def _clips_of(
    file: pq.ParquetFile, wanted: Collection[str] | None
) -> Iterator[pa.Table]:
    """Yield the rows of each wanted clip of a part."""
    kept: pa.Table | None = None
    for group in range(file.num_row_groups):
        rows = file.read_row_group(group, columns=_COLUMNS, use_threads=False)
        if wanted is not None:
            rows = rows.filter(pc.field("clip_id").isin(list(wanted)))
        if kept is not None:
            rows = pa.concat_tables([kept, rows])
        *whole, kept = _runs(rows)
        yield from whole
    if kept is not None and kept.num_rows:
        yield kept


def _runs(rows: pa.Table) -> list[pa.Table]:
    """Return rows cut where the clip changes; they are sorted by clip."""
    clips = rows["clip_id"]
    if not rows.num_rows or clips[0].equals(clips[-1]):
        return [rows]
    names = np.asarray(clips.to_pylist(), object)
    starts = [0, *(np.flatnonzero(names[1:] != names[:-1]) + 1).tolist()]
    ends = [*starts[1:], rows.num_rows]
    return [rows.slice(a, b - a) for a, b in zip(starts, ends, strict=True)]


def _clip(rows: pa.Table) -> SeenClip:
    return SeenClip(
        rows["clip_id"][0].as_py(),
        rows["time_ms"].to_numpy(),
        _values(rows["points"]).reshape(-1, POINTS, 3),
        _values(rows["visibility"]).reshape(-1, POSE_POINTS),
        _values(rows["hand_world"]).reshape(-1, HAND_WORLD_VALUES // 3, 3),
    )


def _values(column: pa.ChunkedArray) -> NDArray[np.float32]:
    flat = pa.concat_arrays([chunk.flatten() for chunk in column.chunks])
    values: NDArray[np.float32] = flat.to_numpy(zero_copy_only=False)
    return values
