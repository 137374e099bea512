"""How far an ingest is: clips, and frames read per second; see `store.run_bar`."""

import time

from store.layout import Store
from store.run_bar import RunBar
from store.runs import Run


class Reporter(RunBar):
    """A bar of clips with frames per second."""

    def __init__(self, store: Store, run: Run, *, done: int, left: int) -> None:
        super().__init__(store, "ingest", "clips")
        self._frames = 0
        self._started_s = time.monotonic()
        self.begin(run, total=done + left, done=done)

    @property
    def frames_per_s(self) -> float:
        """Frames read per second so far."""
        passed_s = time.monotonic() - self._started_s
        return self._frames / passed_s if passed_s > 0 else 0.0

    def count(self, frames: int) -> None:
        """Take in one clip, read or lost."""
        self._frames += frames
        self._tell(1)

    def tick(self) -> None:
        """Let the bar know that time has passed."""
        self._tell(0)

    def _tell(self, clips: int) -> None:
        speed = self.frames_per_s
        told = f"{speed:.0f} frames/s" if self._frames else ""
        self.advance(clips, told=told, frames_per_s=speed)
