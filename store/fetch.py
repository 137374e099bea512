"""Bringing a store on object storage into a folder, where it is looked at.

What is new or changed is fetched, what is gone there goes here. A corpus that is fetched
belongs to the store that it came from; whatever was made of it here (labels, features,
clusters, trainings) stays. Clips come last and go first, so that one is seen whole.
"""

import io
import os
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow.parquet as pq

from store.consent import SETTABLE
from store.db import Database
from store.errors import StoreError
from store.layout import RUN_MARK, Store
from store.origins import claim
from store.remote import Held, Remote
from store.temporary import sweep, temporary_beside
from store.write import write_rows

CLIP_TABLES: Final = ("frames", "landmarks", "crops", "problems")
_AT_ONCE: Final = 32
_SETTLED_NS: Final = 5_000_000_000
"""Storage tells the time of an object in whole seconds; a younger one is fetched again."""


@dataclass(slots=True)
class Fetched:
    """What a fetch did.

    Attributes:
        files, bytes_: fetched.
        removed: files that are gone there and here.
        held: files that were here as they are there.
        unsettled: clips that were being written there meanwhile, and are not here.
    """

    files: int = 0
    bytes_: int = 0
    removed: int = 0
    held: int = 0
    unsettled: int = 0


def fetch(
    remote: Remote, store: Store, told: Callable[[str, int], None] | None = None
) -> Fetched:
    """Bring every corpus of a remote store, or what changed of it, into a folder.

    Args:
        remote: where from.
        store: where to.
        told: called with what comes next and how many files that is.

    Raises:
        CallError: a corpus of that name is here and did not come from there.
        StoreError: the storage or the folder cannot be used.
    """
    sweep(store.root)
    return _Fetch(remote, store, told or _silent).run()


class _Fetch:
    """One fetch."""

    def __init__(
        self, remote: Remote, store: Store, told: Callable[[str, int], None]
    ) -> None:
        self._remote, self._store, self._told = remote, store, told
        self._done = Fetched()
        self._begun_ns = time.time_ns()

    def run(self) -> Fetched:
        marks = self._remote.listed("tables/clips")
        others = self._listed_others()
        corpora = self._remote.listed("tables/corpora")
        names = sorted({_corpus_of(name) for name in corpora})
        claim(self._store, self._remote.address, names)
        self._remove_marks(marks, names)
        self._remove_others(others, names)
        self._fetch("rows and media", others)
        self._fetch("runs", self._remote.listed("tables/runs"))
        self._write_corpora(corpora)
        self._fetch("clips", self._still(marks))
        return self._done

    def _listed_others(self) -> dict[str, Held]:
        tables = [f"tables/{table}" for table in CLIP_TABLES]
        found: dict[str, Held] = {}
        for folder in (*tables, "media"):
            found |= self._remote.listed(folder)
        return found

    def _remove_marks(self, there: Mapping[str, Held], corpora: list[str]) -> None:
        """Take away clips that are gone there or will change here."""
        for name in self._here(("tables/clips",), corpora):
            if name not in there:
                self._remove(name)
            elif not self._holds(name, there[name]):
                (self._store.root / name).unlink(missing_ok=True)

    def _remove_others(self, there: Mapping[str, Held], corpora: list[str]) -> None:
        tables = tuple(f"tables/{table}" for table in CLIP_TABLES)
        for name in self._here((*tables, "media"), corpora):
            # Problems that steps met here are of runs of their own.
            if name not in there and f"part-{RUN_MARK}" not in name:
                self._remove(name)

    def _here(self, folders: Iterable[str], corpora: Iterable[str]) -> list[str]:
        root = self._store.root
        return [
            path.relative_to(root).as_posix()
            for folder in folders
            for corpus in corpora
            for path in (root / folder / _folder_of(folder, corpus)).rglob("*")
            if path.is_file()
        ]

    def _remove(self, name: str) -> None:
        (self._store.root / name).unlink(missing_ok=True)
        self._done.removed += 1

    def _still(self, before: Mapping[str, Held]) -> dict[str, Held]:
        """Return the clips that did not change while their other rows were fetched."""
        after = self._remote.listed("tables/clips")
        still = {name: held for name, held in before.items() if after.get(name) == held}
        self._done.unsettled = len(before.keys() | after.keys()) - len(still)
        return still

    def _fetch(self, what: str, there: Mapping[str, Held]) -> None:
        wanted = {
            name: held for name, held in there.items() if not self._holds(name, held)
        }
        self._done.held += len(there) - len(wanted)
        self._told(what, len(wanted))
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for size in pool.map(self._get, wanted, wanted.values()):
                self._done.files += size is not None
                self._done.bytes_ += size or 0

    def _holds(self, name: str, held: Held) -> bool:
        try:
            here = (self._store.root / name).stat()
        except FileNotFoundError:
            return False
        return (here.st_size, here.st_mtime_ns) == (held.size_bytes, held.changed_ns)

    def _get(self, name: str, held: Held) -> int | None:
        """Write one file; return its size, None where it is gone or changed meanwhile."""
        content = self._remote.get(name)
        if content is None or len(content) != held.size_bytes:
            return None
        moment_ns = held.changed_ns
        if abs(self._begun_ns - moment_ns) < _SETTLED_NS:
            moment_ns -= 1
        _replace(self._store.root / name, content, moment_ns)
        return len(content)

    def _write_corpora(self, there: Iterable[str]) -> None:
        """Write the rows of corpora; what was set about one here stays as it is."""
        database = Database(self._store)
        for name in there:
            corpus, content = _corpus_of(name), self._remote.get(name)
            if content is None:
                continue
            row: dict[str, Any] = pq.read_table(io.BytesIO(content)).to_pylist()[0]
            earlier = database.rows("corpus_row", corpus=corpus)
            row |= {key: earlier[0][key] for key in SETTABLE} if earlier else {}
            if [row] != earlier:
                where = {"corpus": corpus}
                write_rows(self._store, "corpora", [row], part=corpus, partition=where)


def _replace(path: Path, content: bytes, moment_ns: int) -> None:
    temporary = temporary_beside(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.utime(temporary, ns=(moment_ns, moment_ns))
        temporary.replace(path)
    except OSError as error:
        raise StoreError(
            f"Cannot write {path}: {error.strerror}. Free space or choose another "
            "folder, then run the same command again."
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def _corpus_of(name: str) -> str:
    """Return the corpus in `tables/<table>/corpus=<id>/part-...`."""
    return name.split("/")[2].removeprefix("corpus=")


def _folder_of(folder: str, corpus: str) -> str:
    return corpus if folder == "media" else f"corpus={corpus}"


def _silent(what: str, files: int) -> None:
    """Tell nobody."""
