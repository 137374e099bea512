"""The registry of measured figures: every number that the README shows has a record.

`models/results.json` is a list of records, sorted by name. A record's name is
`<data>/<protocol>/<model>/<measure>` in small letters.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final

from store.errors import CallError, StoreError
from store.layout import replace_text

RESULTS_FILE: Final = Path(__file__).parent / "results.json"
_NAME: Final = re.compile(r"[a-z0-9.,_-]+(/[a-z0-9.,_-]+){2,3}")


@dataclass(frozen=True, slots=True)
class Result:
    """One measured figure and how it came about.

    Attributes:
        name: `<data>/<protocol>/<model>/<measure>`; the protocol may be left out.
        value: the figure.
        low, high: its 95 % interval or range over seeds; None where none was taken.
        unit: of the figure, e.g. `share`, `ratio`, `s`.
        data: data it was measured on, with counts, for people.
        split: how the data was split; empty where it was not.
        seeds: seeds used; empty where nothing was drawn.
        recipe: recipe file or settings; empty for the defaults.
        command: recomputes the figure.
        machine: what it ran on.
        date: day of the measurement, ISO 8601.
        paper: the published or required figure to compare with; empty where none.
    """

    name: str
    value: float
    low: float | None
    high: float | None
    unit: str
    data: str
    split: str
    seeds: tuple[int, ...]
    recipe: str
    command: str
    machine: str
    date: str
    paper: str = ""

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise CallError(
                f"{self.name!r} cannot name a result: expected "
                "data/protocol/model/measure in small letters."
            )
        if not (self.command and self.data and self.machine):
            raise CallError(f"Result {self.name} lacks its command, data or machine.")


def load_results(path: Path = RESULTS_FILE) -> list[Result]:
    """Return the records of a results file, sorted by name.

    Raises:
        StoreError: the file is no list of complete records, or a name occurs twice.
    """
    try:
        records = [_record(entry) for entry in json.loads(path.read_text("utf-8"))]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise StoreError(f"{path} is no results file: {error}.") from error
    names = [record.name for record in records]
    if repeated := {name for name in names if names.count(name) > 1}:
        raise StoreError(f"{path} has more than one {', '.join(sorted(repeated))}.")
    return sorted(records, key=lambda record: record.name)


def save_results(new: Sequence[Result], path: Path = RESULTS_FILE) -> None:
    """Add records to a results file; one of the same name is replaced."""
    kept = {record.name: record for record in load_results(path)}
    kept |= {record.name: record for record in new}
    ordered = [asdict(kept[name]) for name in sorted(kept)]
    replace_text(path, json.dumps(ordered, indent=1, ensure_ascii=False) + "\n")


def matching(records: Sequence[Result], pattern: str) -> list[Result]:
    """Return the records whose name matches a shell pattern, or begins with it."""
    return [
        record
        for record in records
        if fnmatchcase(record.name, pattern) or record.name.startswith(pattern)
    ]


def _record(entry: Any) -> Result:
    if not isinstance(entry, dict):
        raise TypeError("expected a list of records")
    known = {field.name for field in fields(Result)}
    if unknown := entry.keys() - known:
        raise KeyError(f"unknown field {', '.join(sorted(unknown))}")
    return Result(**{**entry, "seeds": tuple(entry["seeds"])})
