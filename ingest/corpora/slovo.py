"""Slovo: isolated signs of Russian Sign Language, recorded by volunteers at home.

`annotations.csv`, separated by tabs, lists the videos in `train` and `test`: attachment_id
(the file's name), user_id, text (the gloss), train, and the frames [begin, end) of the
sign *in the video as it was recorded*. The corpus is published cut to these frames and
also uncut, with the same table, so a video is cut here only where it is long enough to be
uncut. Videos of class `no_event` show no sign and have no gloss.

Reference: Kapitanov et al., Slovo: Russian Sign Language dataset, 2023,
doi:10.1007/978-3-031-44137-0_6.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Final

from ingest.corpora.folder import check_folder
from ingest.corpora.label_tables import (
    Row,
    fewer_problems,
    is_plain_name,
    listed_again,
    no_such_video,
    read_labels,
    unlisted,
    videos_in,
    without_gloss,
)
from ingest.sources import (
    ClipSource,
    CorpusFacts,
    Listing,
    Problem,
    clip_name,
    with_unique_names,
)
from ingest.video_headers import VideoHeader, video_headers
from store.errors import CallError

FACTS: Final = CorpusFacts(
    title="Slovo",
    language="Russian Sign Language",
    licence="A variant of CC BY-SA 4.0: see the licence that comes with the corpus",
    citation="Kapitanov et al., Slovo: Russian Sign Language dataset, 2023, "
    "doi:10.1007/978-3-031-44137-0_6",
)
TABLE: Final = "annotations.csv"
COLUMNS: Final = ("attachment_id", "user_id", "text", "train")
FOLDERS: Final = ("train", "test")
NO_SIGN: Final = "no_event"
_SPLITS: Final = {"true": "train", "1": "train", "false": "test", "0": "test"}
_SUFFIX: Final = ".mp4"
_FRAMES_LOST_IN_CUTTING: Final = 2
"""A cut video may have so many frames more or fewer than its table says."""


def list_slovo(folder: Path, corpus: str, *, facts: CorpusFacts = FACTS) -> Listing:
    """List the videos of Slovo, cut or uncut.

    Args:
        folder: holds `annotations.csv` and the folders `train` and `test`.
        corpus: id of the corpus.
        facts: what is true of the corpus.

    Raises:
        CallError: the folder or the table is missing, or the table cannot be read.
    """
    check_folder(folder)
    table = folder / TABLE
    if not table.is_file():
        raise CallError(
            f"{folder} holds no {TABLE}: give the folder with Slovo's own files."
        )
    rows = read_labels(table, COLUMNS, separator="\t")
    places = [folder / name for name in FOLDERS]
    videos = videos_in([*places, folder], (_SUFFIX,))
    clips: dict[str, ClipSource] = {}
    told: dict[str, tuple[int, Row]] = {}
    problems: list[Problem] = []
    for line, row in rows:
        name = f"{row['attachment_id']}{_SUFFIX}" if row["attachment_id"] else ""
        clip_id = f"{corpus}/{_name(name)}" if is_plain_name(name) else None
        if name not in videos or clip_id is None:
            problems.append(no_such_video(table, line, name, clip_id))
        elif name in clips:
            problems.append(listed_again(table, line, name, clip_id))
        else:
            told[name] = line, row
            clips[name] = _clip(corpus, row, videos[name])
            if not row["text"]:
                problems.append(without_gloss(table, line, name, clip_id))
    problems += _cut(clips, told, table)
    problems += _without_sign(told, table)
    problems += unlisted(videos, set(clips), facts.title)
    return Listing(
        corpus,
        facts,
        str(folder.resolve()),
        with_unique_names(list(clips.values())),
        fewer_problems(problems, clips=len(clips), folder=folder, title=facts.title),
    )


def _clip(corpus: str, row: Row, path: Path) -> ClipSource:
    folder = path.parent.name
    return ClipSource(
        corpus,
        _name(path.name),
        path,
        gloss=None if row["text"] in ("", NO_SIGN) else row["text"],
        signer=row["user_id"] or None,
        split=_SPLITS.get(row["train"].lower(), folder if folder in FOLDERS else None),
    )


def _cut(
    clips: dict[str, ClipSource], told: Mapping[str, tuple[int, Row]], table: Path
) -> list[Problem]:
    """Cut the uncut videos to their sign, in place, and return what is wrong."""
    headers = video_headers(clip.path for clip in clips.values())
    problems = []
    for name, clip in clips.items():
        line, row = told[name]
        header = headers[clip.path]
        given = row.get("begin", ""), row.get("end", "")
        if not any(given) or header is None:
            continue
        try:
            begin, end = (round(float(text)) for text in given)
            clips[name] = _cut_clip(clip, begin, end, header)
        except (ValueError, OverflowError):
            problems.append(_bad_frames(table, line, given, header, clip))
    return problems


def _cut_clip(
    clip: ClipSource, begin: int, end: int, header: VideoHeader
) -> ClipSource:
    """Return the clip of frames [begin, end); as it is where its file is cut already.

    Raises:
        ValueError: there are no such frames.
    """
    if begin < 0 or end <= begin:
        raise ValueError
    if abs(header.frames - (end - begin)) <= _FRAMES_LOST_IN_CUTTING:
        return clip
    if header.frames < end:
        raise ValueError
    # Half a frame early, so that rounding never moves a frame over the edge.
    start_s, end_s = (max(frame - 0.5, 0) / header.fps for frame in (begin, end))
    return replace(clip, start_ms=round(1000 * start_s), end_ms=round(1000 * end_s))


def _bad_frames(
    table: Path,
    line: int,
    given: tuple[str, str],
    header: VideoHeader,
    clip: ClipSource,
) -> Problem:
    return Problem(
        "bad-frames",
        f"{table.name}, line {line}",
        f"Line {line} of {table.name} says that the sign is in frames {given[0] or '?'} "
        f"to {given[1] or '?'} of {clip.path.name}, which has {header.frames}; it was "
        "taken whole.",
        "Correct the row, or download the video again.",
        clip_id=clip.clip_id,
        lost=False,
    )


def _without_sign(told: Mapping[str, tuple[int, Row]], table: Path) -> list[Problem]:
    count = sum(row["text"] == NO_SIGN for _, row in told.values())
    if not count:
        return []
    return [
        Problem(
            "no-sign",
            str(table),
            f"{count:,} videos of class {NO_SIGN} show no sign; they have no gloss.",
            "Nothing is wrong.",
            lost=False,
        )
    ]


def _name(file: str) -> str:
    return clip_name(PurePosixPath(file))
