"""Bundles as zip files: written the same each time, and unpacked with distrust."""

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Final

from store.errors import CallError

FILES_AT_MOST: Final = 5_000
BYTES_AT_MOST: Final = 1_000_000_000
"""Of all files together, unpacked."""
AT_ONCE: Final = 1 << 20
EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The time of every entry, so that equal files make equal archives."""
_NAME: Final = re.compile(r"[\w@=+(),][\w .@=+(),-]*")


def zip_folder(folder: Path, target: Path) -> None:
    """Write all files of a folder into a zip file, in the order of their names."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, path.read_bytes())


@contextmanager
def opened(bundle: Path) -> Iterator[Path]:
    """Yield the folder of a bundle; a zip file is unpacked for as long.

    Raises:
        CallError: there is none, or it has what no bundle has.
    """
    if bundle.is_dir():
        _check_folder(bundle)
        yield bundle
        return
    if not bundle.is_file():
        raise CallError(f"There is no bundle {bundle}: name a folder or a zip file.")
    with TemporaryDirectory(prefix="signatlas-bundle-") as made:
        _unpack(bundle, Path(made))
        yield Path(made)


def _unpack(bundle: Path, folder: Path) -> None:
    try:
        with zipfile.ZipFile(bundle) as archive:
            entries = archive.infolist()
            _check_entries(bundle, entries)
            left = BYTES_AT_MOST
            for entry in entries:
                if not entry.is_dir():
                    left -= _unpack_entry(archive, entry, folder, left)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        RuntimeError,
        UnicodeError,
    ) as error:
        raise CallError(f"{bundle.name} cannot be unpacked: {error}.") from error


def _unpack_entry(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path, left: int
) -> int:
    """Unpack one file and return its size; sizes that the archive tells are not believed."""
    path = folder / entry.filename
    path.parent.mkdir(parents=True, exist_ok=True)
    size = 0
    with archive.open(entry) as source, path.open("xb") as target:
        while piece := source.read(AT_ONCE):
            size += len(piece)
            if size > left:
                raise _too_large(entry.filename)
            target.write(piece)
    return size


def _check_entries(bundle: Path, entries: Sequence[zipfile.ZipInfo]) -> None:
    if len(entries) > FILES_AT_MOST:
        raise _too_many(len(entries))
    if sum(entry.file_size for entry in entries) > BYTES_AT_MOST:
        raise _too_large(bundle.name)
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename
        check_name(name.removesuffix("/"))
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise CallError(
                f"The bundle has {name!r}, which is no file but a link or a device: it "
                "was not unpacked."
            )
        if name.casefold() in seen:
            raise CallError(f"The bundle has {name!r} twice: it was not unpacked.")
        seen.add(name.casefold())


def check_name(name: str) -> None:
    """Look whether a name stays within the folder it is unpacked into.

    Raises:
        CallError: it is absolute, leads out of it, or has characters no bundle has.
    """
    parts = name.split("/")
    if not all(_NAME.fullmatch(part) for part in parts):
        raise CallError(
            f"The bundle has a file called {name!r}, which may lead out of its folder: "
            "it was not unpacked."
        )


def _check_folder(folder: Path) -> None:
    size = 0
    for number, path in enumerate(folder.rglob("*"), 1):
        if number > FILES_AT_MOST:
            raise _too_many(number)
        name = PurePosixPath(path.relative_to(folder)).as_posix()
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            raise CallError(
                f"The bundle has {name!r}, which is no file but a link or a device: "
                "copy the bundle without links."
            )
        size += path.stat().st_size
    if size > BYTES_AT_MOST:
        raise _too_large(folder.name)


def _too_many(files: int) -> CallError:
    return CallError(
        f"The bundle has {files:,} files or more, expected at most {FILES_AT_MOST:,}: "
        "it was not written by signatlas."
    )


def _too_large(name: str) -> CallError:
    return CallError(
        f"The bundle unpacks to more than {BYTES_AT_MOST:,} bytes (at {name!r}): it "
        "was not unpacked further."
    )
