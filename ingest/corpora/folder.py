"""A folder of videos: labels from the paths, or from a `manifest.csv`."""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Final

from ingest.corpora.labels import with_labels
from ingest.corpora.manifest import MANIFEST, read_manifest
from ingest.sources import (
    ClipSource,
    CorpusFacts,
    Listing,
    Problem,
    clip_name,
    with_unique_names,
)
from store.errors import CallError

VIDEO_SUFFIXES: Final = frozenset(
    {".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi", ".mpg", ".mpeg", ".wmv", ".flv"}
    | {".3gp", ".mts", ".m2ts", ".ts", ".ogv", ".gif"}
)
GROUPS: Final = ("gloss", "signer", "split", "start_ms", "end_ms", "handshape")
"""Named groups that a pattern may have."""


def list_folder(
    folder: Path,
    corpus: str,
    *,
    facts: CorpusFacts,
    suffixes: frozenset[str] = VIDEO_SUFFIXES,
    pattern: str | None = None,
) -> Listing:
    """List the videos (or photographs) of a folder and its subfolders.

    Labels come from `manifest.csv` if the folder has one and no pattern is given, else
    from a regular expression over the path within the folder, which may have the named
    groups gloss, signer, split, start_ms, end_ms and handshape. Without a pattern the
    folder that a file lies in is its gloss (a photograph's handshape).

    Raises:
        CallError: there is no such folder, or pattern or manifest cannot be used.
    """
    check_folder(folder)
    if pattern is None and (folder / MANIFEST).is_file():
        clips, problems = read_manifest(folder, corpus, media=facts.media)
    else:
        problems = []
        labels = _compiled(pattern)
        plain = ClipSource(corpus, "", folder, facts.media)
        clips = [
            clip
            for file in sorted(_files(folder, suffixes, problems))
            if (clip := _clip(file, plain, labels, problems))
        ]
    if not clips and not problems:
        raise CallError(
            f"There is nothing to ingest in {folder}: no file in it or its subfolders "
            f"ends in {', '.join(sorted(suffixes))}."
        )
    return Listing(
        corpus, facts, str(folder.resolve()), with_unique_names(clips), problems
    )


def check_folder(folder: Path) -> None:
    """Raise a `CallError` unless `folder` is a folder that can be listed."""
    if not folder.is_dir():
        kind = "a file" if folder.exists() else "not there"
        raise CallError(f"{folder} is {kind}; give the folder that holds the corpus.")
    if not os.access(folder, os.R_OK | os.X_OK):
        raise CallError(f"{folder} may not be read: change its permissions.")


def _files(
    folder: Path, suffixes: frozenset[str], problems: list[Problem]
) -> Iterator[Path]:
    """Yield the files below a folder; each folder once, however it is linked."""

    def report(error: OSError) -> None:
        problems.append(_unreadable(Path(error.filename), error))

    visited: set[tuple[int, int]] = set()
    for here, below, names in os.walk(folder, onerror=report, followlinks=True):
        status = Path(here).stat()
        if (status.st_dev, status.st_ino) in visited:
            below.clear()
            problems.append(_visited(Path(here)))
            continue
        visited.add((status.st_dev, status.st_ino))
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in names:
            if not name.startswith(".") and Path(name).suffix.lower() in suffixes:
                yield Path(here, name)


def _compiled(pattern: str | None) -> re.Pattern[str] | None:
    if pattern is None:
        return None
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise CallError(
            f"The pattern {pattern!r} is no regular expression: {error}."
        ) from error
    if unknown := compiled.groupindex.keys() - set(GROUPS):
        raise CallError(
            f"The pattern names group {', '.join(sorted(unknown))}; it may name "
            f"{', '.join(GROUPS)}."
        )
    return compiled


def _clip(
    file: Path,
    corpus: ClipSource,
    pattern: re.Pattern[str] | None,
    problems: list[Problem],
) -> ClipSource | None:
    """Return the clip in a file.

    Args:
        file: the video or photograph.
        corpus: what all clips have in common; its path is the corpus's folder.
        pattern: how labels are read off the path; None: the folder is the label.
        problems: takes what is wrong with the path.
    """
    relative = PurePosixPath(file.relative_to(corpus.path).as_posix())
    if not _is_unicode(relative):
        problems.append(_bad_name(relative))
        return None
    plain = replace(corpus, name=clip_name(relative), path=file.absolute())
    if pattern is None:
        label = relative.parent.name or None
        if plain.media == "image":
            return replace(plain, handshape=label)
        return replace(plain, gloss=label)
    match = pattern.search(str(relative))
    if match is None:
        problems.append(_unmatched(relative, pattern.pattern, plain.clip_id))
        return plain
    try:
        return with_labels(plain, match.groupdict())
    except ValueError:
        problems.append(_bad_times(relative, plain.clip_id))
        return None


def _is_unicode(relative: PurePosixPath) -> bool:
    try:
        str(relative).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _unreadable(path: Path, error: OSError) -> Problem:
    return Problem(
        "unreadable",
        str(path),
        f"The folder {path.name} cannot be read: {error.strerror}.",
        "Change its permissions and run the same command again.",
    )


def _visited(path: Path) -> Problem:
    return Problem(
        "link-loop",
        str(path),
        f"{path.name} links to a folder that was listed already.",
        "Remove the symbolic link; its files are in the corpus once.",
        lost=False,
    )


def _bad_name(relative: PurePosixPath) -> Problem:
    shown = str(relative).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return Problem(
        "bad-name",
        shown,
        f"The name of {shown} is not Unicode, so no clip can be named after it.",
        "Rename the file.",
    )


def _unmatched(relative: PurePosixPath, pattern: str, clip_id: str) -> Problem:
    return Problem(
        "no-match",
        str(relative),
        f"The pattern {pattern!r} does not fit {relative}, so its labels are unknown.",
        "Change --pattern, or rename the file.",
        clip_id=clip_id,
        lost=False,
    )


def _bad_times(relative: PurePosixPath, clip_id: str) -> Problem:
    return Problem(
        "bad-times",
        str(relative),
        f"The times that the pattern finds in {relative} are no whole milliseconds.",
        "Change the groups start_ms and end_ms of --pattern.",
        clip_id=clip_id,
    )
