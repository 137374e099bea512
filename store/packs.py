"""Packs: beside the many small parts of a folder, one file with all their rows.

The parts are the store. A pack is named after the moment its folder last changed: every
part written, replaced or removed moves that moment on, and the pack is no longer looked
at. So a question reads the pack or the parts of a folder, each row once, whatever is
killed or written meanwhile; and whoever writes parts need not know of packs.
"""

import os
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

from store.columns import Table
from store.layout import PART_GLOB, Store
from store.views import escaped_glob

PACK_GLOB: Final = "pack-*.parquet"


def packs_dir(store: Store) -> Path:
    """Return the folder of all packs; it may be removed at any time."""
    return store.root / "packs"


def part_folders(store: Store, table: Table) -> Iterator[Path]:
    """Yield the folders of a table in which parts can lie, in path order."""
    folders = [store.table_dir(table.name)]
    for column in table.partition:
        folders = [path for each in folders for path in each.glob(f"{column}=*")]
    yield from sorted(path for path in folders if path.is_dir())


def changed_ns(folder: Path) -> int:
    """Return when a part of a folder was last written or removed."""
    return folder.stat().st_mtime_ns


def pack_path(store: Store, folder: Path, moment_ns: int) -> Path:
    """Return the file with the rows that a folder of parts had since a moment."""
    place = folder.relative_to(store.root / "tables")
    return packs_dir(store) / place / f"pack-{moment_ns}.parquet"


def sources(store: Store, table: Table) -> list[str] | None:
    """Return the patterns of the files that hold a table; None: it has no pack.

    Each is a pack that holds, or all parts of a folder without one.
    """
    if not (packs_dir(store) / table.name).is_dir():
        return None
    packs, parts = [], []
    for folder in part_folders(store, table):
        # The moment first: what is written after it is seen by the next question.
        pack = pack_path(store, folder, changed_ns(folder))
        if pack.is_file():
            packs.append(escaped_glob(pack))
        elif _has_parts(folder):
            parts.append(f"{escaped_glob(folder)}/{PART_GLOB}")
    return packs + parts if packs else None


def _has_parts(folder: Path) -> bool:
    """Return whether a folder has a part; it is read no further than the first."""
    with os.scandir(folder) as entries:
        return any(fnmatch(entry.name, PART_GLOB) for entry in entries)
