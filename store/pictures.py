"""Pictures of hands by their ids: only the parts of the clips concerned are opened."""

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from store.broken_parts import unreadable_part
from store.crop_ids import clip_of, corpus_of
from store.db import Database
from store.errors import CallError
from store.layout import Store
from store.schema import table

_COLUMNS: Final = ["crop_id", "image"]


def read_pictures(database: Database, crop_ids: Iterable[str]) -> dict[str, bytes]:
    """Return the JPEG of each crop that the store has.

    Ingestion writes one part per clip, so the part is looked for by the clip's name
    first; a view over all parts of a large corpus would open thousands of files.
    """
    wanted = sorted(set(crop_ids))
    found: dict[str, bytes] = {}
    for clip_id, group in groupby(wanted, clip_of):
        path = _part(database.store, clip_id)
        if path is not None and path.is_file():
            found |= _from_part(database.store, path, list(group))
    missing = [crop for crop in wanted if crop not in found]
    return found | _from_anywhere(database, missing)


def _part(store: Store, clip_id: str) -> Path | None:
    corpus, _, name = clip_id.partition("/")
    if not name or "/" in name:
        return None
    try:
        return store.part_path(table("crops"), {"corpus": corpus}, name)
    except CallError:
        return None


def _from_part(store: Store, path: Path, crop_ids: Sequence[str]) -> dict[str, bytes]:
    try:
        file = _opened(path)
        groups = [
            group
            for group in range(file.num_row_groups)
            if _may_hold(file.metadata.row_group(group), crop_ids)
        ]
        rows = file.read_row_groups(groups, columns=_COLUMNS, use_threads=False)
    except FileNotFoundError:
        return {}
    except (pa.ArrowException, OSError) as error:
        raise unreadable_part(store, table("crops"), path, error) from error
    return _by_id(rows, set(crop_ids))


def _opened(path: Path) -> pq.ParquetFile:
    return pq.ParquetFile(path, memory_map=True, page_checksum_verification=True)


def _may_hold(group: pq.RowGroupMetaData, crop_ids: Sequence[str]) -> bool:
    for place in range(group.num_columns):
        column = group.column(place)
        if column.path_in_schema == "crop_id" and column.statistics is not None:
            low, high = column.statistics.min, column.statistics.max
            return any(low <= crop <= high for crop in crop_ids)
    return True


def _from_anywhere(database: Database, crop_ids: Sequence[str]) -> dict[str, bytes]:
    if not crop_ids:
        return {}
    corpora = sorted({corpus_of(crop) for crop in crop_ids})
    rows = database.query("pictures_of_hands", corpora=corpora, crops=list(crop_ids))
    return _by_id(rows, set(crop_ids))


def _by_id(rows: pa.Table, wanted: Collection[str]) -> dict[str, bytes]:
    """Return the pictures wanted: of the few rows that are read, no others are made."""
    ids, images = rows["crop_id"].to_pylist(), rows["image"]
    return {
        crop: images[place].as_py() for place, crop in enumerate(ids) if crop in wanted
    }
