"""How much of the machine a process may take that opens what strangers have made."""

import resource
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from store.limits import check_limits, limits_from

VARIABLE_PREFIX: Final = "SIGNATLAS_INGEST_"
_MEGABYTE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """Limits of one worker.

    Attributes:
        memory_mb: memory of its own that it may take, shared libraries not counted;
            MediaPipe takes about 400, a video of 8K frames 1,500.
    """

    memory_mb: int = 4096

    def __post_init__(self) -> None:
        check_limits(self, VARIABLE_PREFIX)


def gather_worker_limits(
    environment: Mapping[str, str] | None = None,
) -> WorkerLimits:
    """Return the limits in force: the environment's, e.g. `SIGNATLAS_INGEST_MEMORY_MB`.

    Raises:
        CallError: one of them is no whole number of 1 or more.
    """
    return limits_from(environment, WorkerLimits, VARIABLE_PREFIX)


def confine(limits: WorkerLimits) -> None:
    """Let the kernel refuse this process more memory than it may take.

    A file that makes a decoder ask for more then costs that file alone, not the machine.
    """
    most = limits.memory_mb * _MEGABYTE
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
