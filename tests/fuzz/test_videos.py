"""Damaged videos through the real ingest: each ends as rows or as a problem.

`make fuzz` tries more of them: SIGNATLAS_FUZZ_VIDEOS says how many, and
SIGNATLAS_FUZZ_SEED where to begin, for others than those tried before.
"""

from pathlib import Path

import pytest

from tests.fuzz.clips import damaged_clips, write_clips
from tests.fuzz.extent import FIRST_SEED, extent
from tests.fuzz.ingested import check_outcome, ingest_damaged

COUNT = extent("VIDEOS", 40)
MOST_MEMORY_MB = 1500


@pytest.mark.slow
def test_ingest__damaged_videos_end_as_rows_or_as_problems(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    whole.mkdir()
    damaged = damaged_clips(write_clips(whole), COUNT, first_seed=FIRST_SEED)

    ingested = ingest_damaged("folder", tmp_path / "videos", damaged)

    check_outcome(ingested)
    assert len(ingested.files) == COUNT
    assert ingested.peak_mb < MOST_MEMORY_MB
