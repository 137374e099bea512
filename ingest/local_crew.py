"""Workers in processes of this machine.

They are spawned, never forked: a process that forks after MediaPipe has run hangs or
aborts.
"""

import multiprocessing
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any, Final

from ingest.clean_up import clean_up
from ingest.engines import Ended, too_slow
from ingest.jobs import Job, Outcome, Place
from ingest.worker import work

_SPAWN: Final = multiprocessing.get_context("spawn")


class LocalCrew:
    """A `Crew` of `workers` processes."""

    def __init__(self, place: Place, *, workers: int) -> None:
        self._place = place
        self._workers = [_Worker(place) for _ in range(workers)]

    @property
    def busy(self) -> int:
        """How many clips are in hand."""
        return sum(worker.job is not None for worker in self._workers)

    def start(self, job: Job) -> bool:
        """Give a clip to a worker; return False where none is free now."""
        free = next((worker for worker in self._workers if not worker.job), None)
        if free is None:
            return False
        free.give(job)
        return True

    def finished(self, seconds: float) -> Sequence[tuple[Job, Outcome | Ended]]:
        """Return what became of clips in hand; wait for the first so long at most."""
        wait([worker.connection for worker in self._workers if worker.job], seconds)
        done = []
        for number, worker in enumerate(self._workers):
            job, outcome = worker.job, worker.outcome()
            if job is None or outcome is None:
                continue
            if isinstance(outcome, Ended):
                self._workers[number] = _Worker(self._place)
            done.append((job, outcome))
        return done

    def close(self) -> None:
        """End the workers; what they had written of clips in hand is taken away."""
        for worker in self._workers:
            worker.end()


class _Worker:
    """One worker process, seen from the main process."""

    def __init__(self, place: Place) -> None:
        self.job: Job | None = None
        self._place = place
        self._since_s = 0.0
        self.connection, theirs = _SPAWN.Pipe()
        self._process = _started(theirs, place)
        theirs.close()

    def give(self, job: Job) -> None:
        self.job = job
        self._since_s = time.monotonic()
        try:
            self.connection.send(job)
        except (BrokenPipeError, ConnectionResetError):
            # It died while idle; `outcome` will notice.
            return

    def outcome(self) -> Outcome | Ended | None:
        """Return what became of the job in hand; None while it is being done."""
        if self.job is None:
            return None
        outcome = self._received()
        minutes = (time.monotonic() - self._since_s) / 60
        if outcome is None and minutes > self._place.settings.minutes_per_clip:
            outcome = too_slow(self._place.settings.minutes_per_clip)
        if isinstance(outcome, Ended):
            self.end()
        elif outcome is not None:
            self.job = None
        return outcome

    def _received(self) -> Outcome | Ended | None:
        try:
            if self.connection.poll():
                received: Outcome = self.connection.recv()
                return received
        except (EOFError, ConnectionResetError):
            self._process.join()
            return _died(self._process.exitcode, self._place)
        return None

    def end(self) -> None:
        """Kill the process; what it had written of a clip in hand is taken away."""
        self._process.kill()
        self._process.join()
        self.connection.close()
        if self.job is not None:
            clean_up(self._place, self.job.source)


def _started(theirs: Connection, place: Place) -> SpawnProcess:
    process = _SPAWN.Process(target=work, args=(theirs, place), daemon=True)
    # Ctrl-C reaches the whole process group: it is the main process that answers it.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        with _without_program():
            process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return process


@contextmanager
def _without_program() -> Iterator[None]:
    """Let a process start without the program that this one runs.

    A spawned process imports the program's main module, which is every command there
    is: a second that no worker needs.
    """
    main = vars(sys.modules["__main__"])
    told: dict[str, Any] = {
        name: main.pop(name) for name in ("__file__", "__spec__") if name in main
    }
    main["__spec__"] = None
    try:
        yield
    finally:
        main.update(told)


def _died(exit_code: int | None, place: Place) -> Ended:
    return Ended(
        "worker-died",
        f"The process that read it ended twice, with exit code {exit_code}.",
        f"See the end of {place.log}; if memory ran out, use fewer --workers.",
    )
