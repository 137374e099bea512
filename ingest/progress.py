"""How far an ingest is: a bar on the screen, and a note for other processes."""

import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from store import runs
from store.layout import Store
from store.runs import Run

_NOTE_EVERY_S = 1.0


class Reporter:
    """One progress bar with clips, frames per second and time left."""

    def __init__(self, store: Store, run: Run, *, done: int, left: int) -> None:
        self._store, self._run = store, run
        self._done, self._left = done, left
        self._read = self._frames = 0
        self._started_s = time.monotonic()
        self._noted_s = float("-inf")
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("clips  {task.fields[speed]}  {task.fields[left]}"),
            console=Console(stderr=True),
        )
        self._task = self._bar.add_task(
            run.corpus, total=done + left, completed=done, speed="", left=""
        )

    def __enter__(self) -> Self:
        self._bar.start()
        self.tick()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    @property
    def frames_per_s(self) -> float:
        """Frames read per second so far."""
        passed_s = time.monotonic() - self._started_s
        return self._frames / passed_s if passed_s > 0 else 0.0

    def count(self, frames: int) -> None:
        """Take in one clip, read or lost."""
        self._read += 1
        self._frames += frames

    def tick(self) -> None:
        """Bring the bar up to date, and about once a second the note."""
        left_s = self._left_s()
        self._bar.update(
            self._task,
            completed=self._done + self._read,
            speed=f"{self.frames_per_s:.0f} frames/s" if self._frames else "",
            left="" if left_s is None else f"{_minutes(left_s)} left",
        )
        if time.monotonic() - self._noted_s >= _NOTE_EVERY_S:
            self._noted_s = time.monotonic()
            self._note(left_s)

    def _note(self, left_s: float | None) -> None:
        progress = runs.Progress(
            step="ingest",
            corpus=self._run.corpus,
            done=self._done + self._read,
            total=self._done + self._left,
            frames_per_s=self.frames_per_s,
            left_ms=None if left_s is None else round(1000 * left_s),
        )
        runs.report_progress(self._store, self._run, progress)

    def _left_s(self) -> float | None:
        if not self._read:
            return None
        passed_s = time.monotonic() - self._started_s
        return passed_s / self._read * (self._left - self._read)


def _minutes(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"
