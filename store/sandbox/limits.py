"""How much of the machine one statement of a user may take, and how much it may answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from store.limits import check_limits, limits_from

VARIABLE_PREFIX: Final = "SIGNATLAS_SQL_"


@dataclass(frozen=True, slots=True)
class SandboxLimits:
    """Limits of one statement.

    Attributes:
        seconds: it is ended after this time.
        memory_mb: DuckDB may hold so much; nothing is spilled to the disk.
        threads: processors it may use.
        rows: an answer is cut after so many.
        megabytes: an answer is cut before it is larger, as Arrow holds it.
        characters: longer statements are refused.
        at_once: so many statements of one server are answered at the same time.
    """

    seconds: int = 30
    memory_mb: int = 1024
    threads: int = 2
    rows: int = 100_000
    megabytes: int = 64
    characters: int = 100_000
    at_once: int = 4

    def __post_init__(self) -> None:
        check_limits(self, VARIABLE_PREFIX)


def gather_sandbox_limits(
    environment: Mapping[str, str] | None = None,
) -> SandboxLimits:
    """Return the limits in force: the environment's, e.g. `SIGNATLAS_SQL_SECONDS`.

    Raises:
        CallError: one of them is no whole number of 1 or more.
    """
    return limits_from(environment, SandboxLimits, VARIABLE_PREFIX)
