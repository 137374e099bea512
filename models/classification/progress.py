"""How far a training is: a bar on the screen, and a note for other processes."""

import time
from types import TracebackType
from typing import Final, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from models.training import Figures
from store.layout import Store
from store.runs import Progress, Run, report_progress

NOTE_EVERY_S: Final = 1.0


class TrainingProgress:
    """One progress bar with epochs and time left; call it after each epoch."""

    def __init__(self, store: Store, run: Run, *, epochs: int) -> None:
        self._store, self._run = store, run
        self._noted_s = float("-inf")
        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("epochs  {task.fields[figures]}"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        )
        name = f"train {run.recipe['name']}"
        self._task = self._bar.add_task(name, total=epochs, figures="")

    def __enter__(self) -> Self:
        self._bar.start()
        self._note()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def __call__(self, epoch: int, figures: Figures) -> None:
        """Show the figures of an epoch."""
        shown = ", ".join(f"{name} {value:.3f}" for name, value in figures.items())
        self._bar.update(self._task, advance=1, figures=shown)
        if time.monotonic() - self._noted_s >= NOTE_EVERY_S:
            self._note()

    def _note(self) -> None:
        self._noted_s = time.monotonic()
        task = self._bar.tasks[self._task]
        left_s = task.time_remaining
        note = Progress(
            step="train",
            corpus=self._run.corpus,
            done=int(task.completed),
            total=int(task.total or 0),
            unit="epochs",
            left_ms=None if left_s is None else round(1000 * left_s),
        )
        report_progress(self._store, self._run, note)
