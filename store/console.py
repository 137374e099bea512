"""How every command ends: with a sentence and an exit code, never a traceback."""

import sys
from typing import Final

import typer

from store.errors import AtlasError

WRONG_CALL: Final = 2


def run_app(app: typer.Typer) -> None:
    """Run a command line; an `AtlasError` becomes its sentence and exit code 2."""
    try:
        app()
    except AtlasError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(WRONG_CALL) from error
