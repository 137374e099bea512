"""The harness of `make bench`: what it fits, measures, compares and requires."""

import math
import time
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from tests.bench.conditions import conditions
from tests.bench.costs import Cost, Work, cost_of
from tests.bench.growth import fitted_exponent, grown
from tests.bench.kept import AreaRun, Measured, add_run, last_of, load_runs
from tests.bench.made_runs import BUSY, QUIET, growth, ratio, run_with
from tests.bench.ratios import compare, wall_seconds
from tests.bench.report import missed, slower, table


def test_fitted_exponent__one_size_tells_nothing() -> None:
    assert math.isnan(fitted_exponent([1_000], [0.5]))


@pytest.mark.parametrize("exponent", [0.0, 1.0, 2.0])
def test_fitted_exponent__of_a_known_power(exponent: float) -> None:
    sizes = (1_000, 10_000, 100_000, 1_000_000)
    costs = [3e-6 * size**exponent for size in sizes]

    assert fitted_exponent(sizes, costs) == pytest.approx(exponent)


def test_grown__each_repeat_is_fitted_too(monkeypatch: pytest.MonkeyPatch) -> None:
    factors = iter([1.0, 1.0, 2.0, 1.0, 1.0, 1.0, 1.0, 1.0])

    worked: list[int] = []

    def made_cost(work: Work) -> Cost:
        work()
        return Cost(0.5, worked[-1] * next(factors), worked[-1] / 10)

    monkeypatch.setattr("tests.bench.growth.cost_of", made_cost)

    (found,) = grown(
        lambda size: nullcontext({"made": partial(worked.append, size)}),
        sizes=(1_000, 10_000),
        data="made",
    )

    assert found.name == "bench/growth/made/exponent"
    assert found.exponent == found.last_step == pytest.approx(1.0)
    assert (found.low, found.high) == pytest.approx((1 - np.log10(2), 1.0))
    assert [cost.cpu_s for cost in found.costs] == [1_000, 10_000]
    assert [cost.peak_mb for cost in found.costs] == [100, 1_000]


def test_steep__at_the_end_too() -> None:
    assert not growth(1.1, last_step=1.1).steep
    assert growth(1.3).steep
    assert growth(0.9, last_step=1.5).steep


def test_cost_of__the_memory_of_this_piece_not_of_the_one_before() -> None:
    megabytes = 200

    before = cost_of(lambda: None)
    large = cost_of(lambda: np.ones(megabytes << 17).sum())
    after = cost_of(lambda: None)

    assert large.peak_mb - before.peak_mb == pytest.approx(megabytes, rel=0.2)
    assert after.peak_mb < before.peak_mb + megabytes / 4


def test_compare__keeps_both_clocks_and_judges_the_one_asked_for() -> None:
    found = compare(
        "bench/made/sleep/ratio",
        lambda: time.sleep(0.02),
        lambda: time.sleep(0.01),
        meaning="ours over theirs",
        data="made",
        clock=wall_seconds,
    )

    assert found.ours_cost is not None
    assert found.ours_cost.wall_s == found.ours >= 0.02
    assert found.ours_cost.cpu_s < found.ours
    assert found.on_clock


@pytest.mark.parametrize(
    ("value", "floor", "ceiling", "expected"),
    [
        (1.0, None, None, False),
        (1.0, 1.0, None, False),
        (0.9, 1.0, None, True),
        (1.0, None, 1.0, False),
        (1.1, None, 1.0, True),
    ],
)
def test_missed__below_the_floor_or_above_the_ceiling(
    value: float, floor: float | None, ceiling: float | None, expected: bool
) -> None:
    assert ratio(value, floor=floor, ceiling=ceiling).missed is expected


def test_missed__names_bounds_and_failed_areas() -> None:
    run = run_with(ratio(0.5, floor=0.9), ratio(2.0))
    failed = AreaRun("broken", [], "ValueError: no")
    told = missed(replace(run, areas=[*run.areas, failed]))

    assert told == [
        "bench/made/thing/ratio is 0.5, required is at least 0.9.",
        "Area broken failed: ValueError: no",
    ]


@pytest.mark.parametrize(
    ("now", "last", "expected"),
    [
        (ratio(1.0), None, False),
        (ratio(1.0, spread=0.1), ratio(0.95, spread=0.1), False),
        (ratio(1.5, spread=0.1), ratio(1.0, spread=0.1), True),
        (ratio(1.0, spread=0.1), ratio(1.5, spread=0.1), False),
        (ratio(1.01), ratio(1.0), False),
        (ratio(0.5, gain=True), ratio(1.0, gain=True), True),
        (ratio(1.5, gain=True), ratio(1.0, gain=True), False),
        (growth(1.4, 0.1), growth(1.0, 0.1), True),
        (growth(1.1, 0.1), growth(1.0, 0.1), False),
        (growth(1.4), replace(growth(1.0), sizes=(10, 20)), False),
    ],
)
def test_slower__only_where_the_ranges_are_apart(
    now: Measured, last: Measured | None, expected: bool
) -> None:
    assert slower(now, last) is expected


def test_runs__none_so_far(tmp_path: Path) -> None:
    assert load_runs(tmp_path / "history.json") == []
    assert last_of("bench/made/thing/ratio", [], QUIET.machine) is None


def test_runs__are_read_as_they_were_kept(tmp_path: Path) -> None:
    file = tmp_path / "history.json"
    with_costs = replace(
        ratio(), ours_cost=Cost(1.0, 2.0, 30.0), bare_cost=Cost(1.0, 1.0, 20.0)
    )
    first, second = run_with(ratio(2.0)), run_with(with_costs, growth(1.1))

    add_run(first, file)
    add_run(second, file)

    assert load_runs(file) == [first, second]


def test_last_of__the_latest_on_the_same_machine() -> None:
    elsewhere = replace(QUIET, machine="64 cores")
    old, new = run_with(ratio(2.0)), run_with(ratio(3.0))
    runs = [old, new, run_with(growth(1.0)), run_with(ratio(9.0), where=elsewhere)]

    assert last_of("bench/made/thing/ratio", runs, QUIET.machine) == ratio(3.0)


def test_table__marks_what_is_missed_slower_and_steep() -> None:
    other = "bench/made/other/ratio"
    before = [run_with(ratio(1.0, name=other))]
    run = run_with(
        ratio(0.5, floor=0.9), ratio(2.0, name=other), growth(1.5), where=BUSY
    )

    told = table(run, before)

    assert "This machine is busy: 5.0 jobs on 2 cores." in told
    assert "Slower than the last time: bench/made/other/ratio." in told
    assert "Grows faster than size ** 1.2: bench/growth/thing/exponent" in told
    assert "- bench/made/thing/ratio is 0.5, required is at least 0.9." in told


def test_conditions__name_the_bare_tools_that_are_here() -> None:
    assert conditions().versions["numpy"] == np.__version__
