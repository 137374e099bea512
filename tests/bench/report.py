"""The table of `make bench`, what got slower, and what is required and missed."""

import math
from collections.abc import Sequence
from typing import Final

from tests.bench.costs import Cost
from tests.bench.growth import STEEP, Growth
from tests.bench.kept import AreaRun, BenchRun, Measured, last_of
from tests.bench.ratios import Ratio

NOISE: Final = 0.05
"""A median that moved by less is no change, however narrow the ranges are."""
_HEAD: Final = (
    f"{'ratio':46}{'value':>8} {'range':>17} {'last':>8}  {'required':16}"
    f"{'CPU s ours/bare':>19} {'clock s ours/bare':>19} {'peak MB ours/bare':>19}"
)

_GROWTH_HEAD: Final = f"{'exponent':>8} {'range':>12} {'end':>6} {'last':>6}"


def table(run: BenchRun, before: Sequence[BenchRun]) -> str:
    """Return a run as lines for people, beside the last run on the same machine."""
    lines = [run.conditions.told()]
    ratios = [each for each in run.measured if isinstance(each, Ratio)]
    if ratios:
        lines += ["", _HEAD]
    machine = run.conditions.machine
    for ratio in ratios:
        lines += _ratio_lines(ratio, last_of(ratio.name, before, machine))
    lines += _growths(run, before)
    return "\n".join([*lines, "", *_summary(run, before)])


def missed(run: BenchRun) -> list[str]:
    """Return a sentence for each required bound that is missed and each failed area."""
    bounds = [
        f"{ratio.name} is {ratio.ratio:.3g}, required is {ratio.required}."
        for ratio in run.measured
        if isinstance(ratio, Ratio) and ratio.missed
    ]
    return bounds + [_failure(area) for area in run.areas if area.failed]


def slower(now: Measured, last: Measured | None) -> bool:
    """Return whether something got worse by more than its range: the ranges are apart."""
    if isinstance(now, Ratio) and isinstance(last, Ratio):
        if now.gain:
            return now.high < last.low and now.ratio < last.ratio * (1 - NOISE)
        return now.low > last.high and now.ratio > last.ratio * (1 + NOISE)
    if isinstance(now, Growth) and isinstance(last, Growth):
        # A fit over other sizes is another figure.
        higher = now.low > last.high and now.exponent > last.exponent + NOISE
        return higher and now.sizes == last.sizes
    return False


def _summary(run: BenchRun, before: Sequence[BenchRun]) -> list[str]:
    machine = run.conditions.machine
    worse = [m for m in run.measured if slower(m, last_of(m.name, before, machine))]
    steep = [m for m in run.measured if isinstance(m, Growth) and m.steep]
    lines = [f"Slower than the last time: {each.name}." for each in worse]
    lines += [
        f"Grows faster than size ** {STEEP}: {each.name}, {each.exponent:.2f}, at the "
        f"end {each.last_step:.2f}."
        for each in steep
    ]
    if found := missed(run):
        return [*lines, "Missed:", *(f"- {sentence}" for sentence in found)]
    return [*lines, "Every required bound is kept."]


def _failure(area: AreaRun) -> str:
    return f"Area {area.area} failed: {area.failed}"


def _ratio_lines(ratio: Ratio, last: Measured | None) -> list[str]:
    mark = " MISSED" if ratio.missed else " slower" if slower(ratio, last) else ""
    before = f"{last.ratio:.3g}" if isinstance(last, Ratio) else "-"
    ours, bare = ratio.ours_cost, ratio.bare_cost
    costs = [
        _beside(ours, bare, "cpu_s"),
        _beside(ours, bare, "wall_s"),
        _beside(ours, bare, "peak_mb"),
    ]
    if ours is None:
        amounts = f"{ratio.ours:.3g} / {ratio.bare:.3g}"
        where = 1 if ratio.on_clock else 2 if ratio.unit == "MB" else 0
        costs[where] = amounts
    told = " ".join(f"{cost:>19}" for cost in costs)
    spread = f"{ratio.low:.3g}..{ratio.high:.3g}"
    figures = f"{ratio.ratio:8.3g} {spread:>17} {before:>8}"
    return [
        f"{ratio.name:46}{figures}  {ratio.required:16}{told}{mark}",
        f"    {ratio.meaning}; {ratio.data}",
    ]


def _beside(ours: Cost | None, bare: Cost | None, which: str) -> str:
    if ours is None or bare is None:
        return "-"
    amounts = (getattr(ours, which), getattr(bare, which))
    form = ".0f" if which == "peak_mb" else ".3g"
    return " / ".join(
        "?" if math.isnan(amount) else f"{amount:{form}}" for amount in amounts
    )


def _growths(run: BenchRun, before: Sequence[BenchRun]) -> list[str]:
    """Return a table of growth for each kind of data."""
    lines: list[str] = []
    told = ""
    for growth in run.measured:
        if not isinstance(growth, Growth):
            continue
        if growth.data != told:
            told = growth.data
            sizes = "".join(f"{size:>22,}" for size in growth.sizes)
            lines += ["", told, f"{'growth':40}{_GROWTH_HEAD}{sizes}"]
        last = last_of(growth.name, before, run.conditions.machine)
        lines.append(_growth_line(growth, last))
    return lines


def _growth_line(growth: Growth, last: Measured | None) -> str:
    before = "-"
    if isinstance(last, Growth) and last.sizes == growth.sizes:
        before = f"{last.exponent:.2f}"
    spread = f"{growth.low:.2f}..{growth.high:.2f}"
    costs = "".join(
        f"{f'{cost.cpu_s:.3g} s, {cost.peak_mb:.0f} MB':>22}" for cost in growth.costs
    )
    mark = " STEEP" if growth.steep else ""
    mark += " slower" if slower(growth, last) else ""
    return (
        f"{growth.name.split('/')[-2]:40}{growth.exponent:8.2f} {spread:>12} "
        f"{growth.last_step:6.2f} {before:>6}{costs}{mark}"
    )
