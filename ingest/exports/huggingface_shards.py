"""Parquet files of bounded size, a series for each split, as Hugging Face names them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from ingest.exports.huggingface_rows import Rows

SHARD_BYTES: Final = 256 * 1024**2
GROUP_ROWS: Final = 256
ONLY_SPLIT, NO_SPLIT = "train", "unassigned"
"""Name where no row is in a split, and of the rest where some are."""


@dataclass(slots=True)
class _Series:
    """The files of one split, of which the last is being written."""

    name: str
    rows: int = 0
    files: list[Path] = field(default_factory=list)
    writer: pq.ParquetWriter | None = None
    waiting: list[pa.Table] = field(default_factory=list)
    filled: int = 0

    def add(self, rows: pa.Table, folder: Path, shard_bytes: int) -> None:
        self.rows += rows.num_rows
        self.waiting.append(rows)
        if sum(table.num_rows for table in self.waiting) >= GROUP_ROWS:
            self.flush(folder, shard_bytes)

    def flush(self, folder: Path, shard_bytes: int) -> None:
        if not self.waiting:
            return
        rows = pa.concat_tables(self.waiting)
        self.waiting = []
        if self.writer is not None and self.filled + rows.nbytes > shard_bytes:
            self.close()
        if self.writer is None:
            path = folder / f"{self.name or '-'}-{len(self.files):05d}.parquet"
            self.writer = pq.ParquetWriter(path, rows.schema, compression="zstd")
            self.files.append(path)
        self.writer.write_table(rows, row_group_size=GROUP_ROWS)
        self.filled += rows.nbytes

    def close(self) -> None:
        if self.writer is not None:
            self.writer.close()
        self.writer, self.filled = None, 0


def write_shards(
    batches: Iterable[Rows], folder: Path, *, shard_bytes: int = SHARD_BYTES
) -> dict[str, int]:
    """Write rows into `SPLIT-00000-of-00002.parquet` and so on.

    Args:
        batches: rows; one group of them is in memory for each split.
        folder: where to.
        shard_bytes: about so much of data goes into one file.

    Returns:
        How many rows each split has, by name.
    """
    series: dict[str, _Series] = {}
    try:
        for batch in batches:
            for name in dict.fromkeys(split_name(split) for split in batch.splits):
                mask = pa.array([split_name(split) == name for split in batch.splits])
                kept = series.setdefault(name, _Series(name))
                kept.add(batch.table.filter(mask), folder, shard_bytes)
        for kept in series.values():
            kept.flush(folder, shard_bytes)
    finally:
        for kept in series.values():
            kept.close()
    rest = ONLY_SPLIT if set(series) == {""} else NO_SPLIT
    return {
        _named(kept, kept.name or rest): kept.rows for _, kept in sorted(series.items())
    }


def split_name(split: str | None) -> str:
    """Return a split's name as Hugging Face allows it; empty of none."""
    return re.sub(r"\W", "_", (split or "").strip())


def _named(kept: _Series, name: str) -> str:
    """Give the files their names, now that it is known how many there are."""
    for place, path in enumerate(kept.files):
        path.rename(
            path.with_name(f"{name}-{place:05d}-of-{len(kept.files):05d}.parquet")
        )
    return name
