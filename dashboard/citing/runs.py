"""Runs behind a thing: what they were told, and what they were made from."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from store.db import Database
from store.errors import UnknownNameError
from store.excerpts import Excerpt, read_excerpt

INGEST: Final = "ingest"


@dataclass(frozen=True, slots=True)
class RunTold:
    """One run as it is written in the store, its JSON read; times are ms since 1970, UTC."""

    run_id: str
    step: str
    corpus: str
    recipe: Mapping[str, Any]
    seed: int | None
    code_version: str
    inputs: tuple[str, ...]
    state: str
    started_ms: int
    ended_ms: int | None
    metrics: Mapping[str, Any]
    note: str

    @property
    def corpora(self) -> tuple[str, ...]:
        """The corpora that it read."""
        told = self.recipe.get("corpora") or [self.corpus]
        return tuple(sorted({str(name) for name in told} - {""}))


def all_runs(database: Database) -> dict[str, RunTold]:
    """Return every run of the store, by id."""
    rows = read_excerpt(database.store, Excerpt("runs")).to_pylist()
    return {row["run_id"]: _told(row) for row in rows}


def run_named(database: Database, run_id: str, *, step: str | None = None) -> RunTold:
    """Return one run, of a step if one is named.

    Raises:
        UnknownNameError: there is no such run.
    """
    known = {
        name: run
        for name, run in all_runs(database).items()
        if step in (None, run.step)
    }
    if run_id not in known:
        raise UnknownNameError(f"run of {step}" if step else "run", run_id, known)
    return known[run_id]


def chain(
    database: Database, runs: Iterable[str], corpora: Iterable[str]
) -> list[RunTold]:
    """Return runs with all that they were made from, and the ingests of corpora, by start.

    Args:
        database: the store.
        runs: ids; those that are not there any more are left out.
        corpora: whose ingests are wanted.
    """
    known = all_runs(database)
    wanted = {*corpora}
    waiting = [name for name in runs if name in known]
    waiting += [n for n, r in known.items() if r.step == INGEST and r.corpus in wanted]
    found: dict[str, RunTold] = {}
    while waiting:
        run = known[waiting.pop()]
        if run.run_id in found:
            continue
        found[run.run_id] = run
        before = {*run.inputs, str(run.recipe.get("of", ""))}
        waiting += sorted(before & known.keys())
    return sorted(found.values(), key=lambda run: (run.started_ms, run.run_id))


def _told(row: dict[str, Any]) -> RunTold:
    read = {name: json.loads(row[name]) for name in ("recipe", "metrics")}
    return RunTold(**{**row, **read, "inputs": tuple(row["inputs"])})
