"""The label events of a store, read as they come, and what can be done once more."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from store.broken_parts import unreadable_part
from store.db import Database
from store.errors import StoreError
from store.labels import LabelEvent, events
from store.layout import PART_GLOB, Store
from store.schema import table as find_table

ONE_BY_ONE_AT_MOST: Final = 12
"""More new parts than this are read in one question; fewer are faster one by one."""


class EventLog:
    """All label events of a store; each reading opens only what is new since the last.

    Safe to use from many threads. Events are never changed, so what was read once
    stays true.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._folder = database.store.table_dir("label_events")
        self._lock = threading.Lock()
        self._known: dict[str, LabelEvent] = {}

    def read(self) -> tuple[LabelEvent, ...]:
        """Return all events there are at this moment, oldest first."""
        with self._lock:
            parts = {path.stem.removeprefix("part-"): path for path in self._parts()}
            new = [path for name, path in parts.items() if name not in self._known]
            for event in self._read(new):
                self._known[event.event_id] = event
            if missing := parts.keys() - self._known.keys():
                wrong = ValueError("it does not hold the event that its name tells")
                raise _unreadable(self._database.store, parts[min(missing)], wrong)
            return tuple(self._known[name] for name in sorted(parts))

    def _parts(self) -> list[Path]:
        return list(self._folder.glob(PART_GLOB))

    def _read(self, new: Sequence[Path]) -> list[LabelEvent]:
        if len(new) > ONE_BY_ONE_AT_MOST:
            return events(self._database)
        return [_event(self._database.store, path) for path in new]


def last_redoable(listed: Sequence[LabelEvent], annotator: str) -> LabelEvent | None:
    """Return the undo that the annotator can take back; None after doing anything else.

    Args:
        listed: all events, oldest first.
        annotator: who.
    """
    by_id = {event.event_id: event for event in listed}
    undone: list[LabelEvent] = []
    for event in listed:
        if event.annotator != annotator:
            continue
        if event.undoes is None:
            undone.clear()
        elif (target := by_id.get(event.undoes)) is not None and target.undoes is None:
            undone.append(event)
        else:
            undone = [undo for undo in undone if undo.event_id != event.undoes]
    return undone[-1] if undone else None


def _event(store: Store, path: Path) -> LabelEvent:
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as part:
            (row,) = part.read().to_pylist()
        return LabelEvent(**{**row, "crops": tuple(row["crops"])})
    except (pa.ArrowException, OSError, LookupError, TypeError, ValueError) as error:
        raise _unreadable(store, path, error) from error


def _unreadable(store: Store, path: Path, error: Exception) -> StoreError:
    return unreadable_part(store, find_table("label_events"), path, error)
