"""`signatlas export clips`: videos and photographs out of a store."""

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from store.command_options import StoreOption
from store.errors import UnknownNameError
from store.layout import Store, open_store
from store.settings import gather_settings


def clips(
    folder: Annotated[Path, typer.Argument(help="Folder to write into.")],
    *,
    corpus: Annotated[
        list[str], typer.Option(help="Id of a corpus; may be given again.")
    ],
    gloss: Annotated[
        list[str] | None, typer.Option(help="Only clips of this gloss; again for more.")
    ] = None,
    blur_faces: Annotated[
        bool,
        typer.Option("--blur-faces", help="Hide faces even where they may be shown."),
    ] = False,
    store: StoreOption = None,
) -> None:
    """Write clips without sound and metadata, a list of them, and whom to credit.

    Faces are always hidden where the corpus does not say that they may be shown, and
    nothing leaves a corpus that is not for export: see `signatlas corpus set`.
    """
    # It brings the database and video codecs, which `--help` does not need.
    from ingest.exports.media import export_clips  # noqa: PLC0415

    opened = open_store(gather_settings(store=store).store)
    chosen = _clips_of(opened, corpus, gloss or [])
    with Progress(transient=True) as bar:
        task = bar.add_task("Writing clips", total=len(chosen))
        done = export_clips(
            opened,
            chosen,
            folder,
            blur_faces=blur_faces,
            tick=lambda done, total: bar.update(task, completed=done, total=total),
        )
    written = [clip for clip in done if clip.file]
    hidden = sum(clip.faces == "hidden" for clip in written)
    whole = sum(clip.frames_hidden_whole for clip in written)
    frames = sum(clip.frames for clip in written)
    typer.echo(
        f"{len(written):,} clips are in {folder}, faces hidden in {hidden:,} of them; "
        f"{whole:,} of {frames:,} frames are hidden whole. "
        f"{len(done) - len(written):,} could not be written: clips.csv says why."
    )


def _clips_of(store: Store, corpora: list[str], glosses: list[str]) -> list[str]:
    from store.db import Database  # noqa: PLC0415 - as above

    database = Database(store)
    known = [row["corpus"] for row in database.rows("corpus_ids")]
    for corpus in corpora:
        if corpus not in known:
            raise UnknownNameError("corpus", corpus, known)
    rows = [
        row
        for corpus in dict.fromkeys(corpora)
        for row in database.rows("clips_known", corpus=corpus)
    ]
    there = {row["gloss"] for row in rows if row["gloss"]}
    for gloss in glosses:
        if gloss not in there:
            raise UnknownNameError("gloss", gloss, there)
    return [row["clip_id"] for row in rows if not glosses or row["gloss"] in glosses]
