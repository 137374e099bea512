"""Measuring one thing against the bare tool that does the same work, in the same run."""

import json
import os
import platform
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True)
class Ratio:
    """Ours against the bare tool.

    Attributes:
        name: what was measured, `bench/<area>/<case>/ratio`.
        ours, bare: medians over the repeats, in `unit`.
        ratio: the figure to judge, as `meaning` says.
        meaning: how the ratio was formed and what is required of it.
        low, high: smallest and largest ratio over the repeats.
        data: what it was measured on.
        repeats: interleaved repeats of both.
        peak_mb: peak memory of the process afterwards, MB.
    """

    name: str
    ours: float
    bare: float
    unit: str
    ratio: float
    low: float
    high: float
    meaning: str
    data: str
    repeats: int
    peak_mb: float


def cpu_seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds (all threads, this process) that `work` takes."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def wall_seconds(work: Callable[[], object]) -> float:
    """Return the seconds on the clock that `work` takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def compare(
    name: str,
    ours: Callable[[], object],
    bare: Callable[[], object],
    *,
    meaning: str,
    data: str,
    repeats: int = 3,
    clock: Callable[[Callable[[], object]], float] = cpu_seconds,
    gain: bool = False,
) -> Ratio:
    """Measure both in turns and return cost of ours over cost of the bare tool.

    Args:
        name: of the ratio.
        ours, bare: the work; both are called once before, to warm up.
        meaning: how to read the ratio.
        data: what it is measured on.
        repeats: how many times each.
        clock: what a cost is: CPU seconds or seconds on the clock.
        gain: turn the ratio over: cost of the bare tool over cost of ours.
    """
    ours()
    bare()
    pairs = [(clock(ours), clock(bare)) for _ in range(repeats)]
    return ratio_of(name, pairs, meaning=meaning, data=data, gain=gain)


def ratio_of(
    name: str,
    pairs: Sequence[tuple[float, float]],
    *,
    meaning: str,
    data: str,
    gain: bool = False,
    unit: str = "s",
) -> Ratio:
    """Return the ratio of costs measured in pairs (ours, bare)."""
    single = [bare / ours if gain else ours / bare for ours, bare in pairs]
    return Ratio(
        name=name,
        ours=statistics.median(ours for ours, _ in pairs),
        bare=statistics.median(bare for _, bare in pairs),
        unit=unit,
        ratio=statistics.median(single),
        low=min(single),
        high=max(single),
        meaning=meaning,
        data=data,
        repeats=len(pairs),
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


def machine() -> str:
    """Return the machine in words, without its name."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores {platform.machine()}, {memory:.0f} GiB, "
        f"Python {platform.python_version()}"
    )


def report(ratios: Sequence[Ratio], path: Path) -> None:
    """Print a table beside the last one, and keep this one."""
    last = {}
    if path.exists():
        last = {
            row["name"]: row["ratio"] for row in json.loads(path.read_text())["ratios"]
        }
    print(f"\n{machine()}, {datetime.now(UTC):%Y-%m-%d}")
    print(
        f"{'what':44} {'ours':>10} {'bare':>10} {'ratio':>7} {'range':>15} {'last':>7}"
    )
    for row in ratios:
        before = f"{last[row.name]:.2f}" if row.name in last else "-"
        print(
            f"{row.name:44} {row.ours:8.3f} {row.unit} {row.bare:8.3f} {row.unit} "
            f"{row.ratio:7.2f} {f'{row.low:.2f}..{row.high:.2f}':>15} {before:>7}"
            f"  {row.meaning}"
        )
    kept = {
        "machine": machine(),
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "ratios": [asdict(row) for row in ratios],
    }
    path.write_text(json.dumps(kept, indent=1) + "\n")
