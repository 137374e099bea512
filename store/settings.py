"""What may be set, gathered once: arguments beat environment beats defaults."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from store.errors import CallError

DEFAULT_STORE: Final = Path("atlas-store")
STORE_VARIABLE: Final = "SIGNATLAS_STORE"
WORKERS_VARIABLE: Final = "SIGNATLAS_WORKERS"
EXACT_VARIABLE: Final = "SIGNATLAS_EXACT_UP_TO"
EXACT_UP_TO: Final = 100_000
READ_ONLY_VARIABLE: Final = "SIGNATLAS_READ_ONLY"
_SWITCH: Final = {"": False, "0": False, "1": True}


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of one command.

    Attributes:
        store: the store's folder.
        workers: number of worker processes.
        exact_up_to: so many clips of signs are all compared with a query; of more, a
            graph finds nearly all of the nearest.
        read_only: whether the dashboard writes nothing and asks no SQL.
        workers_asked: whether that number was told; else there is one for each core.
    """

    store: Path
    workers: int
    exact_up_to: int = EXACT_UP_TO
    read_only: bool = False
    workers_asked: bool = False


def gather_settings(
    *,
    store: Path | None = None,
    workers: int | None = None,
    read_only: bool | None = None,
) -> Settings:
    """Return the settings in force.

    Raises:
        CallError: the environment names a number of workers or clips that is none, or
            leaves open whether the dashboard is read-only.
    """
    chosen = store or Path(os.environ.get(STORE_VARIABLE) or DEFAULT_STORE)
    only = _read_only() if read_only is None else read_only
    asked = workers is not None or bool(os.environ.get(WORKERS_VARIABLE))
    return Settings(
        chosen, _workers(workers), _exact_up_to(), only, workers_asked=asked
    )


def _workers(given: int | None) -> int:
    text = str(given) if given is not None else os.environ.get(WORKERS_VARIABLE, "")
    if not text:
        return os.cpu_count() or 1
    if not text.isdigit() or int(text) < 1:
        raise CallError(f"{text!r} is not a number of workers: give 1 or more.")
    return int(text)


def _exact_up_to() -> int:
    text = os.environ.get(EXACT_VARIABLE) or str(EXACT_UP_TO)
    if not text.isdecimal():
        raise CallError(
            f"{EXACT_VARIABLE} must be a whole number of clips, not {text!r}."
        )
    return int(text)


def _read_only() -> bool:
    text = os.environ.get(READ_ONLY_VARIABLE, "")
    if text not in _SWITCH:
        raise CallError(f"{READ_ONLY_VARIABLE} must be 1 or 0, not {text!r}.")
    return _SWITCH[text]
