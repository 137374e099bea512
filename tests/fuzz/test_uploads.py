"""Many uploads at once, hostile names, damaged files: each has an answer, nothing stays.

`make fuzz` tries more of them: SIGNATLAS_FUZZ_UPLOADS says how many damaged files.
"""

import os
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ingest.uploads.limits import UploadLimits
from ingest.uploads.looking import look_at
from store.errors import MediaError
from tests.fuzz.clips import damaged_clips, write_clips
from tests.fuzz.extent import FIRST_SEED, extent
from tests.fuzz.ingested import check_sentences
from tests.fuzz.names import HOSTILE_NAMES
from tests.fuzz.processes import processes_about

COUNT = extent("UPLOADS", 3)
AT_ONCE = 50
GOOD = "answered"


@pytest.fixture(autouse=True)
def uploads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The machine's temporary folder, of which nothing may be left at the end."""
    folder = tmp_path / "machine"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    yield folder
    assert not list(folder.glob("*/*"))
    assert not processes_about(folder)


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return write_clips(tmp_path_factory.mktemp("clips"))


def answer(name: str, content: bytes, limits: UploadLimits) -> str:
    """Return what a visitor is told: a kind of problem, or that it was looked at."""
    try:
        with look_at(name, content, limits) as upload:
            upload.wait()
            failure = upload.failure()
    except MediaError as error:
        failure = error
    if failure is None:
        return GOOD
    check_sentences([{"what": failure.what, "remedy": failure.remedy}])
    return failure.kind


@pytest.mark.slow
def test_look_at__fifty_at_once_are_answered_or_told_to_wait(
    clips: dict[str, bytes],
) -> None:
    limits = UploadLimits(at_once=2, patience_s=600)
    together = threading.Barrier(AT_ONCE)

    def visit(number: int) -> str:
        together.wait()
        return answer(f"sign {number}.mp4", clips["plain.mp4"], limits)

    with ThreadPoolExecutor(AT_ONCE) as visitors:
        told = Counter(visitors.map(visit, range(AT_ONCE)))

    assert told == {GOOD: 2, "busy": AT_ONCE - 2}


@pytest.mark.slow
def test_look_at__damaged_files_are_answered(clips: dict[str, bytes]) -> None:
    limits = UploadLimits(patience_s=600)
    told = Counter(
        answer(name.replace(".mkv", ".webm").replace(".ts", ".mp4"), content, limits)
        for name, content in damaged_clips(clips, COUNT, first_seed=FIRST_SEED)
    )

    sys.stdout.write(f"{COUNT} uploads: {dict(told)}\n")
    assert told.total() == COUNT
    assert not {"too-slow", "reader-died"} & set(told)


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_look_at__hostile_name(name: str, uploads: Path) -> None:
    with look_at(name, b"x", UploadLimits()) as upload:
        (kept,) = uploads.glob("*/*/media/*")

        assert kept.name == upload.name
        assert kept.name.isprintable()
        assert len(os.fsencode(kept.name)) <= 255
