"""What a piece of work costs: seconds on the clock, processor time, memory."""

import ctypes
import gc
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

Work = Callable[[], object]
Clock = Callable[[Work], float]
_PROCESS = Path("/proc/self")


@dataclass(frozen=True)
class Cost:
    """What one call of a piece of work took.

    Attributes:
        wall_s: seconds on the clock.
        cpu_s: processor time of all threads and of the child processes that ended.
        peak_mb: most memory that this process held meanwhile, MB; child processes are
            left out. NaN where the system does not tell.
    """

    wall_s: float
    cpu_s: float
    peak_mb: float


def cpu_seconds(work: Work) -> float:
    """Return the processor time that `work` takes, as in `Cost.cpu_s`."""
    begin_s = _cpu_s()
    work()
    return _cpu_s() - begin_s


def wall_seconds(work: Work) -> float:
    """Return the seconds on the clock that `work` takes."""
    begin_s = time.perf_counter()
    work()
    return time.perf_counter() - begin_s


def cost_of(work: Work) -> Cost:
    """Return what one call of `work` takes; what was freed before is given back first."""
    _forget_peak()
    wall_s, cpu_s = time.perf_counter(), _cpu_s()
    work()
    return Cost(time.perf_counter() - wall_s, _cpu_s() - cpu_s, _peak_mb())


def middle(costs: Sequence[Cost]) -> Cost:
    """Return the medians of some costs, and the highest of their peaks."""
    return Cost(
        statistics.median(cost.wall_s for cost in costs),
        statistics.median(cost.cpu_s for cost in costs),
        max(cost.peak_mb for cost in costs),
    )


def _cpu_s() -> float:
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def _forget_peak() -> None:
    gc.collect()
    if (_PROCESS / "clear_refs").exists():
        ctypes.CDLL(None).malloc_trim(0)
        # 5 sets the highest memory so far back to the present one (man 5 proc).
        (_PROCESS / "clear_refs").write_text("5")


def _peak_mb() -> float:
    try:
        told = (_PROCESS / "status").read_text("utf-8")
    except OSError:
        return float("nan")
    lines = dict(line.split(":", 1) for line in told.splitlines() if ":" in line)
    return float(lines["VmHWM"].split()[0]) / 1024
