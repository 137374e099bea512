"""Statements of users: each is answered by a process of its own that can do little else.

What the process may read and take, see `store.sandbox.child`. It is ended from here when
it is not wanted any more, and when it does not end by itself in time.
"""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

import pyarrow as pa

from store.errors import SqlError, StoreError
from store.label_files import counted
from store.layout import Store
from store.sandbox.job import SandboxJob, SandboxOutcome
from store.sandbox.limits import SandboxLimits

_ROOT: Final = Path(__file__).parents[2]
_LOOK_EVERY_S: Final = 0.02
_START_S: Final = 30
"""What starting may take before the limit of time begins, on a crowded machine."""
_TOO_SLOW: Final = (-signal.SIGALRM, -signal.SIGXCPU)
_TOO_LARGE: Final = (-signal.SIGABRT, -signal.SIGBUS, -signal.SIGKILL, -signal.SIGSEGV)
_INHERITED: Final = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_ENVIRONMENT: Final = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "LANG": "C.UTF-8",
    "MALLOC_ARENA_MAX": "2",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
"""So little address space is reserved that its limit is one of memory."""
_lock: Final = threading.Lock()
_running: "weakref.WeakSet[Asked]" = weakref.WeakSet()
"""The statements of this process that nobody has forgotten yet."""


@dataclass(frozen=True, slots=True)
class SqlAnswer:
    """What a statement was answered with.

    Attributes:
        statement: in SQL.
        rows: the answer; no two columns have one name.
        cut: why it is not whole: `rows` or `megabytes`; empty: it is whole.
        took_ms: how long it took, without the start of its process.
        limits: within which it was answered.
    """

    statement: str
    rows: pa.Table
    cut: str
    took_ms: int
    limits: SandboxLimits

    @property
    def told_cut(self) -> str:
        """What was left out, a sentence; empty where nothing was."""
        if not self.cut:
            return ""
        most = (
            counted(self.limits.rows, "row")
            if self.cut == "rows"
            else f"{self.limits.megabytes} MB"
        )
        return (
            f"There is more: an answer may have {most}, and these are its first "
            f"{counted(self.rows.num_rows, 'row')}. Group them, or ask for less by WHERE."
        )


class SandboxProcess:
    """A process that waits for one statement, with everything it needs loaded."""

    def __init__(self) -> None:
        self.output: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - outlives this
        self.process = subprocess.Popen(
            [sys.executable, "-S", "-P", "-m", "store.sandbox.child"],
            stdin=subprocess.PIPE,
            stdout=self.output,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env=_environment(),
            start_new_session=True,
        )
        # Also at the end of this process, and when nobody knows of it any more.
        self.end = weakref.finalize(self, _end, self.process, self.output)

    @property
    def is_alive(self) -> bool:
        """Whether it still waits or works."""
        return self.process.poll() is None

    def send(self, job: SandboxJob) -> None:
        """Tell it what to answer."""
        told = self.process.stdin
        assert told is not None, "it was started with a pipe"
        # A process that has just died is noticed by its exit code.
        with suppress(BrokenPipeError):
            told.write(job.as_json())
            told.close()


class Asked:
    """One statement that is being answered, or was."""

    def __init__(self, job: SandboxJob, process: SandboxProcess) -> None:
        self.statement = job.statement
        self.limits = job.limits
        self._root = job.root
        self._process = process
        self._since_s = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.forget()

    @property
    def elapsed_s(self) -> float:
        """Time since it was asked, in seconds."""
        return time.monotonic() - self._since_s

    def has_ended(self) -> bool:
        """Return whether there is an answer, or will be none."""
        if not self._process.end.alive:
            return True
        # It ends by itself; this is for one that cannot any more.
        if self.elapsed_s > self.limits.seconds + _START_S:
            self._process.process.kill()
        return not self._process.is_alive

    def answer(self) -> SqlAnswer:
        """Wait for the answer and return it.

        Raises:
            SqlError: there is none.
        """
        while not self.has_ended():
            time.sleep(_LOOK_EVERY_S)
        if not self._process.end.alive:
            raise SqlError("The statement was cancelled.")
        return self._read()

    def forget(self) -> None:
        """End it, if it still runs, and remove what it wrote."""
        self._process.end()

    def _read(self) -> SqlAnswer:
        code = self._process.process.returncode
        output = self._process.output
        output.seek(0)
        line = output.readline()
        if code or not line:
            raise SqlError(_why_ended(code, self.elapsed_s, self.limits))
        outcome = SandboxOutcome.from_json(line)
        if outcome.error:
            raise SqlError(self._shown(outcome.error), self._shown(outcome.where))
        with pa.ipc.open_stream(output.read()) as stream:
            rows = stream.read_all()
        return SqlAnswer(
            self.statement, rows, outcome.cut, outcome.took_ms, self.limits
        )

    def _shown(self, message: str) -> str:
        """Return a message in which the store's place on this machine is not seen."""
        return message.replace(self._root, "the store")


def ask_sql(
    store: Store,
    statement: str,
    limits: SandboxLimits,
    *,
    process: SandboxProcess | None = None,
) -> Asked:
    """Begin to answer a statement in a process of its own.

    Args:
        store: whose tables can be read; its folder may be missing.
        statement: one statement that reads, in DuckDB's SQL.
        limits: what it may take and answer.
        process: one that waits; None: one is started.

    Raises:
        SqlError: the statement is too long, or too many are being answered.
        StoreError: no process can be started.
    """
    if len(statement) > limits.characters:
        raise SqlError(
            f"The statement has {len(statement):,} characters; at most "
            f"{limits.characters:,} are read."
        )
    job = SandboxJob(str(store.root), statement, limits)
    with _lock:
        _check_running(limits)
        ready = process if process and process.is_alive else _started()
        asked = Asked(job, ready)
        _running.add(asked)
    ready.send(job)
    return asked


def _check_running(limits: SandboxLimits) -> None:
    if sum(not asked.has_ended() for asked in _running) >= limits.at_once:
        raise SqlError(
            f"{limits.at_once} statements are being answered already: wait a moment, "
            "then run it again."
        )


def _started() -> SandboxProcess:
    try:
        return SandboxProcess()
    except OSError as error:
        raise StoreError(
            f"No process could be started to answer the statement: {error.strerror}."
        ) from error


def _environment() -> dict[str, str]:
    """Return what the process is told of this machine: where Python's modules are."""
    modules = [str(_ROOT), *(entry for entry in sys.path if entry)]
    kept = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return {**_ENVIRONMENT, **kept, "PYTHONPATH": os.pathsep.join(modules)}


def _why_ended(code: int, elapsed_s: float, limits: SandboxLimits) -> str:
    if code in _TOO_SLOW or elapsed_s > limits.seconds + _START_S:
        return (
            f"The statement took more than {limits.seconds} s and was ended. Ask for "
            "fewer rows, or join on more columns."
        )
    if code in _TOO_LARGE:
        return (
            "The process that answered the statement was ended; it probably needed more "
            f"than {limits.memory_mb} MB of memory. Ask for fewer rows or columns."
        )
    return f"The process that answered the statement ended with code {code}."


def _end(process: "subprocess.Popen[bytes]", output: IO[bytes]) -> None:
    process.kill()
    process.wait()
    if process.stdin is not None:
        with suppress(BrokenPipeError):
            process.stdin.close()
    output.close()
