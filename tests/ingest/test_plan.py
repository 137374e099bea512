from pathlib import Path

from ingest.plan import make_plan
from ingest.settings import IngestSettings
from ingest.sources import ClipSource, CorpusFacts, Listing
from store.layout import Store


def planned(store: Store, clips: list[ClipSource]) -> list[str]:
    listing = Listing("c", CorpusFacts("c"), "here", clips)
    plan = make_plan(listing, store, IngestSettings(), workers=2)
    return [job.source.name for job in plan.jobs]


def test_make_plan__no_clips(store: Store) -> None:
    assert planned(store, []) == []


def test_make_plan__long_clips_come_first(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "talk.mp4"
    file.write_bytes(b"t" * 200_000)
    whole = tmp_path / "whole.mp4"
    whole.write_bytes(b"w" * 500_000)  # about 4 s

    clips = [
        ClipSource("c", "a-second", file, start_ms=0, end_ms=1_000),
        ClipSource("c", "b-second", file, start_ms=1_000, end_ms=2_000),
        ClipSource("c", "c-minute", file, start_ms=0, end_ms=60_000),
        ClipSource("c", "d-whole", whole),
    ]

    assert planned(store, clips) == ["c-minute", "d-whole", "a-second", "b-second"]
