"""Files and folders that appear under their name when they are whole, and not before."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store.errors import CallError, StoreError
from store.temporary import sweep_beside, temporary_beside


@contextmanager
def whole_file(path: Path, *, overwrite: bool = False) -> Iterator[Path]:
    """Give the place of a hidden file, which becomes `path` once it is written.

    Args:
        path: the file to be; its folder is made where there is none.
        overwrite: whether it may take the place of a file.

    Raises:
        CallError: there is such a file already, or a folder.
        StoreError: the disk refuses.
    """
    check_free(path, overwrite=overwrite)
    hidden = temporary_beside(path, path.suffix)
    with _disk_errors(path):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            sweep_beside(path)
            yield hidden
            _to_disk(hidden)
            hidden.replace(path)
        finally:
            hidden.unlink(missing_ok=True)


def check_free(path: Path, *, overwrite: bool) -> None:
    """Check that a file may be written.

    Raises:
        CallError: there is such a file already, or a folder.
    """
    if path.is_dir():
        raise CallError(f"{path} is a folder: name a file.")
    if path.exists() and not overwrite:
        raise CallError(
            f"{path} is there already: name a new file, or give --overwrite."
        )


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """Give the place of a hidden folder, which becomes `folder` once it is filled.

    Raises:
        CallError: the folder is a file or not empty.
        StoreError: the disk refuses.
    """
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise CallError(
            f"{folder} is not empty: name a new folder, so that nothing in it is "
            "written over."
        )
    hidden = temporary_beside(folder)
    with _disk_errors(folder):
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            sweep_beside(folder)
            hidden.mkdir()
            yield hidden
            hidden.replace(folder)
        finally:
            shutil.rmtree(hidden, ignore_errors=True)


@contextmanager
def _disk_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"Cannot write {path}: {error.strerror or error}. Free space or choose a "
            "folder you may write to; nothing was left there."
        ) from error


def _to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
