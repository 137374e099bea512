"""What may be set, gathered once: arguments beat environment beats defaults."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from store.errors import CallError

DEFAULT_STORE: Final = Path("atlas-store")
STORE_VARIABLE: Final = "SIGNATLAS_STORE"
WORKERS_VARIABLE: Final = "SIGNATLAS_WORKERS"


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of one command.

    Attributes:
        store: the store's folder.
        workers: number of worker processes.
    """

    store: Path
    workers: int


def gather_settings(
    *, store: Path | None = None, workers: int | None = None
) -> Settings:
    """Return the settings in force.

    Raises:
        CallError: the environment names a number of workers that is none.
    """
    chosen = store or Path(os.environ.get(STORE_VARIABLE) or DEFAULT_STORE)
    return Settings(chosen, _workers(workers))


def _workers(given: int | None) -> int:
    text = str(given) if given is not None else os.environ.get(WORKERS_VARIABLE, "")
    if not text:
        return os.cpu_count() or 1
    if not text.isdigit() or int(text) < 1:
        raise CallError(f"{text!r} is not a number of workers: give 1 or more.")
    return int(text)
