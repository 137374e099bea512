"""How far a run is: one bar on the screen, and about once a second a note for others."""

import time
from types import TracebackType
from typing import Final, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from store.layout import Store
from store.runs import Progress, Run, report_progress

NOTE_EVERY_S: Final = 1.0


class RunBar:
    """A bar of what a run has done, with the time left."""

    def __init__(self, store: Store, step: str, unit: str) -> None:
        """Make a bar that stands still until `begin`.

        Args:
            store: where the note is left.
            step: what is being done, in words.
            unit: what is counted, e.g. `clips`.
        """
        self._store, self._step, self._unit = store, step, unit
        self._run: Run | None = None
        self._noted_s = float("-inf")
        self._frames_per_s = 0.0
        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn(unit + "  {task.fields[told]}"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        )
        self._task = self._bar.add_task(step, total=None, told="")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def begin(self, run: Run, *, total: int, done: int = 0, title: str = "") -> None:
        """Show a run, how much it has to do, and how much of that was done before."""
        self._run = run
        named = title or f"{self._step} of {run.corpus}"
        self._bar.reset(self._task, total=total, completed=done, description=named)
        self._note()

    def advance(
        self, count: int = 1, *, told: str = "", frames_per_s: float = 0.0
    ) -> None:
        """Show that some more are done.

        Args:
            count: how many; 0: only time has passed.
            told: figures beside the bar.
            frames_per_s: for the note.
        """
        self._frames_per_s = frames_per_s
        self._bar.update(self._task, advance=count, told=told)
        if time.monotonic() - self._noted_s >= NOTE_EVERY_S:
            self._note()

    def _note(self) -> None:
        if self._run is None:
            return
        self._noted_s = time.monotonic()
        task = self._bar.tasks[self._task]
        left_s = task.time_remaining
        note = Progress(
            step=self._step,
            corpus=self._run.corpus,
            done=int(task.completed),
            total=int(task.total or 0),
            unit=self._unit,
            frames_per_s=self._frames_per_s,
            left_ms=None if left_s is None else round(1000 * left_s),
        )
        report_progress(self._store, self._run, note)
