"""Options that the commands of `signatlas ingest` share."""

from pathlib import Path
from typing import Annotated

import typer

from ingest.crews import EngineName

Folder = Annotated[Path, typer.Argument(help="Folder of the corpus.")]
SharedStoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        help="Folder of the store, or its address s3://bucket/prefix on object storage "
        "[default: $SIGNATLAS_STORE, atlas-store].",
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        help="Processes [default: one for each core, with Ray of all machines]."
    ),
]
EngineOption = Annotated[
    EngineName,
    typer.Option("--engine", help="Where clips are read: this machine or Ray."),
]
Address = Annotated[
    str | None,
    typer.Option(
        help="Of a Ray cluster, HOST:6379 [default: $RAY_ADDRESS, else a Ray of this "
        "machine alone]."
    ),
]
Corpus = Annotated[
    str | None, typer.Option(help="Id of the corpus [default: from the folder].")
]
Pattern = Annotated[
    str | None,
    typer.Option(
        help="Regular expression over the path within the folder, with any of the named "
        "groups gloss, handshape, signer, split, start_ms, end_ms."
    ),
]
Title = Annotated[str | None, typer.Option(help="Name of the corpus for people.")]
Language = Annotated[str | None, typer.Option(help="Sign language of the corpus.")]
Licence = Annotated[str | None, typer.Option(help="Licence of the corpus.")]
Citation = Annotated[str | None, typer.Option(help="How to cite the corpus.")]
HoldSpeed = Annotated[
    float,
    typer.Option(help="A slower hand holds, in shoulder widths per second."),
]
HoldMs = Annotated[int, typer.Option(help="Shortest hold, in milliseconds.")]
BlurThreshold = Annotated[
    float | None,
    typer.Option(
        help="Less sharp crops count as blurred [default: 350; of synthetic corpora 50]."
    ),
]
