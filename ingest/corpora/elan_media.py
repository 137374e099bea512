"""Which video an ELAN document annotates, as a file that is there."""

import ntpath
import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from ingest.corpora.folder import VIDEO_SUFFIXES
from store.elan import document as elan
from store.elan.addresses import read_address

_LONGEST_NAME: Final = 255


def video_of(
    document: elan.Document, eaf: Path, folder: Path
) -> tuple[Path, elan.Media] | None:
    """Return the first video of a document that is there; None: none is.

    Each is looked for where the file says relative to itself, then by its name beside
    the file, then where its whole address says, if that is in the corpus's folder.

    Args:
        document: the document.
        eaf: its file.
        folder: the corpus's folder.
    """
    for media in document.header.media:
        if is_video(media):
            for path in _places(media, eaf, folder):
                if path.is_file():
                    return path.absolute(), media
    return None


def is_video(media: elan.Media) -> bool:
    """Return whether something is a video, by its name or else by its type."""
    suffix = PurePosixPath(media_name(media)).suffix.lower()
    return suffix in VIDEO_SUFFIXES or media.mime_type.startswith("video/")


def media_name(media: elan.Media) -> str:
    """Return the name of a media file, without folders."""
    readings = _readings(media.relative_url or media.url)
    return ntpath.basename(readings[-1]) if readings else "a file without a usable name"


def _places(media: elan.Media, eaf: Path, folder: Path) -> Iterator[Path]:
    for relative in _readings(media.relative_url):
        path = relative.replace("\\", "/")
        if not _is_absolute(path):
            yield Path(os.path.normpath(eaf.parent / path))
    for path in (*_readings(media.relative_url), *_readings(media.url)):
        yield eaf.parent / (ntpath.basename(path) or "-")
    for path in _readings(media.url):
        if _is_absolute(path) and Path(path).resolve().is_relative_to(folder.resolve()):
            yield Path(path)


def _readings(url: str | None) -> list[str]:
    return [path for path in read_address(url) if _is_usable(path)]


def _is_absolute(path: str) -> bool:
    return path.startswith("/") or bool(ntpath.splitdrive(path)[0])


def _is_usable(path: str) -> bool:
    return all(len(os.fsencode(part)) <= _LONGEST_NAME for part in path.split("/"))
