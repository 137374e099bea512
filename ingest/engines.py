"""Where clips are read: in spawned processes of this machine.

An engine takes jobs and yields what became of each, in any order, and None about once a
second so that its caller may report. Workers are spawned, never forked: a process that
forks after MediaPipe has run hangs or aborts.
"""

import multiprocessing
import signal
import time
from collections import Counter, deque
from collections.abc import Generator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Final

from ingest.jobs import Job, Outcome, Place
from ingest.parts import is_done, remove_unfinished, write_problems
from ingest.sources import Problem
from ingest.worker import work

TICK_S: Final = 1.0
_DEATHS_ALLOWED: Final = 1
_SPAWN: Final = multiprocessing.get_context("spawn")


def run_locally(
    jobs: Sequence[Job], place: Place, *, workers: int
) -> Generator[Outcome | None]:
    """Read clips in `workers` processes.

    A worker that dies takes nothing along but the clip in hand, which is tried once more
    and then becomes a problem. When the caller stops, the workers are killed and what
    they had written of unfinished clips is taken away.
    """
    waiting = deque(jobs)
    deaths: Counter[str] = Counter()
    crew = [_Worker(place) for _ in range(min(workers, len(jobs)))]
    try:
        while waiting or any(worker.job for worker in crew):
            for worker in crew:
                if waiting and not worker.job:
                    worker.give(waiting.popleft())
            wait([worker.connection for worker in crew if worker.job], TICK_S)
            for number, worker in enumerate(crew):
                job, outcome = worker.job, worker.outcome()
                if job is None or outcome is None:
                    continue
                if isinstance(outcome, _Ended):
                    crew[number] = _Worker(place)
                    deaths[job.source.clip_id] += 1
                    if outcome.may_retry(deaths[job.source.clip_id]):
                        waiting.appendleft(job)
                        continue
                    outcome = _given_up(job, place, outcome)
                yield outcome
            yield None
    finally:
        for worker in crew:
            worker.end()


class _Ended:
    """A worker is no more, and why."""

    def __init__(self, kind: str, what: str, remedy: str) -> None:
        self.kind, self.what, self.remedy = kind, what, remedy

    def may_retry(self, deaths: int) -> bool:
        return self.kind == "worker-died" and deaths <= _DEATHS_ALLOWED


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

    def outcome(self) -> Outcome | _Ended | None:
        """Return what became of the job in hand; None while it is being done."""
        if self.job is None:
            return None
        outcome = self._received()
        minutes = (time.monotonic() - self._since_s) / 60
        if outcome is None and minutes > self._place.settings.minutes_per_clip:
            outcome = _too_slow(self._place.settings.minutes_per_clip)
        if isinstance(outcome, _Ended):
            self.end()
        elif outcome is not None:
            self.job = None
        return outcome

    def _received(self) -> Outcome | _Ended | None:
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
            remove_unfinished(self._place.store, self.job.source)


def _started(theirs: Connection, place: Place) -> SpawnProcess:
    process = _SPAWN.Process(target=work, args=(theirs, place), daemon=True)
    # Ctrl-C reaches the whole process group: it is the main process that answers it.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return process


def _died(exit_code: int | None, place: Place) -> _Ended:
    return _Ended(
        "worker-died",
        f"The process that read it ended twice, with exit code {exit_code}.",
        f"See the end of {place.log}; if memory ran out, use fewer --workers.",
    )


def _too_slow(minutes: int) -> _Ended:
    return _Ended(
        "too-slow",
        f"Reading it took more than {minutes} minutes and was given up.",
        "Cut it into signs, or make the video smaller.",
    )


def _given_up(job: Job, place: Place, ended: _Ended) -> Outcome:
    source = job.source
    problem = Problem(
        ended.kind,
        str(source.path),
        ended.what,
        ended.remedy,
        clip_id=source.clip_id,
        lost=not is_done(place.store, source),
    )
    write_problems(place.store, source, [problem], run_id=place.run_id)
    return Outcome(problems=(problem,))
