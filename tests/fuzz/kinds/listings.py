"""What an ingest does with a listing, up to where videos would be opened."""

from pathlib import Path

import pyarrow as pa

from ingest.pipeline import _write_planned, write_corpus
from ingest.plan import make_plan
from ingest.settings import IngestSettings
from ingest.sources import Listing
from store.layout import create_store
from store.runs import Run
from store.schema import table


def plan_listing(listing: Listing, folder: Path) -> None:
    """Plan to read a listing into a store; its labels and times must fit the tables."""
    store = create_store(folder / "store")
    run = Run("ingest", listing.corpus, {})
    write_corpus(listing, store, {})
    plan = make_plan(listing, store, IngestSettings(), workers=1)
    _write_planned(plan, listing, store, run)
    clips = table("clips").arrow
    for job in plan.jobs:
        told = job.source.labels() | {
            "clip_id": job.source.clip_id,
            "source_start_ms": job.source.start_ms,
            "source_end_ms": job.source.end_ms,
        }
        assert job.source.start_ms >= 0
        assert job.source.end_ms is None or job.source.end_ms > job.source.start_ms
        for name, value in told.items():
            pa.array([value], clips.field(name).type)
