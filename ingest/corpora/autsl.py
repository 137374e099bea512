"""AUTSL: isolated signs of Turkish Sign Language, by its label files.

Videos are called `signer<X>_sample<Y>_color.mp4` and lie in `train`, `val` and `test`;
`<split>_labels.csv` names the class of each, and `SignList_ClassId_TR_EN.csv` the classes in
Turkish and English. The depth videos beside them are left out.

Reference: Sincan and Keles, AUTSL: a large scale multi-modal Turkish Sign Language dataset
and baseline methods, 2020, doi:10.1109/ACCESS.2020.3028072.
"""

import csv
import re
from pathlib import Path
from typing import Final

from ingest.corpora.folder import check_folder
from ingest.sources import ClipSource, CorpusFacts, Listing, Problem
from store.errors import CallError, UnknownNameError

FACTS: Final = CorpusFacts(
    title="AUTSL",
    language="Turkish Sign Language",
    licence="Research use only, by the corpus's own agreement; no redistribution",
    citation="Sincan and Keles, AUTSL: a large scale multi-modal Turkish Sign Language "
    "dataset and baseline methods, 2020, doi:10.1109/ACCESS.2020.3028072",
)
CLASSES: Final = "SignList_ClassId_TR_EN.csv"
GLOSSES: Final = ("tr", "en")
LABEL_FILES: Final = {
    "train": ("train_labels.csv",),
    "validation": ("validation_labels.csv", "val_labels.csv"),
    "test": ("test_labels.csv",),
}
FOLDERS: Final = {"train": "train", "val": "validation", "test": "test"}
NAME: Final = re.compile(r"(signer(\d+)_sample\d+)_color")
_REMEDY: Final = "Download it again, or save it as CSV in UTF-8."


def list_autsl(
    folder: Path, corpus: str, *, glosses: str = "tr", facts: CorpusFacts = FACTS
) -> Listing:
    """List the AUTSL colour videos of a folder.

    A video that no label file names is a clip without a gloss; a label without a video is
    counted in one problem.

    Args:
        folder: holds the folders train, val and test (or the videos), and the csv files.
        corpus: id of the corpus.
        glosses: `tr` or `en`, the language of the glosses.
        facts: what is true of the corpus.

    Raises:
        CallError: the folder or the list of classes is missing or damaged, or there is no
            video.
        UnknownNameError: the glosses are in no such language.
    """
    check_folder(folder)
    if glosses not in GLOSSES:
        raise UnknownNameError("language of glosses", glosses, GLOSSES)
    names = _class_names(folder / CLASSES, glosses)
    labels = _labels(folder)
    videos = _videos(folder)
    if not videos:
        raise CallError(
            f"{folder} holds no video called signer<X>_sample<Y>_color.mp4, in it or in "
            "its folders train, val and test: give the folder with AUTSL's own files."
        )
    clips, problems = [], []
    for sample, (path, split) in sorted(videos.items()):
        number, listed = labels.get(sample, (None, None))
        if number is None or number not in names:
            problems.append(_unlabelled(corpus, sample, path, number))
        match = NAME.fullmatch(path.stem)
        clips.append(
            ClipSource(
                corpus,
                sample,
                path,
                gloss=None if number is None else names.get(number),
                signer=match[2] if match else None,
                split=split or listed,
            )
        )
    problems += _without_video(labels.keys() - videos.keys(), len(labels), folder)
    return Listing(corpus, facts, str(folder.resolve()), clips, problems)


def _class_names(path: Path, glosses: str) -> dict[int, str]:
    rows = _rows(path)
    heads = {head.strip().lower(): i for i, head in enumerate(rows[0] if rows else [])}
    if missing := [head for head in ("classid", glosses) if head not in heads]:
        raise CallError(
            f"{path} lacks column {', '.join(missing)}; expected ClassId, TR, EN. "
            f"{_REMEDY}"
        )
    number, name = heads["classid"], heads[glosses]
    try:
        return {int(row[number]): row[name].strip() for row in rows[1:] if row}
    except (ValueError, IndexError) as error:
        raise CallError(
            f"{path}: a row is no class and its names. {_REMEDY}"
        ) from error


def _labels(folder: Path) -> dict[str, tuple[int, str]]:
    """Return the class and split of each sample that a label file names."""
    found: dict[str, tuple[int, str]] = {}
    for split, names in LABEL_FILES.items():
        for path in (folder / name for name in names):
            if not path.is_file():
                continue
            try:
                found |= {row[0]: (int(row[1]), split) for row in _rows(path) if row}
            except (ValueError, IndexError) as error:
                raise CallError(
                    f"{path}: a row is not a sample and the number of its class. "
                    f"{_REMEDY}"
                ) from error
    return found


def _rows(path: Path) -> list[list[str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [[cell.strip() for cell in row] for row in csv.reader(file)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CallError(
            f"{path} cannot be read as a table: {error}. {_REMEDY}"
        ) from error


def _videos(folder: Path) -> dict[str, tuple[Path, str | None]]:
    """Return each sample's video and the split whose folder it lies in."""
    places = {folder: None} | {folder / name: FOLDERS[name] for name in FOLDERS}
    return {
        match[1]: (path.absolute(), split)
        for place, split in places.items()
        if place.is_dir()
        for path in sorted(place.glob("*.mp4"))
        if (match := NAME.fullmatch(path.stem))
    }


def _unlabelled(corpus: str, sample: str, path: Path, number: int | None) -> Problem:
    known = "no label file names it" if number is None else f"its class is {number}"
    return Problem(
        "unlabelled-video",
        str(path),
        f"{path.name} has no gloss: {known}.",
        f"Add the label files ({', '.join(n for f in LABEL_FILES.values() for n in f)}) "
        f"and {CLASSES} to the folder.",
        clip_id=f"{corpus}/{sample}",
        lost=False,
    )


def _without_video(missing: set[str], listed: int, folder: Path) -> list[Problem]:
    if not missing:
        return []
    some = ", ".join(sorted(missing)[:5])
    return [
        Problem(
            "missing-videos",
            str(folder),
            f"{len(missing):,} of the {listed:,} videos that AUTSL's label files name are "
            f"not in the folder: {some}{' ...' if len(missing) > 5 else ''}.",  # noqa: PLR2004
            "Nothing is wrong if you chose a part of AUTSL.",
            lost=False,
        )
    ]
