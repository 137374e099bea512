"""How far the computing of features is: a bar on the screen, and a note for others."""

import time
from types import TracebackType
from typing import Final, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from store.layout import Store
from store.runs import Progress, Run, report_progress

NOTE_EVERY_S: Final = 1.0


class FeatureProgress:
    """One progress bar with crops and time left."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._run: Run | None = None
        self._noted_s = float("-inf")
        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("crops"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        )
        self._task = self._bar.add_task("features", total=None)

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

    def begin(self, run: Run, *, total: int) -> None:
        """Show the run and how many crops it looks at."""
        self._run = run
        title = f"{run.recipe['features']} of {run.corpus}"
        self._bar.update(self._task, description=title, total=total, completed=0)
        self._note()

    def advance(self, crops: int) -> None:
        """Show that some crops more are done."""
        self._bar.advance(self._task, crops)
        if time.monotonic() - self._noted_s >= NOTE_EVERY_S:
            self._note()

    def _note(self) -> None:
        if self._run is None:
            return
        self._noted_s = time.monotonic()
        task = self._bar.tasks[self._task]
        left_s = task.time_remaining
        note = Progress(
            step="features",
            corpus=self._run.corpus,
            done=int(task.completed),
            total=int(task.total or 0),
            unit="crops",
            left_ms=None if left_s is None else round(1000 * left_s),
        )
        report_progress(self._store, self._run, note)
