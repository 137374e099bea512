"""The command `signatlas ingest keypoints`."""

from pathlib import Path
from typing import Annotated, Final

import typer

from store.errors import CallError
from store.layout import checked_name, create_store
from store.settings import gather_settings

ASPECT: Final = 4 / 3
FPS: Final = 25.0


def keypoints(
    file: Annotated[Path, typer.Argument(help=".npz file with arrays X and label.")],
    *,
    corpus: Annotated[
        str | None, typer.Option(help="Id of the corpus [default: from the file].")
    ] = None,
    title: Annotated[str, typer.Option(help="Name of the corpus for people.")] = "",
    language: Annotated[str, typer.Option(help="Sign language of the corpus.")] = "",
    licence: Annotated[str, typer.Option(help="Licence of the corpus.")] = "not stated",
    citation: Annotated[str, typer.Option(help="How to cite the corpus.")] = "",
    aspect: Annotated[
        float, typer.Option(help="Width of the frames over their height.")
    ] = ASPECT,
    fps: Annotated[float, typer.Option(help="Frames per second of the clips.")] = FPS,
    store: Annotated[
        Path | None,
        typer.Option(
            help="Folder of the store [default: $SIGNATLAS_STORE, atlas-store]."
        ),
    ] = None,
) -> None:
    """Read clips that come as MediaPipe keypoints, without videos."""
    from ingest.corpora.keypoint_arrays import read_keypoints  # noqa: PLC0415
    from ingest.keypoint_rows import KeypointCorpus, write_keypoints  # noqa: PLC0415

    if aspect <= 0 or fps <= 0:
        raise CallError("--aspect and --fps must be above 0.")
    named = checked_name("corpus", corpus or file.stem.lower().replace("_", "-"))
    told = KeypointCorpus(
        corpus=named,
        title=title or named,
        language=language,
        licence=licence,
        citation=citation,
        source=str(file),
        aspect=aspect,
        fps=fps,
    )
    read = read_keypoints(file)
    opened = create_store(gather_settings(store=store).store)
    run = write_keypoints(opened, told, read)
    typer.echo(f"{len(read.clips):,} clips are in {opened.root} (run {run.run_id}).")
