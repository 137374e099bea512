"""Corpora that come as tables of labels beside folders of videos: what they share.

A table names its videos; they are looked for among the files that are really in the
corpus's folders, so that no name in a table leads out of them.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from ingest.sources import Problem
from store.errors import CallError

_NAMED: Final = 5
_SEPARATORS: Final = {"\t": "tabs", ",": "commas", ";": "semicolons"}
_MARKS: Final = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}

Row = dict[str, str]


def read_labels(
    path: Path, columns: Sequence[str], *, separator: str
) -> list[tuple[int, Row]]:
    """Return the rows of a table of labels with the numbers of their lines.

    Values are stripped; what a short row lacks is empty.

    Args:
        path: the table, UTF-8.
        columns: those it must have; others are read as well.
        separator: between the columns.

    Raises:
        CallError: the table is missing, in another encoding or with other separators,
            lacks a column, or has no rows.
    """
    text = _text(path)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        heads = [head.strip() for head in reader.fieldnames or []]
        _check_columns(path, heads, columns, separator)
        reader.fieldnames = heads
        rows = [
            (reader.line_num, {k: (v or "").strip() for k, v in row.items() if k})
            for row in reader
        ]
    except csv.Error as error:
        raise CallError(
            f"{path} cannot be read as a table: {error}. Download it again."
        ) from error
    if not rows:
        raise CallError(f"{path} has no rows. Download it again.")
    return rows


def videos_in(folders: Sequence[Path], suffixes: Sequence[str]) -> dict[str, Path]:
    """Return the videos that lie in some folders, by the name of their file.

    A folder that is not there has none; of equal names the first stays.
    """
    found: dict[str, Path] = {}
    for folder in folders:
        paths = sorted(folder.iterdir()) if folder.is_dir() else []
        for path in paths:
            if path.suffix.lower() in suffixes and not path.name.startswith("."):
                found.setdefault(path.name, path.absolute())
    return found


def is_plain_name(name: str) -> bool:
    """Return whether a name is that of a file, and no path to somewhere else."""
    return name not in {"", ".", ".."} and not {"/", "\\", "\0"} & set(name)


def no_such_video(table: Path, line: int, name: str, clip_id: str | None) -> Problem:
    """Return the problem of a row whose video is not in the folder, or no name at all."""
    place = f"{table.name}, line {line}"
    if not name:
        return Problem(
            "no-video-named",
            place,
            f"Line {line} of {table.name} names no video.",
            "Complete the row, or remove it.",
        )
    if not is_plain_name(name):
        return Problem(
            "bad-name",
            place,
            f"Line {line} of {table.name} names {name!r}, a path and not the name of a "
            "video in the corpus's folders; it was not followed.",
            "Put the video into the corpus's folder and give its name alone.",
        )
    return Problem(
        "missing-video",
        place,
        f"{name} is listed in {table.name}, but is not in the corpus's folders.",
        "Download it again, or remove its row.",
        clip_id=clip_id,
    )


def listed_again(table: Path, line: int, name: str, clip_id: str) -> Problem:
    """Return the problem of a second row about one video."""
    return Problem(
        "duplicate-row",
        f"{table.name}, line {line}",
        f"{name} is listed again in line {line} of {table.name}; its first row counts.",
        "Remove one of the rows; if they differ, see which is right.",
        clip_id=clip_id,
        lost=False,
    )


def without_gloss(table: Path, line: int, name: str, clip_id: str) -> Problem:
    """Return the problem of a video whose row tells no gloss."""
    return Problem(
        "unlabelled-video",
        f"{table.name}, line {line}",
        f"{name} has no gloss in line {line} of {table.name}.",
        "Complete the row.",
        clip_id=clip_id,
        lost=False,
    )


def fewer_problems(
    problems: Sequence[Problem], *, clips: int, folder: Path, title: str
) -> list[Problem]:
    """Return the problems, those of missing videos as one where most are missing."""
    missing = [problem for problem in problems if problem.kind == "missing-video"]
    if len(missing) <= clips:
        return list(problems)
    some = ", ".join(
        (each.clip_id or "").partition("/")[2] for each in missing[:_NAMED]
    )
    summed = Problem(
        "missing-videos",
        str(folder),
        f"{len(missing):,} of the {len(missing) + clips:,} videos that {title} lists are "
        f"not in the folder: {some}{' ...' if len(missing) > _NAMED else ''}.",
        f"Nothing is wrong if you chose a part of {title}.",
        lost=False,
    )
    return [each for each in problems if each.kind != "missing-video"] + [summed]


def unlisted(videos: Mapping[str, Path], listed: set[str], title: str) -> list[Problem]:
    """Return the problem of videos that no table lists: one for all of them."""
    left = sorted(videos.keys() - listed)
    if not left:
        return []
    return [
        Problem(
            "unlisted-videos",
            str(videos[left[0]].parent),
            f"{len(left):,} videos are in the folder, but no table of {title} lists "
            f"them: {', '.join(left[:_NAMED])}{' ...' if len(left) > _NAMED else ''}.",
            "Add their rows, or read them with `signatlas ingest folder`.",
            lost=False,
        )
    ]


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CallError(
            f"{path} cannot be read: {error.strerror}. Give the folder that holds it."
        ) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        kind = _MARKS.get(content[:2], "not UTF-8, perhaps an older code page")
        raise CallError(
            f"{path} is {kind} (byte {error.start}); it is expected in UTF-8, as it was "
            "published. Download it again, or save it in UTF-8."
        ) from error


def _check_columns(
    path: Path, heads: Sequence[str], columns: Sequence[str], separator: str
) -> None:
    missing = [column for column in columns if column not in heads]
    if not missing:
        return
    if other := _other_separator(heads, columns, separator):
        raise CallError(
            f"{path} has its columns separated by {other}; expected "
            f"{_SEPARATORS[separator]}, as it was published."
        )
    raise CallError(
        f"{path} lacks column {', '.join(missing)}; it has {', '.join(heads) or 'none'}."
    )


def _other_separator(
    heads: Sequence[str], columns: Sequence[str], separator: str
) -> str | None:
    whole = separator.join(heads)
    for other, name in _SEPARATORS.items():
        cells = {cell.strip() for cell in whole.split(other)}
        if other != separator and set(columns) <= cells:
            return name
    return None
