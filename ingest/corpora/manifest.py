"""`manifest.csv`: one row per clip, saying which file it is in and what it shows."""

import csv
import os
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Final

from ingest.corpora.labels import with_labels
from ingest.sources import ClipSource, Media, Problem, clip_name
from store.errors import CallError

MANIFEST: Final = "manifest.csv"
REQUIRED: Final = ("file",)
OPTIONAL: Final = (
    "clip",
    "gloss",
    "handshape",
    "signer",
    "split",
    "start_ms",
    "end_ms",
)


def read_manifest(
    folder: Path, corpus: str, *, media: Media
) -> tuple[list[ClipSource], list[Problem]]:
    """Return the clips that a folder's `manifest.csv` lists, and what is wrong in it.

    Only the column `file` is required: a path within the folder. `clip` names the clip;
    without it the name follows from the file and the times. Unknown columns are left
    alone.

    Raises:
        CallError: the file is no UTF-8 text or lacks a required column.
    """
    clips, problems = [], []
    for line, row in _rows(folder / MANIFEST):
        clip = _clip(folder, corpus, media, line, row)
        if isinstance(clip, Problem):
            problems.append(clip)
        else:
            clips.append(clip)
    return clips, problems


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            columns = [name.strip() for name in reader.fieldnames or []]
            reader.fieldnames = columns
            _check_columns(path, columns)
            return [
                (reader.line_num, {k: (v or "").strip() for k, v in row.items() if k})
                for row in reader
            ]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CallError(
            f"{path} cannot be read as a table: {error}. Save it as CSV in UTF-8."
        ) from error


def _check_columns(path: Path, columns: list[str]) -> None:
    if missing := [name for name in REQUIRED if name not in columns]:
        raise CallError(
            f"{path} lacks column {', '.join(missing)}; it has "
            f"{', '.join(columns) or 'none'}. Known columns: "
            f"{', '.join((*REQUIRED, *OPTIONAL))}."
        )


def _clip(
    folder: Path, corpus: str, media: Media, line: int, row: dict[str, str]
) -> ClipSource | Problem:
    place = f"{MANIFEST}, line {line}"
    file = folder / row["file"]
    if row["file"] and not _is_inside(file, folder):
        return Problem(
            "outside-folder",
            place,
            f"Line {line} names {row['file']}, which is not below {folder}; it was not "
            "followed.",
            "Put the file into the folder, or ingest a folder that holds both.",
        )
    if not row["file"] or not _is_there(file):
        return Problem(
            "unknown-file",
            place,
            f"Line {line} names {row['file'] or 'no file'}, which is not in {folder}.",
            "Correct the column `file`, or add the file.",
        )
    try:
        labelled = with_labels(ClipSource(corpus, "", file.absolute(), media), row)
    except ValueError:
        return _bad_times(place, row)
    return replace(labelled, name=_name(row, labelled))


def _is_there(file: Path) -> bool:
    """Return whether a file is there; a name that no file can have is none's."""
    try:
        return file.is_file()
    except OSError:
        return False


def _is_inside(file: Path, folder: Path) -> bool:
    """Return whether a path, its dots taken literally, lies below a folder."""
    return Path(os.path.normpath(file)).is_relative_to(os.path.normpath(folder))


def _name(row: dict[str, str], clip: ClipSource) -> str:
    if row.get("clip"):
        # The suffix stands for that of a file: a clip's name may hold dots.
        return clip_name(PurePosixPath(f"{row['clip']}.clip"))
    name = clip_name(PurePosixPath(row["file"].replace("\\", "/")))
    if not clip.start_ms and clip.end_ms is None:
        return name
    return f"{name}-{clip.start_ms}-{clip.end_ms or 'end'}"


def _bad_times(place: str, row: dict[str, str]) -> Problem:
    start_ms, end_ms = row.get("start_ms", ""), row.get("end_ms", "")
    return Problem(
        "bad-times",
        place,
        f"start_ms {start_ms!r} and end_ms {end_ms!r} are no stretch of time.",
        "Give whole milliseconds from 0 on, the end after the start.",
    )
