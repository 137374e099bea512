"""A folder of damaged files after its ingest, and what must be true of it."""

import re
import resource
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow.parquet as pq

from store.layout import Store, open_store
from tests.ingest.conftest import run_command

PROCESS_ENDED: Final = {"worker-died", "too-slow"}
"""Kinds of problems that tell that a worker came to its end, not what is wrong."""


@dataclass(frozen=True)
class Ingested:
    """What an ingest of a folder left and said.

    Attributes:
        files: that were in the folder.
        store: what it wrote.
        said: what it printed, to the screen and into its log.
        exit_code: how it ended.
        peak_mb: memory of the largest of its processes; 0: no more than that of an
            earlier child of this one.
    """

    files: list[Path]
    store: Store
    said: str
    exit_code: int
    peak_mb: int

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Return the rows of a table."""
        parts = (pq.read_table(p, partitioning=None) for p in self.store.parts(table))
        return [row for part in parts for row in part.to_pylist()]

    def tally(self) -> str:
        """Return how the files ended, in one line."""
        kept = Counter("whole" for _ in self.rows("clips"))
        noted = Counter(
            f"{problem['kind']} ({'lost' if problem['lost'] else 'kept'})"
            for problem in self.rows("problems")
        )
        told = ", ".join(f"{count} {kind}" for kind, count in (kept | noted).items())
        return f"{len(self.files)} files: {told}; peak {self.peak_mb} MB"


def ingest_damaged(
    importer: str, folder: Path, files: Iterable[tuple[str, bytes]]
) -> Ingested:
    """Write files into a new folder and ingest it with two workers.

    Args:
        importer: `folder` or `images`.
        folder: is made.
        files: name and content of each.
    """
    folder.mkdir()
    for name, content in files:
        (folder / name).write_bytes(content)
    root = folder.with_name(f"{folder.name}-store")
    # The ingest itself gives up a clip that hangs: that shows among its problems.
    before_mb = _peak_mb()
    done = run_command(
        importer, folder, "--store", root, "--workers", 2, patience_s=None
    )
    logs = (path.read_text(errors="replace") for path in root.rglob("workers.log"))
    return Ingested(
        sorted(folder.iterdir()),
        open_store(root),
        "\n".join([done.stdout, done.stderr, *logs]),
        done.returncode,
        _peak_mb() if _peak_mb() > before_mb else 0,
    )


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10


def check_outcome(ingested: Ingested) -> None:
    """Check that every file ended as rows or as a problem, and nothing else happened."""
    clips, problems = ingested.rows("clips"), ingested.rows("problems")
    # `pytest -rP` shows it.
    sys.stdout.write(f"{ingested.tally()}\n")
    assert ingested.exit_code == 0, ingested.said
    assert "Traceback" not in ingested.said, ingested.said
    lost = {row["place"] for row in problems if row["lost"]}
    read = {row["source"] for row in clips}
    assert lost | read == {str(path) for path in ingested.files}
    assert not lost & read
    assert not [row for row in problems if row["kind"] in PROCESS_ENDED]
    check_sentences(problems)
    check_rows(ingested, clips)
    assert not list(ingested.store.root.rglob("*.tmp*"))


def check_sentences(problems: Iterable[dict[str, Any]]) -> None:
    """Check that problems are told in sentences for people."""
    for row in problems:
        for text in (row["what"], row["remedy"]):
            assert re.fullmatch(r"\S.*\.", text), text
            assert text.isprintable(), text
            assert not re.search(r"Errno|Error\(|0x[0-9a-f]{6}|None\b", text), text


def check_rows(ingested: Ingested, clips: Iterable[dict[str, Any]]) -> None:
    """Check that clips have the frames that they claim, within their times."""
    frames = Counter(row["clip_id"] for row in ingested.rows("frames"))
    landmarks = Counter(row["clip_id"] for row in ingested.rows("landmarks"))
    for clip in clips:
        assert frames[clip["clip_id"]] == clip["frames"]
        assert landmarks[clip["clip_id"]] == clip["frames"]
        assert 0 <= clip["duration_ms"] <= 600_000
        assert 0 < clip["width_px"] * clip["height_px"] < 36_000_000
    assert frames.total() == sum(clip["frames"] for clip in clips)
