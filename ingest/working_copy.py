"""What the main process of an ingest needs of a store on object storage.

It plans, and writes the rows that no worker does, in a folder of its own; then it sends
what changed there.
"""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from store.layout import VERSION_FILE, Store, create_store
from store.remote import Remote
from store.temporary import scratch_folder

PLANNED_FROM: Final = ("corpora", "clips", "problems")
"""Tables that planning reads, and changes where labels did."""
_AT_ONCE: Final = 32
_NOT_SENT: Final = (VERSION_FILE, "progress.json")


@dataclass(frozen=True, slots=True)
class WorkingStore(Store):
    """A store whose media lie elsewhere."""

    media: frozenset[str] = frozenset()

    def has_file(self, name: str) -> bool:
        """Return whether the store on object storage has a file of media."""
        return name in self.media


class WorkingCopy:
    """A folder with one corpus's part of a remote store; see `working_copy`."""

    def __init__(self, remote: Remote, corpus: str, folder: Path) -> None:
        self.address, self._remote = remote.address, remote
        root = create_store(folder).root
        folders = [f"tables/{table}/corpus={corpus}" for table in PLANNED_FROM]
        names = [name for each in folders for name in remote.listed(each)]
        media = frozenset(remote.listed(f"media/{corpus}"))
        self.store = WorkingStore(root, media)
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            list(pool.map(self._fetch, names))
        self._sent = self._moments()

    def send(self) -> None:
        """Send what was written or removed since the last time, `clips` last."""
        now = self._moments()
        changed = [name for name in now if now[name] != self._sent.get(name)]
        clips = [name for name in changed if name.startswith("tables/clips/")]
        others = [name for name in changed if name not in set(clips)]
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            list(pool.map(self._put, others))
            list(pool.map(self._put, clips))
            list(pool.map(self._remote.drop, self._sent.keys() - now.keys()))
        self._sent = now

    def _put(self, name: str) -> None:
        self._remote.put(name, (self.store.root / name).read_bytes())

    def _fetch(self, name: str) -> None:
        content = self._remote.get(name)
        if content is not None:
            path = self.store.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def _moments(self) -> dict[str, int]:
        """Return when each file was written."""
        return {
            path.relative_to(self.store.root).as_posix(): path.stat().st_mtime_ns
            for path in self.store.root.rglob("*")
            if path.is_file() and path.name not in _NOT_SENT
        }


@contextmanager
def working_copy(remote: Remote, corpus: str) -> Iterator[WorkingCopy]:
    """Give a working copy that is gone afterwards."""
    folder = scratch_folder("signatlas-ingest")
    try:
        yield WorkingCopy(remote, corpus, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
