"""Which files of a store belong to one clip, and when they count.

A clip is done when it has its row in `clips`, which is written last. Whatever else is
there of a clip without that row was left by a process that was stopped.
"""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final, TypedDict

from ingest.sources import ClipSource, Problem
from store.layout import PART_GLOB, RUN_MARK, Store
from store.schema import table
from store.temporary import remove_beside
from store.write import write_rows

CLIP_TABLES: Final = (
    "clips",
    "frames",
    "landmarks",
    "crops",
    "problems",
    "truth_signs",
    "truth_frames",
)
"""Tables with one part per clip; the mark of a finished clip first."""
MEDIA_SUFFIXES: Final = (".mp4", ".jpg")
"""Of playable copies of videos and photographs."""
LISTING_PART: Final = "_listing"
"""Part of `problems` that holds what was met before any clip was opened."""


class Where(TypedDict):
    """Arguments that tell the writer where a clip's rows go."""

    part: str
    partition: dict[str, str]


def where(source: ClipSource) -> Where:
    """Return where the rows of a clip go in any table."""
    return {"part": source.name, "partition": {"corpus": source.corpus}}


def write_problems(
    store: Store, source: ClipSource, problems: Sequence[Problem], *, run_id: str
) -> None:
    """Write the problems of one clip; none: those of earlier runs disappear."""
    rows = [problem.row(corpus=source.corpus, run_id=run_id) for problem in problems]
    write_rows(store, "problems", rows, **where(source))


def is_done(store: Store, source: ClipSource) -> bool:
    """Return whether the clip is in the store, from this or an earlier source."""
    return part_path(store, source, "clips").exists()


def mark_undone(store: Store, source: ClipSource) -> None:
    """Take away the row that marks the clip as done, before its other rows change."""
    part_path(store, source, "clips").unlink(missing_ok=True)


def remove_unfinished(store: Store, source: ClipSource) -> None:
    """Take away what a worker that was stopped had written of a clip."""
    parts = [part_path(store, source, name) for name in CLIP_TABLES]
    files = [*parts, *media_paths(store, source)]
    done = is_done(store, source)
    for file in files:
        remove_beside(file)
        if not done:
            file.unlink(missing_ok=True)


def media_paths(store: Store, source: ClipSource) -> list[Path]:
    """Return where a clip's playable copy may lie."""
    folder = store.media_dir(source.corpus)
    return [folder / f"{source.name}{suffix}" for suffix in MEDIA_SUFFIXES]


def part_path(store: Store, source: ClipSource, name: str) -> Path:
    """Return the file of one clip's rows in a table."""
    return store.part_path(table(name), {"corpus": source.corpus}, source.name)


def remove_outdated_problems(
    store: Store, corpus: str, *, keep: Collection[str]
) -> None:
    """Take away the problems of clips that are neither listed nor in the store.

    Problems that other steps met, in runs of their own, stay.
    """
    some = part_path(store, ClipSource(corpus, "x", Path()), "problems")
    for path in some.parent.glob(PART_GLOB):
        part = path.stem.removeprefix("part-")
        if part not in keep and not part.startswith(RUN_MARK):
            path.unlink(missing_ok=True)


def remove_other_parts(
    store: Store, corpus: str, tables: Sequence[str], *, keep: Collection[str]
) -> None:
    """Take away the parts of a corpus but those named, `clips` of each first."""
    folder = store.part_path(table("clips"), {"corpus": corpus}, "x").parent
    there = {path.stem.removeprefix("part-") for path in folder.glob(PART_GLOB)}
    for name in there.difference(keep):
        for table_name in ("clips", *tables):
            path = store.part_path(table(table_name), {"corpus": corpus}, name)
            path.unlink(missing_ok=True)
