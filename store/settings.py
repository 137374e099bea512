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
        remote: the store's address where it is on object storage; `store` is unused then.
    """

    store: Path
    workers: int
    exact_up_to: int = EXACT_UP_TO
    read_only: bool = False
    workers_asked: bool = False
    remote: str = ""


def gather_settings(
    *,
    store: Path | str | None = None,
    workers: int | None = None,
    read_only: bool | None = None,
    remote_too: bool = False,
) -> Settings:
    """Return the settings in force.

    Args:
        store: what the command was given, as are the next two.
        workers: number of processes.
        read_only: whether nothing is to be written.
        remote_too: whether the command can use a store on object storage.

    Raises:
        CallError: the environment names a number of workers or clips that is none, or
            leaves open whether the dashboard is read-only; or the store is on object
            storage, and the command needs a folder.
    """
    chosen = str(store or os.environ.get(STORE_VARIABLE) or DEFAULT_STORE)
    remote = _remote(chosen)
    if remote and not remote_too:
        raise CallError(
            f"This command needs a store in a folder: `signatlas fetch {remote} --store "
            "FOLDER` brings it there."
        )
    only = _read_only() if read_only is None else read_only
    asked = workers is not None or bool(os.environ.get(WORKERS_VARIABLE))
    return Settings(
        Path(chosen),
        _workers(workers),
        _exact_up_to(),
        only,
        workers_asked=asked,
        remote=remote,
    )


def _remote(chosen: str) -> str:
    """Return the address of a store on object storage; empty where it is a folder."""
    scheme, _, rest = chosen.partition(":")
    # A path has lost one of the two slashes.
    return f"{scheme}://{rest.lstrip('/')}" if scheme == "s3" else ""


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
