"""The command `signatlas ingest keypoints`."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from store.command_options import StoreOption
from store.errors import CallError
from store.layout import checked_name, create_store
from store.settings import gather_settings

if TYPE_CHECKING:
    from ingest.corpora.keypoint_arrays import KeypointFile
    from ingest.sources import Problem

ASPECT: Final = 4 / 3
FPS: Final = 25.0


def keypoints(
    path: Annotated[
        Path,
        typer.Argument(
            help=".npz file with arrays X and label, or a folder of .pose files."
        ),
    ],
    *,
    pattern: Annotated[
        str | None,
        typer.Option(
            help="For .pose files: regular expression over the path within the folder, "
            "with any of the named groups gloss, signer, split, start_ms, end_ms."
        ),
    ] = None,
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
    store: StoreOption = None,
) -> None:
    """Read clips that come as MediaPipe keypoints, without videos.

    Of a folder of .pose files (pose-format), labels come from its manifest.csv, else from
    --pattern, else the folder that a file lies in is its gloss.
    """
    from ingest.keypoint_rows import KeypointCorpus, write_keypoints  # noqa: PLC0415

    if aspect <= 0 or fps <= 0:
        raise CallError("--aspect and --fps must be above 0.")
    named = checked_name("corpus", corpus or path.stem.lower().replace("_", "-"))
    told = KeypointCorpus(
        corpus=named,
        title=title or named,
        language=language,
        licence=licence,
        citation=citation,
        source=str(path),
        aspect=aspect,
        fps=fps,
    )
    read, problems = _read(path, named, pattern)
    opened = create_store(gather_settings(store=store).store)
    run = write_keypoints(opened, told, read, problems)
    told_problems = f"; problems: {len(problems):,}" if problems else ""
    typer.echo(
        f"{len(read.clips):,} clips are in {opened.root} (run {run.run_id})"
        f"{told_problems}."
    )


def _read(
    path: Path, corpus: str, pattern: str | None
) -> "tuple[KeypointFile, list[Problem]]":
    from ingest.corpora.keypoint_arrays import (  # noqa: PLC0415
        KeypointFile,
        read_keypoints,
    )

    if not path.is_dir():
        return read_keypoints(path), []
    from ingest.corpora.pose_files import read_pose_folder  # noqa: PLC0415

    clips, problems = read_pose_folder(path, corpus, pattern=pattern)
    if not clips:
        raise CallError(
            f"No .pose file of {path} can be used. The first: {problems[0].what} "
            f"{problems[0].remedy}"
        )
    digests = "".join(clip.sha256 for clip in clips)
    whole = hashlib.sha256(digests.encode()).hexdigest()
    return KeypointFile(tuple(clips), whole), problems
