"""Where things lie in a store: a directory with tables, media and runs."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.errors import CallError, StoreError
from store.plain_json import read_json
from store.schema_version import SCHEMA_VERSION
from store.whole_files import whole_file

if TYPE_CHECKING:
    from store.columns import Table

VERSION_FILE: Final = "store.json"
PART_GLOB: Final = "part-*.parquet"
RUN_MARK: Final = "@"
"""Begins the names of parts that belong to a run; no clip's name has it."""
LONGEST_NAME: Final = 200
"""Folders are named `run_id=...`, and no file system takes more than 255 bytes."""
_NAME: Final = re.compile(rf"[a-z0-9][a-z0-9._-]{{0,{LONGEST_NAME - 1}}}")


@dataclass(frozen=True, slots=True)
class Store:
    """A store's paths. Make it with `create_store` or `open_store`, which check it."""

    root: Path

    def table_dir(self, table: str) -> Path:
        """Return the folder that holds the parts of a table."""
        return self.root / "tables" / table

    def part_path(
        self, table: "Table", partition: Mapping[str, str], part: str
    ) -> Path:
        """Return the path of one part.

        Raises:
            StoreError: a partition value cannot be a folder name.
        """
        folder = self.table_dir(table.name)
        for column in table.partition:
            folder /= f"{column}={checked_name(column, partition[column])}"
        return folder / f"part-{part}.parquet"

    def parts(self, table: str) -> Iterator[Path]:
        """Yield the finished parts of a table, in path order."""
        yield from sorted(self.table_dir(table).rglob(PART_GLOB))

    def has_parts(self, table: str) -> bool:
        """Return whether a table has at least one finished part."""
        return next(self.table_dir(table).rglob(PART_GLOB), None) is not None

    def has_file(self, name: str) -> bool:
        """Return whether there is a file of media, named relative to the store."""
        return (self.root / name).is_file()

    def media_dir(self, corpus: str) -> Path:
        """Return the folder of a corpus's playable copies."""
        return self.root / "media" / corpus

    def run_dir(self, run_id: str) -> Path:
        """Return the folder of a run's files: progress, weights, split."""
        return self.root / "runs" / run_id


def run_part(run_id: str, part: str = "") -> str:
    """Return the name of a part whose rows belong to a run, not to one clip."""
    return f"{RUN_MARK}{run_id}{'-' if part else ''}{part}"


def checked_name(kind: str, name: str) -> str:
    """Return `name` if it can be an id of the store.

    Raises:
        CallError: it is too long, or has other characters than a-z, 0-9, dot, dash and
            underscore.
    """
    if not _NAME.fullmatch(name):
        raise CallError(
            f"{name!r} cannot be a {kind}: use small letters a-z, digits, '.', '-' "
            f"and '_', beginning with a letter or digit, {LONGEST_NAME} at most."
        )
    return name


def create_store(root: Path) -> Store:
    """Return the store at `root`, making it where there is none.

    Raises:
        StoreError: the folder cannot be written or holds an incompatible store.
    """
    try:
        (root / "tables").mkdir(parents=True, exist_ok=True)
        if not (root / VERSION_FILE).exists():
            replace_text(
                root / VERSION_FILE, json.dumps({"schema_version": SCHEMA_VERSION})
            )
    except OSError as error:
        raise StoreError(
            f"Cannot make a store in {root}: {error.strerror}. "
            "Choose a folder you may write to."
        ) from error
    return open_store(root)


def open_store(root: Path) -> Store:
    """Return the store at `root`; a folder that is missing is an empty store.

    Raises:
        StoreError: `root` is a file, or holds a store of another schema version.
    """
    if root.exists() and not root.is_dir():
        raise StoreError(f"{root} is a file; a store is a folder.")
    version = _version(root)
    if version != SCHEMA_VERSION:
        age, remedy = (
            ("an older", "ingest again into a new folder")
            if version < SCHEMA_VERSION
            else ("a newer", "update signatlas")
        )
        raise StoreError(
            f"The store in {root} was written by {age} signatlas (schema {version}, "
            f"this one reads {SCHEMA_VERSION}): {remedy}."
        )
    return Store(root.resolve())


def replace_text(path: Path, text: str) -> None:
    """Write a small text file so that a reader sees the old or the new one whole.

    Raises:
        StoreError: the disk refuses.
    """
    with whole_file(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def _version(root: Path) -> int:
    path = root / VERSION_FILE
    if not path.exists():
        if (root / "tables").is_dir() and any((root / "tables").iterdir()):
            raise StoreError(
                f"{path} is missing, so the schema of this store is unknown: "
                "restore the file, or ingest again into a new folder."
            )
        return SCHEMA_VERSION
    try:
        return int(read_json(path.read_text(encoding="utf-8"))["schema_version"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(
            f"{path} cannot be read as a store's version file: restore it, or ingest "
            "again into a new folder."
        ) from error
