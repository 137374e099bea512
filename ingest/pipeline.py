"""The order of an ingest: sweep, plan, read what is new, and say how it ended."""

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ingest.crews import Engine
from ingest.engines import run_jobs
from ingest.jobs import Outcome, Place
from ingest.limits import gather_worker_limits
from ingest.parts import LISTING_PART, remove_outdated_problems
from ingest.plan import Plan, make_plan
from ingest.progress import Reporter
from ingest.settings import IngestSettings
from ingest.sources import Listing, Problem
from ingest.working_copy import WorkingCopy
from store.consent import SETTABLE
from store.db import Database
from store.errors import StoreError
from store.layout import Store
from store.locks import only_one
from store.origins import check_not_fetched
from store.runs import Run, State, end_run, start_run
from store.temporary import sweep
from store.write import write_rows


@dataclass(slots=True)
class Summary:
    """How an ingest ended.

    Attributes:
        run_id: the run.
        read, frames: clips read now, and their frames.
        kept: clips that were in the store already.
        problems: number of problems by kind, of this run and of kept clips alike.
        lost: clips that are not in the store.
        frames_per_s: speed over the whole run; 0 where nothing was read.
    """

    run_id: str
    read: int = 0
    frames: int = 0
    kept: int = 0
    lost: int = 0
    frames_per_s: float = 0.0
    problems: Counter[str] = field(default_factory=Counter)

    def told(self, corpus: str, root: Path | str) -> str:
        """Return what a user should read at the end."""
        kinds = ", ".join(f"{count} {kind}" for kind, count in self.problems.items())
        speed = f" at {self.frames_per_s:.1f} frames/s" if self.frames_per_s else ""
        return (
            f"{corpus}: {self.read} clips read ({self.frames} frames{speed}), "
            f"{self.kept} in the store already, {self.lost} lost. "
            f"Problems: {kinds or 'none'}.\n"
            f"The store is {root}: {_look(root)}."
        )

    def count(self, outcome: Outcome) -> None:
        """Take in what became of one clip."""
        if outcome.frames:
            self.read += 1
            self.frames += outcome.frames
        self.count_problems(outcome.problems)

    def count_problems(self, problems: Sequence[Problem]) -> None:
        """Take in problems."""
        self.problems.update(problem.kind for problem in problems)
        self.lost += sum(problem.lost for problem in problems)


def ingest(
    listing: Listing,
    store: Store,
    settings: IngestSettings,
    *,
    importer: str,
    engine: Engine,
    told: Mapping[str, object] | None = None,
    remote: WorkingCopy | None = None,
) -> Summary:
    """Read the clips of a listing into a store.

    Clips that the store holds already, from the same content and settings, are left
    alone, so that a stopped ingest goes on where it was.

    Args:
        listing: what an importer found.
        store: where to.
        settings: how clips are read.
        importer: name of the importer.
        engine: where clips are read, and by how many workers.
        told: columns of `corpora` that the user sets; they outlive later ingests.
        remote: where the store is on object storage, its working copy; `store` is that.

    Raises:
        CallError: the corpus was fetched from elsewhere, another process is ingesting
            it, the engine is not there, or the limits of workers, set by the
            environment, are no numbers.
        StoreError: the store cannot be written.
        KeyboardInterrupt: the user stopped it; the store is clean.
    """
    corpus = listing.corpus
    check_not_fetched(store, corpus)
    with only_one(store, f"ingest-{corpus}", f"the ingest of {corpus}"):
        return _ingest(
            listing,
            store,
            settings,
            importer=importer,
            engine=engine,
            told=told or {},
            remote=remote,
        )


def _ingest(
    listing: Listing,
    store: Store,
    settings: IngestSettings,
    *,
    importer: str,
    engine: Engine,
    told: Mapping[str, object],
    remote: WorkingCopy | None,
) -> Summary:
    limits = gather_worker_limits()
    sweep(store.root)
    run = Run("ingest", listing.corpus, {"importer": importer} | settings.recipe())
    write_corpus(listing, store, told)
    plan = make_plan(listing, store, settings, workers=engine.workers)
    _write_planned(plan, listing, store, run)
    send, address = (remote.send, remote.address) if remote else (_nothing, "")
    summary = Summary(run.run_id, kept=len(plan.done))
    summary.count_problems(plan.problems)
    if not plan.jobs:
        send()
    else:
        started_ms = start_run(store, run)
        send()
        state: State = "failed"
        try:
            place = Place(store, run.run_id, settings, address, limits)
            _read(plan, place, engine, run, summary)
            state = "finished"
        except KeyboardInterrupt:
            state = "stopped"
            raise
        finally:
            metrics = _metrics(summary, plan)
            end_run(store, run, state=state, started_ms=started_ms, metrics=metrics)
            send()
    return summary


def _look(root: Path | str) -> str:
    """Return how a user looks into a store."""
    if isinstance(root, Path):
        return "look with `signatlas status` and `signatlas serve`"
    return f"`signatlas fetch {root} --store FOLDER` brings it here to be looked at"


def _nothing() -> None:
    """Send nothing: the store is in a folder."""


def write_corpus(
    listing: Listing, store: Store, told: Mapping[str, object]
) -> dict[str, Any]:
    """Write the row of a corpus and return it.

    What the user tells comes first, then what was told earlier, then what the importer
    knows.
    """
    facts = asdict(listing.facts)
    earlier = Database(store).rows("corpus_row", corpus=listing.corpus)
    kept = {name: earlier[0][name] for name in SETTABLE} if earlier else {}
    row = {
        "corpus": listing.corpus,
        **facts,
        **kept,
        **told,
        "source": listing.source,
        "clips_planned": len(listing.clips),
    }
    write_rows(
        store,
        "corpora",
        [row],
        part=listing.corpus,
        partition={"corpus": listing.corpus},
    )
    return row


def _read(plan: Plan, place: Place, engine: Engine, run: Run, summary: Summary) -> None:
    with (
        Reporter(
            place.store, run, done=len(plan.done), left=len(plan.jobs)
        ) as reporter,
        closing(engine.crew(place, jobs=len(plan.jobs))) as crew,
    ):
        for outcome in run_jobs(plan.jobs, place, crew):
            if outcome is not None:
                if outcome.failure:
                    raise StoreError(outcome.failure)
                summary.count(outcome)
                reporter.count(outcome.frames)
            reporter.tick()
        summary.frames_per_s = reporter.frames_per_s


def _write_planned(plan: Plan, listing: Listing, store: Store, run: Run) -> None:
    """Write what is known before any clip is opened."""
    partition = {"corpus": listing.corpus}
    rows = [
        problem.row(corpus=listing.corpus, run_id=run.run_id)
        for problem in plan.problems
    ]
    # Two tables of one name may have the same problem in the same line.
    distinct = list({row["problem_id"]: row for row in rows}.values())
    write_rows(store, "problems", distinct, part=LISTING_PART, partition=partition)
    for row in plan.relabelled:
        name = row["clip_id"].split("/", maxsplit=1)[1]
        write_rows(store, "clips", [row], part=name, partition=partition)
    remove_outdated_problems(
        store,
        listing.corpus,
        keep={LISTING_PART, *(job.source.name for job in plan.jobs)}
        | {row["clip_id"].split("/", maxsplit=1)[1] for row in plan.known},
    )


def _metrics(summary: Summary, plan: Plan) -> dict[str, object]:
    frames = summary.frames + sum(row["frames"] for row in plan.done)
    return {
        "clips": summary.read + summary.kept,
        "frames": frames,
        "clips_lost": summary.lost,
        "frames_per_s": round(summary.frames_per_s, 2),
    }
