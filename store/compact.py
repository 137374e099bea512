"""Making packs: one sorted file beside the many small parts of a folder."""

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from store.columns import Table
from store.errors import StoreError
from store.layout import PART_GLOB, Store
from store.moments import SETTLED_S
from store.packs import PACK_GLOB, changed_ns, pack_path, packs_dir, part_folders
from store.schema import TABLES
from store.temporary import sweep, temporary_beside
from store.write import ROWS_PER_GROUP

State = Literal["packed", "to pack", "holds", "being written"]

LEFT_ALONE: Final = ("label_events",)
"""A log that grows by a part per label: its packs would never hold for long."""
PARTS_AT_LEAST: Final = 8
"""Fewer parts are read about as fast as one."""
_TICK_S: Final = 0.1
_ROWS_AT_ONCE: Final = 16 * ROWS_PER_GROUP
_PARTS_AT_ONCE: Final = 256


@dataclass(frozen=True, slots=True)
class Packing:
    """What was done for one folder of parts.

    Attributes:
        table: its name.
        folder: the folder below the table's, e.g. `corpus=wlasl`; "" where none.
        parts: how many there are.
        parts_bytes: their size.
        pack_bytes: size of the pack; 0: there is none.
        state: whether there is a pack now, and why not.
    """

    table: str
    folder: str
    parts: int
    parts_bytes: int
    pack_bytes: int
    state: State


def compact(
    store: Store, *, corpus: str | None = None, dry_run: bool = False
) -> Iterator[Packing]:
    """Pack each folder of many parts, telling of one after the other.

    Parts stay as they are. Stopped at any moment, what was packed holds, and the rest
    is read from its parts.

    Args:
        store: what to compact.
        corpus: only this one; None: all, and the tables that belong to none.
        dry_run: only tell what would be packed.

    Raises:
        StoreError: a part cannot be read, or a pack not be written.
    """
    if not dry_run and packs_dir(store).is_dir():
        sweep(packs_dir(store))
    for table in TABLES.values():
        if table.name not in LEFT_ALONE:
            for folder in part_folders(store, table):
                if corpus is None or f"corpus={corpus}" in folder.parts:
                    yield from _folder(store, table, folder, dry_run)


def _folder(
    store: Store, table: Table, folder: Path, dry_run: bool
) -> Iterator[Packing]:
    if len(list(folder.glob(PART_GLOB))) < PARTS_AT_LEAST:
        return
    if pack_path(store, folder, changed_ns(folder)).is_file():
        yield _told(store, table, folder, "holds")
    elif dry_run:
        yield _told(store, table, folder, "to pack")
    else:
        packed = _pack(store, table, folder)
        yield _told(store, table, folder, "packed" if packed else "being written")


def _told(store: Store, table: Table, folder: Path, state: State) -> Packing:
    sizes = [_bytes(path) for path in folder.glob(PART_GLOB)]
    pack = pack_path(store, folder, changed_ns(folder))
    return Packing(
        table=table.name,
        folder=folder.relative_to(store.table_dir(table.name)).as_posix().strip("."),
        parts=len(sizes),
        parts_bytes=sum(sizes),
        pack_bytes=_bytes(pack),
        state=state,
    )


def _bytes(path: Path) -> int:
    """Return the size of a file; 0 where there is none, or none any more."""
    return path.stat().st_size if path.is_file() else 0


def _pack(store: Store, table: Table, folder: Path) -> bool:
    """Write the pack of a folder; return False where the folder changes meanwhile."""
    moment_ns = changed_ns(folder)
    pack = pack_path(store, folder, moment_ns)
    temporary = temporary_beside(pack)
    try:
        pack.parent.mkdir(parents=True, exist_ok=True)
        if not _is_settled(moment_ns, temporary):
            return False
        paths = sorted(folder.glob(PART_GLOB))
        try:
            _write(temporary, table, _by_name(table, paths))
        except _OutOfOrderError:
            _write(temporary, table, _ordered(table, paths))
        if changed_ns(folder) != moment_ns:
            return False
        temporary.replace(pack)
        for outdated in set(pack.parent.glob(PACK_GLOB)) - {pack}:
            outdated.unlink(missing_ok=True)
    except FileNotFoundError:
        return False
    except (pa.ArrowException, OSError) as error:
        raise StoreError(
            f"Cannot pack the parts in {folder}: {error}. The parts are as they were."
        ) from error
    finally:
        temporary.unlink(missing_ok=True)
    return True


def _is_settled(moment_ns: int, probe: Path) -> bool:
    """Return whether the next change will have another moment, waiting for that."""
    age_s = _age_s(moment_ns, probe)
    if 0 <= age_s < SETTLED_S:
        time.sleep(SETTLED_S - age_s + _TICK_S)
        age_s = _age_s(moment_ns, probe)
    return age_s >= SETTLED_S


def _age_s(moment_ns: int, probe: Path) -> float:
    """Return the age of a moment by the file system's clock, which may be far away."""
    probe.touch()
    return (probe.stat().st_mtime_ns - moment_ns) / 1e9


class _OutOfOrderError(Exception):
    """The parts do not follow each other in the order of their names."""


def _by_name(table: Table, paths: Iterable[Path]) -> Iterator[pa.Table]:
    """Yield the rows of parts in the order of their names, each opened once.

    Raises:
        _OutOfOrderError: that is not the table's order.
    """
    last: tuple[object, ...] | None = None
    for path in paths:
        rows = _read(path)
        if rows.num_rows:
            first, end = _ends(table, rows)
            if last is not None and last > first:
                raise _OutOfOrderError
            last = end
        yield rows


def _ordered(table: Table, paths: Sequence[Path]) -> Iterator[pa.Table]:
    """Yield the rows of parts in the table's order, a part at a time where it can be."""
    names = [*(table.sort or table.key)]
    ranges = sorted(
        (*_ends(table, rows), path)
        for path in paths
        if (rows := _read(path, names)).num_rows
    )
    follows = all(one[1] <= next_[0] for one, next_ in pairwise(ranges))
    if follows or not table.sort:
        yield from (_read(path) for *_, path in ranges)
    else:
        rows = pa.concat_tables(_read(path) for path in paths)
        yield rows.sort_by([(name, "ascending") for name in table.sort])


def _ends(table: Table, rows: pa.Table) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Return the first and the last place of a part's rows in the table's order."""
    columns = [rows[name] for name in table.sort or table.key]
    first, last = (
        tuple(column[at].as_py() for column in columns) for at in (0, rows.num_rows - 1)
    )
    return first, last


def _read(path: Path, columns: list[str] | None = None) -> pa.Table:
    with pq.ParquetFile(path, page_checksum_verification=True) as part:
        return part.read(columns=columns, use_threads=False)


def _write(path: Path, table: Table, parts: Iterator[pa.Table]) -> None:
    with path.open("wb") as file:
        with pq.ParquetWriter(
            file,
            table.arrow,
            compression="zstd",
            write_page_checksum=True,
            write_statistics=table.ranged,
        ) as writer:
            for rows in _in_whole_groups(parts):
                writer.write_table(rows, row_group_size=ROWS_PER_GROUP)
        file.flush()
        os.fsync(file.fileno())


def _in_whole_groups(parts: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """Yield rows of many parts as tables of whole row groups; the last may be short."""
    kept: list[pa.Table] = []
    count = 0
    for rows in parts:
        kept.append(rows)
        count += rows.num_rows
        if len(kept) < _PARTS_AT_ONCE and count < _ROWS_AT_ONCE:
            continue
        # A table of one row takes as much memory as one of a hundred.
        joined = pa.concat_tables(kept).combine_chunks()
        kept = [joined]
        if count >= _ROWS_AT_ONCE:
            whole = count - count % ROWS_PER_GROUP
            yield joined.slice(0, whole)
            kept = [joined.slice(whole)]
            count -= whole
    if kept:
        yield pa.concat_tables(kept)
