"""Measuring one thing against the bare tool that does the same work, in the same run."""

import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from tests.bench.costs import (
    Clock,
    Cost,
    Work,
    cost_of,
    cpu_seconds,
    middle,
    wall_seconds,
)

__all__ = ["Ratio", "compare", "cpu_seconds", "machine", "ratio_of", "wall_seconds"]


@dataclass(frozen=True)
class Ratio:
    """Ours against the bare tool.

    Attributes:
        name: what was measured, `bench/<area>/<case>/ratio`.
        ours, bare: medians over the repeats, in `unit`: what the ratio is formed of.
        ratio: the figure to judge, as `meaning` says.
        low, high: smallest and largest ratio over the repeats.
        meaning: how the ratio was formed.
        data: what it was measured on.
        repeats: interleaved repeats of both.
        gain: whether more is better.
        floor, ceiling: what is required of it; None where nothing is.
        on_clock: whether it is of seconds on the clock, which other work makes longer.
        ours_cost, bare_cost: medians of all that a call takes; None where only the
            judged amount was measured.
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
    gain: bool = False
    floor: float | None = None
    ceiling: float | None = None
    on_clock: bool = False
    ours_cost: Cost | None = None
    bare_cost: Cost | None = None

    @property
    def required(self) -> str:
        """What is required, in words; empty where nothing is."""
        if self.floor is not None:
            return f"at least {self.floor:g}"
        return "" if self.ceiling is None else f"at most {self.ceiling:g}"

    @property
    def missed(self) -> bool:
        """Whether the ratio is not what is required."""
        too_low = self.floor is not None and self.ratio < self.floor
        return too_low or (self.ceiling is not None and self.ratio > self.ceiling)


def compare(
    name: str,
    ours: Work,
    bare: Work,
    *,
    meaning: str,
    data: str,
    repeats: int = 3,
    clock: Clock = cpu_seconds,
    gain: bool = False,
    floor: float | None = None,
    ceiling: float | None = None,
) -> Ratio:
    """Measure both in turns and return cost of ours over cost of the bare tool.

    Args:
        name: of the ratio.
        ours, bare: the work; both are called once before, to warm up.
        meaning: how to read the ratio.
        data: what it is measured on.
        repeats: how many times each.
        clock: which cost is judged: `cpu_seconds` or `wall_seconds`.
        gain: turn the ratio over: cost of the bare tool over cost of ours.
        floor, ceiling: what is required of the ratio.
    """
    ours()
    bare()
    pairs = [(cost_of(ours), cost_of(bare)) for _ in range(repeats)]
    on_clock = clock is wall_seconds
    judged = partial(_judged, on_clock=on_clock)
    return ratio_of(
        name,
        [(judged(of_ours), judged(of_bare)) for of_ours, of_bare in pairs],
        meaning=meaning,
        data=data,
        gain=gain,
        floor=floor,
        ceiling=ceiling,
        clock=clock,
        costs=pairs,
    )


def ratio_of(
    name: str,
    pairs: Sequence[tuple[float, float]],
    *,
    meaning: str,
    data: str,
    gain: bool = False,
    unit: str = "s",
    floor: float | None = None,
    ceiling: float | None = None,
    clock: Clock = wall_seconds,
    costs: Sequence[tuple[Cost, Cost]] = (),
) -> Ratio:
    """Return the ratio of amounts measured in pairs (ours, bare).

    Args:
        name: of the ratio.
        pairs: what was measured, or what is allowed in place of the bare tool.
        meaning: how to read the ratio.
        data: what it is measured on.
        gain: turn the ratio over: that of the bare tool over ours.
        unit: of the amounts.
        floor, ceiling: what is required of the ratio.
        clock: how seconds were taken; of no weight for other units.
        costs: all that the same calls took, where it was measured.
    """
    single = [bare / ours if gain else ours / bare for ours, bare in pairs]
    formed = Ratio(
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
        gain=gain,
        floor=floor,
        ceiling=ceiling,
        on_clock=unit == "s" and clock is wall_seconds,
        ours_cost=middle([ours for ours, _ in costs]) if costs else None,
        bare_cost=middle([bare for _, bare in costs]) if costs else None,
    )
    print(f"  {name} {formed.ratio:.3g}", flush=True)
    return formed


def _judged(cost: Cost, *, on_clock: bool) -> float:
    return cost.wall_s if on_clock else cost.cpu_s


def machine() -> str:
    """Return the machine in words, without its name."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores {platform.machine()}, {memory:.0f} GiB, "
        f"Python {platform.python_version()}"
    )
