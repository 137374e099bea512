"""The command `signatlas search`: signs like a clip of the store, or like a video file."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from store.command_options import StoreOption
from store.errors import CallError
from store.layout import open_store
from store.settings import gather_settings
from store.terminal import Terminal

if TYPE_CHECKING:
    from models.poses.reading import Signs
    from models.retrieval.searching import Match
    from store.db import Database


def search(
    clip: Annotated[
        str, typer.Argument(help="A video file, or the id of a clip of the store.")
    ],
    *,
    top: Annotated[int, typer.Option(help="How many are listed.")] = 10,
    corpus: Annotated[
        list[str] | None, typer.Option(help="Look in these corpora only.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print for machines.")
    ] = False,
    store: StoreOption = None,
) -> None:
    """List the signs that are most like a video or a clip of the store."""
    from models.retrieval.searching import (  # noqa: PLC0415 - heavy
        Wanted,
        how_compared,
        load_index,
    )
    from models.retrieval.searching import search as find  # noqa: PLC0415
    from store.db import Database  # noqa: PLC0415

    database = Database(open_store(gather_settings(store=store).store))
    index = load_index(database)
    given = Path(clip)
    signs = _seen_in(given) if given.is_file() else _stored(database, clip)
    wanted = Wanted(corpora=tuple(corpus or ()), not_clip=clip)
    found = find(index, signs.sequences[0], top=top, wanted=wanted)
    if index.caution:
        typer.echo(index.caution, err=True)
    if as_json:
        typer.echo(json.dumps([asdict(match) for match in found], indent=2))
        return
    _print(f"Like {clip}; {how_compared(index, wanted)}", found)


def _stored(database: "Database", clip: str) -> "Signs":
    from models.poses.reading import read_signs  # noqa: PLC0415

    signs = read_signs(database, [clip.partition("/")[0]], clip_ids=[clip])
    if not len(signs):
        raise CallError(
            f"{clip!r} is no file, and the store has no keypoints of a clip of this id."
        )
    return signs


def _seen_in(path: Path) -> "Signs":
    """Return the keypoints of a video, looked at like an upload."""
    from ingest.uploads.folder import CLIP_ID, CORPUS  # noqa: PLC0415
    from ingest.uploads.limits import gather_limits  # noqa: PLC0415
    from ingest.uploads.looking import look_at  # noqa: PLC0415
    from models.poses.reading import read_signs  # noqa: PLC0415
    from store.db import Database  # noqa: PLC0415

    with look_at(path.name, path.read_bytes(), gather_limits()) as upload:
        upload.wait()
        failure = upload.failure()
        if failure is not None:
            raise failure
        return read_signs(Database(upload.store), [CORPUS], clip_ids=[CLIP_ID])


def _print(title: str, found: "list[Match]") -> None:
    table = Table(title=title, title_justify="left")
    for heading in ("gloss", "clip", "similarity", ""):
        table.add_column(heading, overflow="fold")
    for match in found:
        said = "no good match" if match.good is False else ""
        table.add_row(match.gloss, match.clip_id, f"{match.similarity:.3f}", said)
    Terminal().print(table)
