"""Which video an ELAN document annotates, as a file that is there."""

import ntpath
import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

from ingest.corpora.folder import VIDEO_SUFFIXES
from store import elan

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
    return ntpath.basename(_path(media.relative_url or media.url))


def _places(media: elan.Media, eaf: Path, folder: Path) -> Iterator[Path]:
    relative = _path(media.relative_url or "").replace("\\", "/")
    if relative and not _is_absolute(relative) and _is_usable(relative):
        yield Path(os.path.normpath(eaf.parent / relative))
    for url in (media.relative_url, media.url):
        name = ntpath.basename(_path(url or ""))
        if name and _is_usable(name):
            yield eaf.parent / name
    whole = _path(media.url)
    if _is_usable(whole) and _is_absolute(whole):
        path = Path(whole)
        if path.resolve().is_relative_to(folder.resolve()):
            yield path


def _path(url: str) -> str:
    """Return the path that an address means: a `file:` URL or a path as it is."""
    if not url.lower().startswith("file:"):
        return unquote(url) if "%" in url else url
    try:
        return unquote(urlsplit(url).path)
    except ValueError:
        return ""


def _is_absolute(path: str) -> bool:
    return path.startswith("/") or bool(ntpath.splitdrive(path)[0])


def _is_usable(path: str) -> bool:
    return "\0" not in path and all(
        len(os.fsencode(part)) <= _LONGEST_NAME for part in path.split("/")
    )
