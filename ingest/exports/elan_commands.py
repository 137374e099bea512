"""The command `signatlas export elan`."""

from pathlib import Path
from typing import Annotated

import typer

from store.command_options import StoreOption
from store.label_files import counted
from store.layout import open_store
from store.settings import gather_settings


def elan(
    folder: Annotated[Path, typer.Argument(help="A new folder.")],
    *,
    corpus: Annotated[
        list[str], typer.Option("--corpus", help="Corpus; may be repeated.")
    ],
    run: Annotated[
        str | None,
        typer.Option(
            "--run", help="Classifier whose predictions become tiers of their own."
        ),
    ] = None,
    media: Annotated[
        bool,
        typer.Option(
            "--media",
            help="Write the clips too, where they may be exported, and a file for each.",
        ),
    ] = False,
    vocabulary: Annotated[
        str,
        typer.Option(
            help="Where files find the handshapes: beside them (at its address on this "
            "machine, as ELAN needs it), inside each of them, or the address at which "
            "you publish handshapes.ecv."
        ),
    ] = "beside",
    store: StoreOption = None,
) -> None:
    """Write glosses, handshapes and holds as .eaf files that ELAN opens.

    One file for each video, with a tier for each hand and source: labels of people, the
    predictions of --run, and the truth of synthetic corpora.
    """
    # They bring the database and video codecs, which `--help` does not need.
    from ingest.exports.bars import export_bar  # noqa: PLC0415
    from ingest.exports.elan import BESIDE, documents_to_write, export_elan  # noqa: PLC0415
    from store.db import Database  # noqa: PLC0415

    database = Database(open_store(gather_settings(store=store).store))
    total = documents_to_write(database, corpus, media=media)
    with export_bar("Writing", total, "files") as told:
        done = export_elan(
            database,
            corpus,
            folder,
            run_id=run,
            media=media,
            vocabulary=vocabulary,
            told=told,
        )
    typer.echo(
        f"{counted(done.annotations, 'annotation')} of {counted(done.clips, 'clip')} "
        f"written to {counted(done.documents, 'file')} in {folder}."
    )
    if done.left_out:
        typer.echo(
            f"{counted(done.left_out, 'photograph')} left out: they have no time."
        )
    for problem in done.problems:
        typer.echo(problem)
    if vocabulary == BESIDE:
        typer.echo(
            "The files name handshapes.ecv by its address on this machine. Before you "
            "pass them on, write them with --vocabulary inside, or with the address at "
            "which you publish it."
        )
