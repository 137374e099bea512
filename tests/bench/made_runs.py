"""Made-up measurements, for tests of the harness."""

from dataclasses import replace

from tests.bench.conditions import Conditions
from tests.bench.costs import Cost
from tests.bench.growth import Growth
from tests.bench.kept import AreaRun, BenchRun, Measured
from tests.bench.ratios import Ratio, ratio_of

QUIET = Conditions("2 cores, 8 GiB", {"numpy": "1.26"}, load=0.1, cores=2)
BUSY = replace(QUIET, load=5.0)


def ratio(
    value: float = 1.0,
    *,
    spread: float = 0.0,
    name: str = "bench/made/thing/ratio",
    gain: bool = False,
    floor: float | None = None,
    ceiling: float | None = None,
) -> Ratio:
    pairs = [(value - spread, 1.0), (value, 1.0), (value + spread, 1.0)]
    made = ratio_of(
        name, pairs, meaning="ours over theirs", data="10 made rows", floor=floor
    )
    return replace(made, gain=gain, ceiling=ceiling)


def growth(exponent: float, spread: float = 0.0, last_step: float = 1.0) -> Growth:
    return Growth(
        name="bench/growth/thing/exponent",
        sizes=(1_000, 10_000),
        costs=(Cost(0.1, 0.1, 50.0), Cost(1.0, 1.0, 80.0)),
        exponent=exponent,
        low=exponent - spread,
        high=exponent + spread,
        last_step=last_step,
        data="made rows",
        repeats=3,
    )


def run_with(*measured: Measured, where: Conditions = QUIET) -> BenchRun:
    return BenchRun("2026-01-01", where, [AreaRun("made", list(measured))])
