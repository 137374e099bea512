"""How every command ends: with a sentence and an exit code, never a traceback."""

import errno
import sys
from io import TextIOWrapper
from typing import Final

import typer

from store.errors import AtlasError
from store.plain_text import visible

WRONG_CALL: Final = 2
_OF_THE_DISK: Final = (
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EFBIG,
    errno.EROFS,
    errno.EACCES,
    errno.EPERM,
    errno.EIO,
)


def run_app(app: typer.Typer) -> None:
    """Run a command line; an `AtlasError` becomes its sentence and exit code 2.

    So does a disk that refuses, whatever was to be written.
    """
    if isinstance(sys.stdout, TextIOWrapper):
        # Names of files may hold bytes that are no Unicode.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        app()
    except AtlasError as error:
        sys.stderr.write(f"{visible(str(error))}\n")
        raise SystemExit(WRONG_CALL) from error
    except OSError as error:
        if error.errno not in _OF_THE_DISK:
            raise
        place = f" {error.filename}" if error.filename else ""
        sys.stderr.write(
            f"The disk refuses{place}: {error.strerror}. Free space, or see that you "
            "may write there, then run the same command again.\n"
        )
        raise SystemExit(WRONG_CALL) from error
