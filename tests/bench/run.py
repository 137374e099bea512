"""`make bench`: every ratio and how costs grow, in one table.

`python -m tests.bench.run [AREA ...] [--record]`; `growth` stands for all areas whose
names begin so. Exit code 1 where a required bound is
missed or an area failed, 2 for a wrong call.
"""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tests.bench.area import areas, run_area
from tests.bench.conditions import conditions
from tests.bench.kept import AreaRun, BenchRun, add_run, load_runs
from tests.bench.recorded import record
from tests.bench.report import missed, table

HISTORY: Final = Path(__file__).parent / "history.json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the areas asked for, print and keep what they measured."""
    asked = _asked(arguments)
    where, before = conditions(), load_runs(HISTORY)
    print(where.told(), flush=True)
    chosen = chosen_areas(asked.areas)
    found: list[AreaRun] = []
    for number, area in enumerate(chosen, start=1):
        print(f"[{number}/{len(chosen)}] {area}", flush=True)
        found.append(run_area(area))
        print(f"  {found[-1].failed or 'done'} ({found[-1].took_s:.0f} s)", flush=True)
    date = f"{datetime.now(UTC):%Y-%m-%d}"
    run = BenchRun(date, where, found)
    add_run(run, HISTORY)
    print(f"\n{table(run, before)}")
    if asked.record:
        print("\n".join(record(found, where, date=date)))
    return 1 if missed(run) else 0


def chosen_areas(names: Sequence[str]) -> list[str]:
    """Return the areas of these names, or whose names begin so; no names: all."""
    if not names:
        return areas()
    return [
        area
        for name in names
        for area in areas()
        if area == name or area.startswith(f"{name}_")
    ]


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    known = ", ".join(areas())
    parser.add_argument("areas", nargs="*", metavar="AREA", help=f"any of {known}")
    parser.add_argument(
        "--record", action="store_true", help="keep the ratios in models/results.json"
    )
    asked = parser.parse_args(arguments)
    for name in asked.areas:
        if not chosen_areas([name]):
            parser.error(f"unknown area {name}: expected any of {known}")
    return asked


if __name__ == "__main__":
    sys.exit(main())
