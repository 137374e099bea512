"""Whether a store is sound: each part, and what the tables say of one another.

One pass over all parts. Tables that others refer to come first, so that each reference
is looked up as its part is read.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa

from store.columns import Table
from store.layout import Store
from store.schema import TABLES
from store.verify_beside import beside_the_parts
from store.verify_findings import (
    Finding,
    named,
    part_finding,
    rebuilds,
)
from store.verify_parts import (
    REFERENCES,
    PartRows,
    Read,
    key_numbers,
    read_parts,
)

_MAY_LACK: Final = ("label_events", "problems", "descriptions")
"""Tables whose rows may speak of a clip or a run that is not in the store."""
Watch = Callable[[int, int], None]
"""Is told how many parts were read, of how many."""
_FIRST: Final = ("corpora", "runs", "clips")
_COUNTED: Final = {"cluster": ("cluster_assignments", "crops")}
_COUNTED_WHERE_ANY: Final = {
    "features": ("features", "crops"),
    "project": ("projections", "points"),
}
"""Per step: its table, and the figure of the run that counts the rows it wrote. Those
of the second kind may have given way to a later run's."""


def verify(store: Store, watch: Watch = lambda done, total: None) -> list[Finding]:
    """Return all that is not as it should be in a store; of a sound one nothing.

    Notes (`Finding.is_note`) are among them. Rows that a step writes meanwhile may be
    found incomplete.
    """
    look = _Look(store)
    parts = [(table, list(store.parts(table.name))) for table in _tables()]
    total, done = sum(len(paths) for _, paths in parts), 0
    for table, paths in parts:
        for read in read_parts(store, table, paths):
            watch(done, total)
            look.take(table, read)
            done += 1
    watch(total, total)
    return [*beside_the_parts(store), *look.found, *look.compare()]


def _tables() -> list[Table]:
    first = [TABLES[name] for name in _FIRST]
    return [*first, *(table for table in TABLES.values() if table not in first)]


class _Look:
    """What was seen of a store so far."""

    def __init__(self, store: Store) -> None:
        self.found: list[Finding] = []
        self._store = store
        self._known: dict[str, set[str]] = {name: set() for name in _FIRST}
        self._broken: set[str] = set()
        self._keys: dict[str, list[PartRows]] = defaultdict(list)
        self._clips: dict[str, dict[str, Any]] = {}
        self._runs: list[dict[str, Any]] = []
        self._events: list[dict[str, Any]] = []
        self._frames: Counter[str] = Counter()
        self._of_runs: dict[str, Counter[str]] = defaultdict(Counter)

    def take(self, table: Table, read: Read) -> None:
        """Take in what was read of a part."""
        rows, found = read
        self.found += found
        if rows is None:
            self._broken.add(table.name)
            return
        self.found += self._orphans(table, rows)
        self._remember(table, rows)

    def compare(self) -> Iterator[Finding]:
        """Yield what is wrong between parts, once all were read."""
        for name, parts in self._keys.items():
            yield from self._repeated(TABLES[name], parts)
        if not self._broken & {"clips", "frames"}:
            yield from self._frame_counts()
        yield from self._run_counts()
        yield from self._media()
        yield from self._deleted_crops()
        yield from self._unchecked()

    def _remember(self, table: Table, rows: PartRows) -> None:
        if table.name == "clips":
            self._clips |= {row["clip_id"]: row for row in _any(rows.kept)}
        elif table.name == "runs":
            self._runs += _any(rows.kept)
        elif table.name == "label_events":
            self._events += _any(rows.kept)
        elif table.name == "frames":
            self._frames.update(rows.names["clip_id"])
        if "run_id" in rows.names:
            self._of_runs[table.name].update(rows.names["run_id"])
        for column, target in REFERENCES.items():
            if target == table.name:
                self._known[target].update(rows.names[column])
        rows.names, rows.kept = {}, []
        self._keys[table.name].append(rows)

    def _orphans(self, table: Table, rows: PartRows) -> Iterator[Finding]:
        """Yield which rows of a part name something that is not there."""
        for column, target in REFERENCES.items():
            may_lack = table.name in (*_MAY_LACK, target)
            if column not in rows.names or may_lack or target in self._broken:
                continue
            named_here = {name for name in rows.names[column] if name}
            gone = sorted(named_here - self._known[target])
            if gone:
                yield self._orphan(table, rows, column, gone)

    def _orphan(
        self, table: Table, rows: PartRows, column: str, gone: list[str]
    ) -> Finding:
        target = REFERENCES[column]
        count = sum(rows.names[column][name] for name in gone)
        what = f"{count} of its {len(rows.keys)} rows are of {column} {gone[0]}"
        more = f" and {len(gone) - 1} others" if len(gone) > 1 else ""
        return Finding(
            "reference",
            table.name,
            named(self._store, rows.path),
            f"{what}{more}, not in table {target}.",
            "Pages leave these rows out or show them without their origin.",
            f"Run {rebuilds(target if column == 'corpus' else table.name, rows.path)}",
            # Of a missing corpus the rows are whole: its own row is what to restore.
            sets_aside=count == len(rows.keys) and column == "clip_id",
        )

    def _repeated(self, table: Table, parts: list[PartRows]) -> Iterator[Finding]:
        """Yield the older parts whose keys a newer part has too."""
        keys, counts = np.unique(
            np.concatenate([part.keys for part in parts]), return_counts=True
        )
        twice = keys[counts > 1]
        sharing = [p for p in parts if len(twice) and np.isin(p.keys, twice).any()]
        newer: set[int] = set()
        for part in sorted(sharing, key=lambda p: p.path.stat().st_mtime_ns)[::-1]:
            again = sum(int(key) in newer for key in part.keys)
            newer.update(part.keys.tolist())
            if again:
                what = (
                    f"{again} of its {len(part.keys)} rows have keys "
                    f"({', '.join(table.key)}) that a newer part has too."
                )
                yield self._doubled(table, part, what, whole=again == len(part.keys))

    def _doubled(
        self, table: Table, part: PartRows, what: str, *, whole: bool
    ) -> Finding:
        if whole:
            return part_finding(self._store, table, part.path, "doubled-key", what)
        return Finding(
            "doubled-key",
            table.name,
            named(self._store, part.path),
            what,
            "Counts are too high by these rows.",
            f"Move the older part away and run {rebuilds(table.name, part.path)}",
        )

    def _frame_counts(self) -> Iterator[Finding]:
        for clip_id, clip in self._clips.items():
            if clip["frames"] != self._frames[clip_id]:
                corpus = clip_id.partition("/")[0]
                yield Finding(
                    "count",
                    "frames",
                    "",
                    f"Clip {clip_id} has {clip['frames']} frames, {self._frames[clip_id]} are in the table.",
                    "What is shown and counted of the clip is incomplete.",
                    f"Take the clip's part of tables/clips away and run "
                    f"{rebuilds('frames', Path(f'corpus={corpus}'))}",
                )

    def _run_counts(self) -> Iterator[Finding]:
        for run in self._runs:
            step = run["step"]
            name, figure = (_COUNTED | _COUNTED_WHERE_ANY).get(step, ("", ""))
            told = _figures(run).get(figure)
            there = self._of_runs[name][run["run_id"]]
            gave_way = step in _COUNTED_WHERE_ANY and not there
            if told is None or told == there or gave_way or name in self._broken:
                continue
            run_id = run["run_id"]
            yield Finding(
                "count",
                name,
                "",
                f"Run {run_id} wrote {told} rows, {there} are in the table.",
                "What is counted of the run is incomplete.",
                f"Run {rebuilds(name, Path(f'run_id={run_id}'))}",
            )

    def _media(self) -> Iterator[Finding]:
        for clip_id, clip in self._clips.items():
            path = self._store.root / clip["playable"]
            if clip["playable_in_store"] and not path.is_file():
                corpus = clip_id.partition("/")[0]
                yield Finding(
                    "media",
                    "clips",
                    clip["playable"],
                    f"The file that shows clip {clip_id} is missing.",
                    "The clip cannot be played; its rows are whole.",
                    f"Run {rebuilds('clips', Path(f'corpus={corpus}'))}",
                )

    def _deleted_crops(self) -> Iterator[Finding]:
        crops = sorted({crop for event in self._events for crop in event["crops"]})
        if not crops or "crops" in self._broken:
            return
        numbers = key_numbers(pa.table({"crop_id": crops}))
        there = [part.keys for part in self._keys["crops"]] or [numbers[:0]]
        gone = int((~np.isin(numbers, np.concatenate(there))).sum())
        if gone:
            yield Finding(
                "deleted-crop",
                "label_events",
                "",
                f"Labels name {gone} crops that are not in the store.",
                "These labels are kept, and count again once their clips are back.",
                "Ingest those clips again, or leave it so.",
                is_note=True,
            )

    def _unchecked(self) -> Iterator[Finding]:
        for name in sorted(self._broken & {"clips", "runs", "corpora", "frames"}):
            yield Finding(
                "unchecked",
                name,
                "",
                "It has parts that cannot be used.",
                "What refers to it or counts it was not compared.",
                "Verify once more after the repair.",
                is_note=True,
            )


def _any(rows: list[dict[str, object]]) -> list[dict[str, Any]]:
    return list(rows)


def _figures(run: dict[str, Any]) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    # Figures that are none have nothing that rows could be compared with.
    if run["state"] == "finished":
        with suppress(json.JSONDecodeError):
            figures = json.loads(run["metrics"])
    return figures
