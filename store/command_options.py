"""Options that commands of every folder share."""

from pathlib import Path
from typing import Annotated

import typer

StoreOption = Annotated[
    Path | None,
    typer.Option(help="Folder of the store [default: $SIGNATLAS_STORE, atlas-store]."),
]
