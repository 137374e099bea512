"""Killing an ingest at any moment and starting it again gives the same rows."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from store.layout import open_store
from tests.ingest.store_rows import rows_of

CHECKOUT = Path(__file__).resolve().parents[2]
VideoMaker = Callable[..., Path]
Command = Callable[..., subprocess.CompletedProcess[str]]
CLIPS = 4
PATIENCE_S = 900


@pytest.fixture(scope="module")
def folder(
    tmp_path_factory: pytest.TempPathFactory,
    make_video: VideoMaker,
    signed_frames: NDArray[np.uint8],
) -> Path:
    folder = tmp_path_factory.mktemp("interrupted") / "corpus"
    for number in range(CLIPS):
        images = signed_frames[number : number + 8]
        # An avi needs a playable copy, so that there is more to leave half-written.
        make_video(folder / "SIGN" / f"clip{number}.avi", images, codec="mpeg4")
    (folder / "SIGN" / "empty.mp4").touch()
    return folder


@pytest.fixture(scope="module")
def undisturbed(folder: Path, run_ingest: Command) -> dict[str, list[dict[str, Any]]]:
    root = folder.parent / "undisturbed"
    done = run_ingest("folder", folder, "--store", root, "--workers", 1)
    assert done.returncode == 0, done.stderr
    return rows_of(open_store(root))


@pytest.mark.slow
@pytest.mark.parametrize(
    "moment",
    ["tables/corpora/**/part-*", "runs/*/workers.log", "tables/frames/**/.part-*"],
    ids=["planned", "worker started", "while rows are written"],
)
def test_kill__the_same_command_again_ends_with_the_same_rows(
    folder: Path,
    undisturbed: dict[str, list[dict[str, Any]]],
    run_ingest: Command,
    tmp_path: Path,
    moment: str,
) -> None:
    root = tmp_path / "store"
    process = started(folder, root)
    wait_for(root, moment, process)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()

    done = run_ingest("folder", folder, "--store", root, "--workers", 2)

    assert done.returncode == 0, done.stderr
    assert rows_of(open_store(root)) == undisturbed
    assert not list(root.rglob("*.tmp*"))


@pytest.mark.slow
def test_interrupt__leaves_a_clean_store_and_says_so(
    folder: Path,
    undisturbed: dict[str, list[dict[str, Any]]],
    run_ingest: Command,
    tmp_path: Path,
) -> None:
    root = tmp_path / "store"
    process = started(folder, root)
    wait_for(root, "tables/clips/**/part-*", process)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=PATIENCE_S)

    assert process.returncode == 130
    assert b"Stopped." in errors
    assert b"Traceback" not in errors
    stopped = rows_of(open_store(root))
    assert [row["state"] for row in stopped["runs"]] == [repr("stopped")]
    done = {row["clip_id"] for row in stopped["clips"]}
    for table in ("frames", "landmarks", "crops"):
        assert {row["clip_id"] for row in stopped[table]} == done
    assert not list(root.rglob("*.tmp*"))
    assert not list(root.rglob("progress.json"))

    again = run_ingest("folder", folder, "--store", root, "--workers", 1)

    assert again.returncode == 0, again.stderr
    assert rows_of(open_store(root)) == undisturbed


def started(folder: Path, root: Path) -> subprocess.Popen[bytes]:
    """Start the command in a process group of its own, as a shell does."""
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "ingest", "folder", str(folder)),
            *("--store", str(root), "--workers", "1"),
        ],
        cwd=CHECKOUT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def wait_for(root: Path, moment: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until a file of this name appears."""
    until_s = time.monotonic() + PATIENCE_S
    while not any(root.glob(moment)):
        assert process.poll() is None, "It ended before the moment came."
        assert time.monotonic() < until_s, f"{moment} never appeared."
        time.sleep(0.002)
