"""Runs: what was executed, with which settings, how far it is and how it ended."""

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Final, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from store.errors import StoreError
from store.layout import Store, replace_text
from store.plain_json import read_json
from store.temporary import has_died, sweep, this_process
from store.write import write_rows

State = Literal["running", "finished", "stopped", "failed"]
STALE_MS: Final = 30_000
"""A run that says it is running but was silent for this long was interrupted."""


@dataclass(frozen=True, slots=True)
class Run:
    """One execution of a step. Its id follows from step, corpus, recipe and seed.

    Attributes:
        step: ingest, features, cluster, ...
        corpus: corpus concerned; empty where several are.
        recipe: settings, in plain JSON values.
        seed: seed; None where nothing is drawn.
        inputs: runs or corpora that it reads.
        note: what a reader should know.
    """

    step: str
    corpus: str
    recipe: Mapping[str, object]
    seed: int | None = None
    inputs: Sequence[str] = ()
    note: str = ""

    @property
    def run_id(self) -> str:
        """`step-corpus-digest`; equal settings give the same id."""
        told = json.dumps([self.recipe, self.seed, list(self.inputs)], sort_keys=True)
        digest = hashlib.sha256(told.encode()).hexdigest()[:8]
        return "-".join(part for part in (self.step, self.corpus, digest) if part)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a running step is.

    Attributes:
        step: what is being done, in words.
        corpus: corpus concerned.
        done, total: clips (or crops, epochs) finished and planned.
        unit: what is counted.
        frames_per_s: speed; 0 while unknown.
        left_ms: estimated time left; None while unknown.
        updated_ms: when this was written, ms since 1970 UTC.
        writer: the process that wrote it; empty: not told.
    """

    step: str
    corpus: str
    done: int
    total: int
    unit: str = "clips"
    frames_per_s: float = 0.0
    left_ms: int | None = None
    updated_ms: int = 0
    writer: str = ""

    def is_stale(self, at_ms: int) -> bool:
        """Return whether nothing was heard of the run for `STALE_MS`, or it was killed.

        A note from further in the future was written before the clock was set back.
        """
        return abs(at_ms - self.updated_ms) > STALE_MS or has_died(self.writer)


def now_ms() -> int:
    """Return the time in ms since 1970, UTC."""
    return time.time_ns() // 1_000_000


def start_run(store: Store, run: Run, *, since_ms: int | None = None) -> int:
    """Write the run as running and return its start in ms since 1970.

    What killed processes left half-written in the tables or of the run is removed.
    That is never before another run of the store, even if the clock was set back: which
    of two is newer decides what pages show.

    Args:
        store: where to.
        run: what begins.
        since_ms: when it began first, if it was killed and goes on; None: it begins now.
    """
    sweep(store.root / "tables")
    sweep(store.run_dir(run.run_id))
    started_ms = since_ms or max(now_ms(), _newest_ms(store) + 1)
    _write(store, run, state="running", started_ms=started_ms)
    return started_ms


def end_run(
    store: Store,
    run: Run,
    *,
    state: State,
    started_ms: int,
    metrics: Mapping[str, object],
) -> None:
    """Write how a run ended and take its progress away."""
    _write(
        store,
        run,
        state=state,
        started_ms=started_ms,
        ended_ms=max(now_ms(), started_ms),
        metrics=metrics,
    )
    (store.run_dir(run.run_id) / "progress.json").unlink(missing_ok=True)


def report_progress(store: Store, run: Run, progress: Progress) -> None:
    """Let other processes see how far a run is."""
    heard = replace(progress, updated_ms=now_ms(), writer=this_process())
    path = store.run_dir(run.run_id) / "progress.json"
    replace_text(path, json.dumps(asdict(heard)))


def running(store: Store) -> list[Progress]:
    """Return the progress of every run that was heard of lately, oldest first."""
    found = []
    for path in sorted(store.root.glob("runs/*/progress.json")):
        try:
            progress = _progress(path)
        except FileNotFoundError:
            continue
        except (OSError, ValueError, TypeError) as error:
            raise StoreError(f"{path} is no progress file: delete it.") from error
        if not progress.is_stale(now_ms()):
            found.append(progress)
    return sorted(found, key=lambda progress: progress.updated_ms)


def _progress(path: Path) -> Progress:
    """Return what a file of progress says.

    Raises:
        OSError: it cannot be read.
        ValueError, TypeError: it says something else.
    """
    progress = Progress(**read_json(path.read_text(encoding="utf-8")))
    told = (progress.step, progress.corpus, progress.unit)
    counts = (progress.done, progress.total, progress.updated_ms, progress.left_ms or 0)
    if not all(isinstance(text, str) for text in told):
        raise TypeError("a text is none")
    if not all(type(count) is int for count in counts):
        raise TypeError("a count is no whole number")
    return replace(progress, frames_per_s=float(progress.frames_per_s))


def _newest_ms(store: Store) -> int:
    """Return when the newest run of a store began or ended; 0 where there is none.

    A part that cannot be read says nothing: it is for `signatlas verify` to tell.
    """
    newest = 0
    for path in store.parts("runs"):
        with suppress(pa.ArrowException, OSError), pq.ParquetFile(path) as part:
            for row in part.read(columns=["started_ms", "ended_ms"]).to_pylist():
                times = (row.get("started_ms"), row.get("ended_ms"))
                newest = max(newest, *(t for t in times if isinstance(t, int)), 0)
    return newest


def _write(
    store: Store,
    run: Run,
    *,
    state: State,
    started_ms: int,
    ended_ms: int | None = None,
    metrics: Mapping[str, object] | None = None,
) -> None:
    row = {
        "run_id": run.run_id,
        "step": run.step,
        "corpus": run.corpus,
        "recipe": json.dumps(run.recipe, sort_keys=True),
        "seed": run.seed,
        "code_version": version("signatlas"),
        "inputs": list(run.inputs),
        "state": state,
        "started_ms": started_ms,
        "ended_ms": ended_ms,
        "metrics": json.dumps(metrics or {}, sort_keys=True),
        "note": run.note,
    }
    write_rows(store, "runs", [row], part=run.run_id)
