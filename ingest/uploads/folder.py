"""The folder of one upload: where its file, what was seen in it and the outcome lie.

Folders lie in the machine's temporary folder, for this user alone. Each is locked by the
process that serves its owner, so that one left by a killed server is known as such.
"""

import fcntl
import json
import os
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from store.errors import MediaError, StoreError
from store.layout import Store, replace_text

CORPUS: Final = "upload"
"""Corpus of the one clip that the store of an upload has."""
CLIP_ID: Final = f"{CORPUS}/query"
_LOCK: Final = "lock"
_OUTCOME: Final = "outcome.json"
_YOUNG_S: Final = 60
"""A folder without a lock may be about to get one for as long as this."""


@dataclass(frozen=True, slots=True)
class UploadFolder:
    """Where everything of one upload is."""

    root: Path

    @property
    def store(self) -> Store:
        """The store that takes what is seen in the upload."""
        return Store(self.root / "store")

    @property
    def media(self) -> Path:
        """The folder of the uploaded file."""
        return self.root / "media"

    @property
    def previews(self) -> Path:
        """The folder of the frames, made small: 00000.jpg and so on."""
        return self.root / "previews"

    @property
    def log(self) -> Path:
        """The file that takes what native libraries print."""
        return self.root / "log.txt"

    def write_outcome(self, error: MediaError | None) -> None:
        """Say that the upload was looked at, and what is wrong with it."""
        told = [error.kind, error.what, error.remedy] if error else []
        replace_text(self.root / _OUTCOME, json.dumps(told))

    def outcome(self) -> list[str] | None:
        """Return kind, what, remedy; nothing if all is well; None: there is none yet."""
        try:
            told: list[str] = json.loads((self.root / _OUTCOME).read_text("utf-8"))
        except FileNotFoundError:
            return None
        return told


def uploads_root() -> Path:
    """Return the folder of all uploads of this user, made where there is none.

    Raises:
        StoreError: others could read what lies in it.
    """
    root = Path(tempfile.gettempdir()) / f"signatlas-uploads-{os.getuid()}"
    root.mkdir(mode=0o700, exist_ok=True)
    facts = root.lstat()
    if facts.st_uid != os.getuid() or facts.st_mode & 0o077 or root.is_symlink():
        raise StoreError(
            f"{root} may be read by others: uploads go nowhere else. Remove it."
        )
    return root


def new_folder() -> tuple[UploadFolder, int]:
    """Return a new folder, and the lock that keeps it: a file to be closed at the end."""
    folder = UploadFolder(Path(tempfile.mkdtemp(dir=uploads_root())))
    # Under its name it is locked from the start: another's sweep may come at any time.
    unnamed = folder.root / f"{_LOCK}.new"
    lock = os.open(unnamed, os.O_CREAT | os.O_RDWR, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    unnamed.rename(folder.root / _LOCK)
    return folder, lock


def sweep_uploads() -> list[Path]:
    """Remove the folders that processes left which are no more; return them."""
    left = [path for path in uploads_root().iterdir() if _is_abandoned(path)]
    for path in left:
        shutil.rmtree(path, ignore_errors=True)
    return left


def _is_abandoned(path: Path) -> bool:
    try:
        lock = os.open(path / _LOCK, os.O_RDWR)
    except OSError:
        return _age_s(path) > _YOUNG_S
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(lock)
    return True


def _age_s(path: Path) -> float:
    try:
        return time.time() - path.lstat().st_mtime
    except OSError:
        return 0.0
