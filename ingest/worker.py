"""A worker process: reads the clips it is sent and writes their rows itself."""

import os
import sys
import threading
from collections.abc import Callable
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path

from ingest.jobs import Job, Outcome, Place
from ingest.limits import confine
from store.errors import AtlasError


def work(jobs: Connection, place: Place) -> None:
    """Read clips until there are none left. The body of a worker process."""
    _talk_into(place.log)
    _end_with_parent()
    confine(place.limits)
    from ingest.shipping import clip_process  # noqa: PLC0415 - MediaPipe loads in workers only

    process = clip_process(place)
    while True:
        try:
            job = jobs.recv()
        except EOFError:
            return
        jobs.send(outcome_of(process.run, job))


def outcome_of(run: Callable[[Job], Outcome], job: Job) -> Outcome:
    """Return what becomes of a clip; what ends the whole ingest is told as a failure."""
    try:
        return run(job)
    except AtlasError as error:
        return Outcome(failure=str(error))
    except OSError as error:
        # Files of the corpus are read under MediaError: what is left is the store.
        return Outcome(failure=f"The store cannot be written: {error}.")


def _talk_into(log: Path) -> None:
    """Send what native libraries print, and tracebacks, to a file instead of the screen."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as file:
        os.dup2(file.fileno(), sys.stderr.fileno())


def _end_with_parent() -> None:
    """Make sure that no worker goes on when the main process was killed."""
    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
