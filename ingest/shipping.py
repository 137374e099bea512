"""Clips of a store on object storage: written here by the ordinary writer, then sent.

A clip's row in `clips` is sent last and taken away first, as in a folder, so that a clip
is seen whole or not at all whenever a worker is killed.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Final

from ingest.jobs import Job, Outcome, Place
from ingest.parts import CLIP_TABLES, media_paths, part_path, remove_unfinished
from ingest.process import ClipProcess
from ingest.sources import ClipSource
from store.layout import create_store
from store.remote import Remote
from store.temporary import scratch_folder

DONE_TABLE, *ROW_TABLES = CLIP_TABLES
_AT_ONCE: Final = 4


class ShippingProcess:
    """A `ClipProcess` whose rows go to object storage. Lives as long as its worker."""

    def __init__(self, place: Place) -> None:
        self._remote = Remote(place.remote)
        self._store = create_store(scratch_folder("signatlas-clips"))
        self._process = ClipProcess(replace(place, store=self._store))

    def run(self, job: Job) -> Outcome:
        """Read one clip and send its rows; what is wrong with it becomes a problem."""
        source = job.source
        mark = part_path(self._store, source, DONE_TABLE)
        earlier = self._remote.get(self._name(mark))
        if earlier is not None:
            mark.parent.mkdir(parents=True, exist_ok=True)
            mark.write_bytes(earlier)
        try:
            outcome = self._process.run(job)
            self._send(source, rewritten=outcome.frames > 0, earlier=earlier)
        finally:
            mark.unlink(missing_ok=True)
            remove_unfinished(self._store, source)
        return outcome

    def _send(
        self, source: ClipSource, *, rewritten: bool, earlier: bytes | None
    ) -> None:
        """Send what there is of a clip; where it was rewritten, nothing else stays."""
        mark = part_path(self._store, source, DONE_TABLE)
        others = [part_path(self._store, source, table) for table in ROW_TABLES]
        others += media_paths(self._store, source)
        if rewritten and earlier is not None:
            self._remote.drop(self._name(mark))
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            list(pool.map(lambda path: self._mirror(path, drop=rewritten), others))
        if rewritten:
            self._mirror(mark, drop=False)

    def _mirror(self, path: Path, *, drop: bool) -> None:
        if path.is_file():
            self._remote.put(self._name(path), path.read_bytes())
        elif drop:
            self._remote.drop(self._name(path))

    def _name(self, path: Path) -> str:
        return path.relative_to(self._store.root).as_posix()


def clip_process(place: Place) -> ClipProcess | ShippingProcess:
    """Return the steps of clips for a store in a folder or on object storage."""
    return ShippingProcess(place) if place.remote else ClipProcess(place)
