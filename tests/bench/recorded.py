"""Keeping measured ratios as records, so that the README's table shows them."""

from collections.abc import Sequence
from pathlib import Path

from models.results import RESULTS_FILE, Result, load_results, save_results
from store.errors import CallError
from tests.bench.conditions import Conditions
from tests.bench.kept import AreaRun
from tests.bench.ratios import Ratio


def record(
    areas: Sequence[AreaRun], where: Conditions, *, date: str, path: Path = RESULTS_FILE
) -> list[str]:
    """Keep the ratios that are required or have a record already.

    Seconds on the clock of a busy machine are left out: they are of the other work too.

    Returns:
        What was kept and what was left out, in sentences.
    """
    known = {result.name: result for result in load_results(path)}
    wanted = [
        (area.area, ratio)
        for area in areas
        for ratio in area.measured
        if isinstance(ratio, Ratio) and (ratio.required or ratio.name in known)
    ]
    kept, left_out = [], []
    for area, ratio in wanted:
        if where.busy and ratio.on_clock:
            left_out.append(f"{ratio.name} is on the clock of a busy machine.")
            continue
        try:
            kept.append(_result(area, ratio, known.get(ratio.name), where, date))
        except CallError as error:
            left_out.append(str(error))
    save_results(kept, path)
    return [
        f"{len(kept)} ratios recorded; `make results-table` shows them in the README.",
        *(f"Not recorded: {what}" for what in left_out),
    ]


def _result(
    area: str, ratio: Ratio, known: Result | None, where: Conditions, date: str
) -> Result:
    beside = f", load {where.load:.1f}" if where.busy else ""
    return Result(
        name=ratio.name,
        value=round(ratio.ratio, 3),
        low=round(ratio.low, 3),
        high=round(ratio.high, 3),
        unit=f"{_taken(ratio)}{ratio.meaning}",
        data=ratio.data,
        split="",
        seeds=known.seeds if known else (),
        recipe="",
        command=f"make bench AREAS={area}",
        machine=f"{where.machine}{beside}",
        date=date,
        paper=ratio.required or (known.paper if known else ""),
    )


def _taken(ratio: Ratio) -> str:
    if ratio.unit != "s":
        return ""
    return "on the clock: " if ratio.on_clock else "processor time: "
