"""Which file of a store is broken, where a question failed because of it."""

import re
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from store.columns import Table
from store.errors import StoreError
from store.layout import Store
from store.packs import PACK_GLOB, packs_dir
from store.schema import TABLES
from store.verify_findings import Finding, named, pack_finding
from store.verify_parts import broken_pack, read_part

SEARCHED_S: Final = 5.0
"""A visitor waits no longer; `signatlas verify` has the time to read all."""


def tables_in(statement: str) -> list[Table]:
    """Return the tables that a statement names."""
    words = set(re.findall(r"\w+", statement))
    return [table for table in TABLES.values() if table.name in words]


def broken_file(store: Store, tables: Iterable[Table], told: str) -> Finding | None:
    """Return what is wrong with the first file of some tables that cannot be read.

    Args:
        store: where they are.
        tables: those that were asked.
        told: what the failed question said; a file that it names is looked at first.

    Returns:
        What `signatlas verify` says of it; None where none was found in time.
    """
    until_s = time.monotonic() + SEARCHED_S
    listed = [place for table in tables for place in _files(store, table)]
    listed.sort(key=lambda place: str(place[1]) not in told)
    for table, path in listed:
        if finding := _wrong_with(store, table, path):
            return finding
        if time.monotonic() > until_s:
            break
    return None


def unreadable_part(
    store: Store, table: Table, path: Path, error: Exception
) -> StoreError:
    """Return the error for a part that could not be read, as `signatlas verify` says it."""
    finding = _wrong_with(store, table, path)
    if finding is None:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        return StoreError(f"{named(store, path)} cannot be read: {reason}.")
    return StoreError(finding.sentence)


def _files(store: Store, table: Table) -> Iterator[tuple[Table, Path]]:
    packs = packs_dir(store) / table.name
    for path in (*sorted(packs.rglob(PACK_GLOB)), *store.parts(table.name)):
        yield table, path


def _wrong_with(store: Store, table: Table, path: Path) -> Finding | None:
    if path.is_relative_to(packs_dir(store)):
        what = broken_pack(path)
        return pack_finding(store, path, what) if what else None
    _, found = read_part(store, table, path)
    return found[0] if found else None
