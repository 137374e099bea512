"""Where a process waits that has loaded already what the next visitor will need."""

import threading
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar


class Waiting(Protocol):
    """A process that can wait."""

    @property
    def is_alive(self) -> bool:
        """Whether it still waits."""


Process = TypeVar("Process", bound=Waiting)


class Porch(Generic[Process]):
    """Where one process waits, ready for the next visitor, whoever that is."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: Process | None = None

    def wait(self, start: Callable[[], Process]) -> None:
        """Make sure that a process waits; start one if none does."""
        with self._lock:
            if self._waiting is None or not self._waiting.is_alive:
                self._waiting = start()

    def leave(self) -> Process | None:
        """Return the process that waits, which waits no more; None: none does."""
        with self._lock:
            waiting, self._waiting = self._waiting, None
        return waiting if waiting is not None and waiting.is_alive else None
