"""ASL Citizen: isolated signs of American Sign Language, recorded by those who sign.

`splits/train.csv`, `val.csv` and `test.csv` list the videos in `videos` with participant,
gloss and the sign's code in ASL-LEX. No participant is in two splits.

Reference: Desai et al., ASL Citizen: a community-sourced dataset for advancing isolated
sign language recognition, 2023, arXiv:2304.05934.
"""

from pathlib import Path, PurePosixPath
from typing import Final

from ingest.corpora.folder import VIDEO_SUFFIXES, check_folder
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
from store.errors import CallError

FACTS: Final = CorpusFacts(
    title="ASL Citizen",
    language="American Sign Language",
    licence="Microsoft Research licence terms: non-commercial research use only, no "
    "redistribution of the data or of what is made from them",
    citation="Desai et al., ASL Citizen: a community-sourced dataset for advancing "
    "isolated sign language recognition, 2023, arXiv:2304.05934",
)
SPLIT_FILES: Final = {"train.csv": "train", "val.csv": "validation", "test.csv": "test"}
VIDEO: Final = "Video file"
SIGNER: Final = "Participant ID"
GLOSS: Final = "Gloss"


def list_asl_citizen(
    folder: Path, corpus: str, *, facts: CorpusFacts = FACTS
) -> Listing:
    """List the videos of ASL Citizen.

    A row whose video is not there, a second row about one video and a video that is not
    listed are problems; the other rows are not affected.

    Args:
        folder: holds the folders `splits` and `videos`.
        corpus: id of the corpus.
        facts: what is true of the corpus.

    Raises:
        CallError: the folder is missing or holds no split file, or one of these cannot be
            read.
    """
    check_folder(folder)
    tables = _tables(folder)
    videos = videos_in([folder / "videos", folder], tuple(VIDEO_SUFFIXES))
    clips: dict[str, ClipSource] = {}
    problems: list[Problem] = _without_table(folder, tables)
    for table, split in tables.items():
        for line, row in read_labels(table, (SIGNER, VIDEO, GLOSS), separator=","):
            name = row[VIDEO]
            clip_id = f"{corpus}/{_name(name)}" if is_plain_name(name) else None
            if name not in videos or clip_id is None:
                problems.append(no_such_video(table, line, name, clip_id))
            elif name in clips:
                problems.append(listed_again(table, line, name, clip_id))
            else:
                clips[name] = _clip(corpus, row, videos[name], split)
                if not row[GLOSS]:
                    problems.append(without_gloss(table, line, name, clip_id))
    problems += unlisted(videos, set(clips), facts.title)
    return Listing(
        corpus,
        facts,
        str(folder.resolve()),
        with_unique_names(list(clips.values())),
        fewer_problems(problems, clips=len(clips), folder=folder, title=facts.title),
    )


def _tables(folder: Path) -> dict[Path, str]:
    """Return the split files that are there, with their split."""
    found = {
        path: split
        for name, split in SPLIT_FILES.items()
        for path in (folder / "splits" / name, folder / name)
        if path.is_file()
    }
    if not found:
        raise CallError(
            f"{folder} holds none of {', '.join(SPLIT_FILES)}, in it or in its folder "
            "splits: give the folder with ASL Citizen's own files."
        )
    return found


def _without_table(folder: Path, tables: dict[Path, str]) -> list[Problem]:
    there = {path.name for path in tables}
    return [
        Problem(
            "missing-split-file",
            str(folder / "splits" / name),
            f"{name} is not there, so the videos of split {split} are not read.",
            "Nothing is wrong if you chose a part of ASL Citizen.",
            lost=False,
        )
        for name, split in SPLIT_FILES.items()
        if name not in there
    ]


def _clip(corpus: str, row: Row, path: Path, split: str) -> ClipSource:
    return ClipSource(
        corpus,
        _name(path.name),
        path,
        gloss=row[GLOSS] or None,
        signer=row[SIGNER] or None,
        split=split,
    )


def _name(file: str) -> str:
    return clip_name(PurePosixPath(file))
