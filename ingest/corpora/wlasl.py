"""WLASL: isolated signs of American Sign Language, by its own split files.

`WLASL_v0.3.json` lists glosses with their instances; `nslt_<n>.json` lists videos with
split, class and frames. Frames are counted from 1 in the video decoded at 25 frames per
second, whatever rate the file has, so they are turned into times; end -1 means to the
end. The corpus's own scripts cut some videos and leave the frames of the uncut ones:
where a file ends before its clip begins, it is taken whole.

Reference: Li et al., Word-level deep sign language recognition from video, WACV 2020.
https://github.com/dxli94/WLASL
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from ingest.corpora.folder import check_folder
from ingest.corpora.labels import LONGEST_MS, split_name
from ingest.sources import ClipSource, CorpusFacts, Listing, Problem
from store.errors import CallError
from store.plain_json import read_json

FACTS: Final = CorpusFacts(
    title="WLASL",
    language="American Sign Language",
    licence="C-UDA: research use only, no redistribution",
    citation="Li et al., Word-level deep sign language recognition from video, 2020",
)
GLOSSES: Final = "WLASL_v0.3.json"
CLASSES: Final = "wlasl_class_list.txt"
FRAMES_PER_S: Final = 25
TO_THE_END: Final = -1
_NAMED: Final = 10
_MALFORMED: Final = (KeyError, TypeError, ValueError, AttributeError, OverflowError)
_SUFFIXES: Final = (".mp4", ".mkv", ".webm", ".swf")


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the corpus says of one video."""

    gloss: str | None = None
    signer: str | None = None
    split: str | None = None
    first_frame: int = 1
    last_frame: int = TO_THE_END
    fps: float = FRAMES_PER_S


def list_wlasl(folder: Path, corpus: str, *, facts: CorpusFacts = FACTS) -> Listing:
    """List the WLASL videos of a folder, which lie in it or in its `videos`.

    Where both kinds of files are there, signers come from `WLASL_v0.3.json` and split
    and frames from the largest `nslt_*.json`. Videos that are listed but missing are
    problems: one row each, or one for all where most of the corpus is missing.

    Raises:
        CallError: the folder is missing, or holds none of the files, or damaged ones.
    """
    check_folder(folder)
    entries = _entries(folder)
    videos = _videos(folder)
    clips: list[ClipSource] = []
    problems: list[Problem] = []
    for name, entry in sorted(entries.items()):
        if name in videos:
            clip = ClipSource(corpus, name, videos[name], whole_if_shorter=True)
            clips.append(_labelled(clip, entry, problems))
    missing = sorted(entries.keys() - videos.keys())
    if len(missing) > len(clips):
        problems.append(_mostly_missing(missing, len(entries), folder))
    else:
        problems += [_missing(corpus, name, folder) for name in missing]
    problems += [
        _unlisted(path) for name, path in sorted(videos.items()) if name not in entries
    ]
    return Listing(corpus, facts, str(folder.resolve()), clips, problems)


def _entries(folder: Path) -> dict[str, _Entry]:
    glosses, split_file = folder / GLOSSES, _largest_split_file(folder)
    if not glosses.is_file() and split_file is None:
        raise CallError(
            f"{folder} holds neither {GLOSSES} nor nslt_<n>.json; give the folder with "
            "WLASL's own files."
        )
    entries = dict(_from_glosses(glosses)) if glosses.is_file() else {}
    if split_file is not None:
        for name, entry in _from_split_file(split_file, _classes(folder)):
            known = entries.get(name, _Entry())
            entries[name] = replace(
                entry, gloss=known.gloss or entry.gloss, signer=known.signer
            )
    return entries


def _largest_split_file(folder: Path) -> Path | None:
    numbered = [
        (int(match[1]), path)
        for path in folder.glob("nslt_*.json")
        if (match := re.fullmatch(r"nslt_(\d+)\.json", path.name))
    ]
    return max(numbered)[1] if numbered else None


def _from_glosses(path: Path) -> Iterator[tuple[str, _Entry]]:
    try:
        for sign in _json(path):
            for instance in sign["instances"]:
                yield (
                    str(instance["video_id"]),
                    _Entry(
                        gloss=str(sign["gloss"]),
                        signer=_text(instance.get("signer_id")),
                        split=split_name(_text(instance.get("split"))),
                        first_frame=int(instance.get("frame_start", 1)),
                        last_frame=int(instance.get("frame_end", TO_THE_END)),
                        fps=float(instance.get("fps") or FRAMES_PER_S),
                    ),
                )
    except _MALFORMED as error:
        raise _damaged(path) from error


def _from_split_file(
    path: Path, classes: dict[int, str]
) -> Iterator[tuple[str, _Entry]]:
    try:
        for name, told in _json(path).items():
            number, first, last = (int(value) for value in told["action"])
            yield (
                name,
                _Entry(
                    gloss=classes.get(number),
                    split=split_name(_text(told.get("subset"))),
                    first_frame=first,
                    last_frame=last,
                ),
            )
    except _MALFORMED as error:
        raise _damaged(path) from error


def _classes(folder: Path) -> dict[int, str]:
    path = folder / CLASSES
    if not path.is_file():
        return {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        pairs = (line.split(maxsplit=1) for line in lines if line.strip())
        return {int(number): gloss.strip() for number, gloss in pairs}
    except ValueError as error:
        raise _damaged(path) from error


def _videos(folder: Path) -> dict[str, Path]:
    return {
        path.stem: path.absolute()
        for place in (folder / "videos", folder)
        if place.is_dir()
        for path in sorted(place.iterdir())
        if path.suffix.lower() in _SUFFIXES
    }


def _labelled(clip: ClipSource, entry: _Entry, problems: list[Problem]) -> ClipSource:
    """Return a clip with what the corpus says of it; `problems` takes what is wrong."""
    told = replace(clip, gloss=entry.gloss, signer=entry.signer, split=entry.split)
    try:
        start_ms, end_ms = _times(entry)
    except (ValueError, OverflowError):
        problems.append(_bad_frames(told, entry))
        return told
    return replace(told, start_ms=start_ms, end_ms=end_ms)


def _times(entry: _Entry) -> tuple[int, int | None]:
    """Return start and end in ms; end None: to the end.

    Raises:
        ValueError, OverflowError: the frames are no stretch of time.
    """
    if not entry.fps > 0:
        raise ValueError
    start_ms = round((max(entry.first_frame, 1) - 1) * 1000 / entry.fps)
    if entry.last_frame == TO_THE_END:
        end_ms = None
    else:
        end_ms = round(entry.last_frame * 1000 / entry.fps)
    if not start_ms < (LONGEST_MS if end_ms is None else end_ms) <= LONGEST_MS:
        raise ValueError
    return start_ms, end_ms


def _json(path: Path) -> Any:
    try:
        return read_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _damaged(path) from error


def _text(value: object) -> str | None:
    return None if value in (None, "", -1) else str(value)


def _damaged(path: Path) -> CallError:
    return CallError(f"{path} is damaged or no file of WLASL: download it again.")


def _bad_frames(clip: ClipSource, entry: _Entry) -> Problem:
    return Problem(
        "bad-frames",
        clip.name,
        f"WLASL says that the sign is in frames {entry.first_frame} to "
        f"{entry.last_frame} of {clip.path.name}, at {entry.fps:g} a second, which is no "
        "stretch of time; it was taken whole.",
        "Correct the row, or download the file of WLASL again.",
        clip_id=clip.clip_id,
        lost=False,
    )


def _missing(corpus: str, name: str, folder: Path) -> Problem:
    return Problem(
        "missing-video",
        name,
        f"Video {name} is listed by WLASL but is not in {folder}.",
        "Download it if its page still exists; many of WLASL's do not.",
        clip_id=f"{corpus}/{name}",
    )


def _mostly_missing(missing: Sequence[str], listed: int, folder: Path) -> Problem:
    return Problem(
        "missing-videos",
        str(folder),
        f"{len(missing):,} of the {listed:,} videos that WLASL lists are not in the "
        f"folder: {', '.join(missing[:_NAMED])}{' ...' if len(missing) > _NAMED else ''}.",
        "Nothing is wrong if you chose a part of WLASL; else download the others, of "
        "which many are no longer to be had.",
        lost=False,
    )


def _unlisted(path: Path) -> Problem:
    return Problem(
        "unlisted-video",
        str(path),
        f"{path.name} is in the folder, but no file of WLASL lists it.",
        "Use a larger nslt file or WLASL_v0.3.json, or remove the video.",
    )
