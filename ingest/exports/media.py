"""Clips as files for others: no sound, no metadata, no face where none may be shown."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from ingest.hidden_faces import write_clip
from store.clip_media import ClipMedia, clip_media
from store.consent import Credit, check_exportable
from store.db import Database
from store.errors import CallError, MediaError, StoreError
from store.layout import Store, replace_text

CLIPS_CSV: Final = "clips.csv"
CREDITS: Final = "CREDITS.txt"
HIDDEN_DIR: Final = "faces-hidden"
"""Folder of the copies without faces, below the media of a corpus."""
HIDING_VERSION: Final = 1
"""Rises when faces are hidden in another way; the copies are then made anew."""


@dataclass(frozen=True, slots=True)
class ExportedClip:
    """One clip that was tried.

    Attributes:
        clip_id, corpus, gloss, signer, split: as in the store.
        file: what was written, from the folder; empty where nothing was.
        faces: `shown` or `hidden`.
        frames: frames written.
        frames_hidden_whole: of these, those in which the head was not found, so that
            nothing of them can be made out.
        synthetic, licence, citation: of the corpus.
        problem: why nothing was written; empty where all is well.
    """

    clip_id: str
    corpus: str
    gloss: str
    signer: str
    split: str
    file: str
    faces: str
    frames: int
    frames_hidden_whole: int
    synthetic: bool
    licence: str
    citation: str
    problem: str


def export_clip(
    store: Store, clip_id: str, file: Path, *, blur_faces: bool = False
) -> ExportedClip:
    """Write one clip as H.264 in mp4 (a photograph as JPEG).

    Args:
        store: where the clip is.
        clip_id: its id.
        file: to be written; its ending is up to the caller.
        blur_faces: hide the face even where it may be shown.

    Raises:
        CallError: there is no such clip, it has no video, or its corpus is not for
            export.
        MediaError: its file is gone or damaged.
        StoreError: the disk refuses.
    """
    database = Database(store)
    found = clip_media(database, [clip_id])
    if not found:
        raise CallError(f"The store has no clip {clip_id!r}.")
    [credit] = check_exportable(database, [found[0].corpus])
    return _written(database, found[0], credit, file, blur_faces=blur_faces)


def export_clips(
    store: Store,
    clip_ids: Sequence[str],
    folder: Path,
    *,
    blur_faces: bool = False,
    tick: Callable[[int, int], None] = lambda done, total: None,
) -> list[ExportedClip]:
    """Write clips into a folder, with a list of them and whom to credit.

    What is there from an earlier run is written over. A clip that cannot be written is
    in the list with its problem, and the others are not affected.

    Args:
        store: where the clips are.
        clip_ids: their ids.
        folder: where to; made where it is missing.
        blur_faces: hide faces even where they may be shown.
        tick: told how many of how many clips are done.

    Raises:
        CallError: the folder is a file, there are no clips, or one of their corpora is
            not for export.
        StoreError: the disk refuses.
    """
    if folder.exists() and not folder.is_dir():
        raise CallError(f"{folder} is a file; name a folder for the clips.")
    database = Database(store)
    clips = clip_media(database, clip_ids)
    if not clips:
        raise CallError("There are no clips to export: see `signatlas status`.")
    listed = check_exportable(database, {clip.corpus for clip in clips})
    known = {credit.corpus: credit for credit in listed}
    done = []
    for clip in clips:
        file = folder / clip.corpus / f"{clip.name}{clip.suffix}"
        done.append(
            _tried(database, clip, known[clip.corpus], file, blur_faces=blur_faces)
        )
        tick(len(done), len(clips))
    _write_lists(folder, done, listed)
    return done


def hidden_copy(store: Store, clip_id: str) -> Path:
    """Return a copy of a clip in which its face is hidden, made where it is not there.

    Raises:
        CallError: there is no such clip, or it has no video.
        MediaError: its file is gone or damaged.
        StoreError: the disk refuses.
    """
    database = Database(store)
    found = clip_media(database, [clip_id])
    if not found:
        raise CallError(f"The store has no clip {clip_id!r}.")
    target = hidden_path(store, found[0])
    if not target.is_file():
        _write(database, found[0], target, hide=True)
    return target


def hidden_path(store: Store, clip: ClipMedia) -> Path:
    """Return where the copy of a clip without its face is, or is to be."""
    name = f"{clip.name}-{clip.fingerprint}-v{HIDING_VERSION}{clip.suffix}"
    return store.media_dir(clip.corpus) / HIDDEN_DIR / name


def clips_csv(clips: Sequence[ExportedClip]) -> str:
    """Return the clips that were tried as CSV."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(ExportedClip.__dataclass_fields__))
    writer.writeheader()
    writer.writerows(asdict(clip) for clip in clips)
    return text.getvalue()


def _tried(
    database: Database, clip: ClipMedia, credit: Credit, file: Path, *, blur_faces: bool
) -> ExportedClip:
    try:
        return _written(database, clip, credit, file, blur_faces=blur_faces)
    except (CallError, MediaError) as error:
        return _exported(clip, credit, problem=str(error))


def _written(
    database: Database, clip: ClipMedia, credit: Credit, file: Path, *, blur_faces: bool
) -> ExportedClip:
    hide = blur_faces or not credit.show_faces
    frames, whole = _write(database, clip, file, hide=hide)
    relative = f"{clip.corpus}/{file.name}"
    return _exported(clip, credit, file=relative, hide=hide, frames=frames, whole=whole)


def _write(
    database: Database, clip: ClipMedia, target: Path, *, hide: bool
) -> tuple[int, int]:
    if clip.media not in ("video", "image"):
        raise CallError(f"Clip {clip.clip_id} has no video: it came as {clip.media}.")
    try:
        written = write_clip(database, clip, target, hide=hide)
    except OSError as error:
        raise StoreError(
            f"Cannot write {target}: {error.strerror}. Free space or choose a folder "
            "you may write to."
        ) from error
    return written.frames, written.whole


def _exported(
    clip: ClipMedia,
    credit: Credit,
    *,
    file: str = "",
    hide: bool = True,
    frames: int = 0,
    whole: int = 0,
    problem: str = "",
) -> ExportedClip:
    return ExportedClip(
        clip_id=clip.clip_id,
        corpus=clip.corpus,
        gloss=clip.gloss or "",
        signer=clip.signer or "",
        split=clip.split or "",
        file=file,
        faces="hidden" if hide else "shown",
        frames=frames,
        frames_hidden_whole=whole,
        synthetic=credit.synthetic,
        licence=credit.licence,
        citation=credit.citation,
        problem=problem,
    )


def _write_lists(
    folder: Path, done: Sequence[ExportedClip], listed: Sequence[Credit]
) -> None:
    credited = "".join(f"{credit.line}\n" for credit in listed)
    try:
        replace_text(folder / CLIPS_CSV, clips_csv(done))
        replace_text(folder / CREDITS, credited)
    except OSError as error:
        raise StoreError(
            f"Cannot write into {folder}: {error.strerror}. Free space or choose a "
            "folder you may write to."
        ) from error
