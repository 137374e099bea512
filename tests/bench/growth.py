"""How a cost grows with size: the exponent e of cost = a * size ** e.

Reference: the slope of a least-squares line through log cost over log size.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final

import numpy as np

from tests.bench.costs import Cost, Work, cost_of, middle

STEEP: Final = 1.2
"""A cost that grows with a higher exponent is marked."""
REPEATS: Final = 3
SHORTEST_S: Final = 0.02
"""Shorter work is done several times for one cost: clocks count in hundredths."""
MOST_CALLS: Final = 64

Works = Mapping[str, Work]
Prepared = Callable[[int], AbstractContextManager[Works]]


@dataclass(frozen=True)
class Growth:
    """The cost of one thing at several sizes.

    Attributes:
        name: what was measured, `bench/growth/<case>/exponent`.
        sizes: rows, ascending.
        costs: medians of a call at each size.
        exponent: of processor time, fitted to the medians; NaN for fewer than two sizes.
        low, high: smallest and largest exponent, fitted to each repeat by itself.
        last_step: exponent between the two largest sizes. What does not grow flattens
            the fit at small sizes; here it weighs least.
        data: what it was measured on.
        repeats: calls at each size.
    """

    name: str
    sizes: tuple[int, ...]
    costs: tuple[Cost, ...]
    exponent: float
    low: float
    high: float
    last_step: float
    data: str
    repeats: int

    @property
    def steep(self) -> bool:
        """Whether the cost grows faster than `STEEP` allows, in the fit or at its end."""
        return max(self.exponent, self.last_step) > STEEP


def grown(
    prepare: Prepared,
    *,
    sizes: Sequence[int],
    data: str,
    repeats: int = REPEATS,
) -> list[Growth]:
    """Measure pieces of work at each size and fit how their processor time grows.

    Args:
        prepare: makes the data of a size, which costs nothing here, and gives the work
            on it by name.
        sizes: ascending.
        data: what it is measured on.
        repeats: costs taken at each size, after one call to warm up.
    """
    taken: dict[str, list[list[Cost]]] = {}
    for size in sizes:
        with prepare(size) as works:
            for name, work in works.items():
                costs = _costs(work, repeats)
                taken.setdefault(name, []).append(costs)
                told = middle(costs)
                print(
                    f"  {name} {size:,}: {told.cpu_s:.4f} s, {told.peak_mb:.0f} MB",
                    flush=True,
                )
    return [_growth(name, sizes, costs, data) for name, costs in taken.items()]


def up_to_most(sizes: Sequence[int]) -> tuple[int, ...]:
    """Return the sizes that `$GROWTH_BENCH_ROWS` allows; unset: all."""
    most = int(os.environ.get("GROWTH_BENCH_ROWS", max(sizes)))
    return tuple(size for size in sizes if size <= most)


def _growth(
    name: str, sizes: Sequence[int], taken: Sequence[Sequence[Cost]], data: str
) -> Growth:
    repeats = len(taken[0])
    each = [
        fitted_exponent(sizes, [costs[number].cpu_s for costs in taken])
        for number in range(repeats)
    ]
    medians = [middle(costs) for costs in taken]
    cpu_s = [cost.cpu_s for cost in medians]
    return Growth(
        name=f"bench/growth/{name}/exponent",
        sizes=tuple(sizes),
        costs=tuple(medians),
        exponent=fitted_exponent(sizes, cpu_s),
        low=min(each),
        high=max(each),
        last_step=fitted_exponent(sizes[-2:], cpu_s[-2:]),
        data=data,
        repeats=repeats,
    )


def fitted_exponent(sizes: Sequence[int], costs: Sequence[float]) -> float:
    """Return the exponent with which costs grow; NaN for fewer than two sizes."""
    if len(sizes) < 2:
        return float("nan")
    # A cost too short for the clock counts as its tick.
    logs = np.log(np.maximum(costs, 1e-6))
    return float(np.polyfit(np.log(sizes), logs, 1)[0])


def _costs(work: Work, repeats: int) -> list[Cost]:
    first_s = cost_of(work).wall_s
    calls = int(np.clip(SHORTEST_S / max(first_s, 1e-9), 1, MOST_CALLS))
    every = [cost_of(lambda: _several(work, calls)) for _ in range(repeats)]
    return [_one_of(cost, calls) for cost in every]


def _several(work: Work, calls: int) -> None:
    for _ in range(calls):
        work()


def _one_of(cost: Cost, calls: int) -> Cost:
    return Cost(cost.wall_s / calls, cost.cpu_s / calls, cost.peak_mb)
