"""What was measured, as JSON: of one area, and of all runs so far."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from store.layout import replace_text
from tests.bench.conditions import Conditions
from tests.bench.costs import Cost
from tests.bench.growth import Growth
from tests.bench.ratios import Ratio

Measured = Ratio | Growth


@dataclass(frozen=True)
class AreaRun:
    """What one area measured.

    Attributes:
        area: its name.
        measured: what it measured, as far as it came.
        failed: why it ended early, in a sentence; empty where it did not.
        took_s: seconds on the clock.
    """

    area: str
    measured: Sequence[Measured]
    failed: str = ""
    took_s: float = 0.0


@dataclass(frozen=True)
class BenchRun:
    """All that one `make bench` measured, and under which conditions."""

    date: str
    conditions: Conditions
    areas: Sequence[AreaRun] = field(default_factory=list)

    @property
    def measured(self) -> list[Measured]:
        """What all areas measured."""
        return [each for area in self.areas for each in area.measured]


def area_text(run: AreaRun) -> str:
    """Return an area's run as JSON."""
    return json.dumps(asdict(run), indent=1)


def area_of(told: dict[str, Any]) -> AreaRun:
    """Return an area's run from what its JSON says."""
    return AreaRun(**told | {"measured": [_measured(row) for row in told["measured"]]})


def load_runs(path: Path) -> list[BenchRun]:
    """Return the runs so far, oldest first; none where there is no file."""
    if not path.exists():
        return []
    return [_run(told) for told in json.loads(path.read_text("utf-8"))]


def add_run(run: BenchRun, path: Path) -> None:
    """Keep a run after those so far."""
    kept = [asdict(each) for each in [*load_runs(path), run]]
    replace_text(path, json.dumps(kept, indent=1) + "\n")


def last_of(name: str, runs: Sequence[BenchRun], machine: str) -> Measured | None:
    """Return the latest measurement of that name on the same machine."""
    for run in reversed(runs):
        for each in run.measured:
            if each.name == name and run.conditions.machine == machine:
                return each
    return None


def _run(told: dict[str, Any]) -> BenchRun:
    return BenchRun(
        told["date"],
        Conditions(**told["conditions"]),
        [area_of(area) for area in told["areas"]],
    )


def _measured(row: dict[str, Any]) -> Measured:
    if "exponent" in row:
        lists = {"sizes": tuple(row["sizes"]), "costs": tuple(map(_cost, row["costs"]))}
        return Growth(**row | lists)
    costs = {name: _cost(row[name]) for name in ("ours_cost", "bare_cost")}
    return Ratio(**row | costs)


def _cost(told: dict[str, float] | None) -> Any:
    return None if told is None else Cost(**told)
