"""An ingest into a store on object storage, stopped and gone on with."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from store.fetch import fetch
from store.layout import create_store, open_store
from store.remote import Remote, open_remote
from tests.ingest.store_rows import rows_of

CHECKOUT = Path(__file__).resolve().parents[2]
VideoMaker = Callable[..., Path]
Command = Callable[..., subprocess.CompletedProcess[str]]
CLIPS = 3
PATIENCE_S = 900


@pytest.mark.slow
def test_object_storage__stopped_and_gone_on_with(
    make_video: VideoMaker,
    signed_frames: NDArray[np.uint8],
    run_ingest: Command,
    storage_address: str,
    tmp_path: Path,
) -> None:
    folder = tmp_path / "corpus"
    for number in range(CLIPS):
        images = signed_frames[number : number + 6]
        # An avi needs a playable copy, which is sent too.
        make_video(folder / "SIGN" / f"clip{number}.avi", images, codec="mpeg4")
    (folder / "SIGN" / "empty.mp4").touch()
    here = tmp_path / "here"
    assert run_ingest("folder", folder, "--store", here, "--workers", 1).returncode == 0
    expected = rows_of(open_store(here))
    remote = Remote(storage_address)
    process = started(folder, storage_address)
    wait_for_a_clip(remote, process)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=PATIENCE_S)

    assert process.returncode == 130, errors
    assert "Stopped." in errors
    copy = create_store(tmp_path / "copy")
    fetch(remote, copy)
    stopped = rows_of(copy)
    assert [row["state"] for row in stopped["runs"]] == [repr("stopped")]
    done = {row["clip_id"] for row in stopped["clips"]}
    assert done
    for table in ("frames", "landmarks", "crops"):
        assert {row["clip_id"] for row in stopped[table]} == done

    again = run_ingest("folder", folder, "--store", storage_address, "--workers", 1)

    assert again.returncode == 0, again.stderr
    assert f"{CLIPS - len(done)} clips read" in again.stdout
    fetch(open_remote(storage_address), copy)
    assert rows_of(copy) == expected
    assert media_of(copy.root) == media_of(here)


def started(folder: Path, address: str) -> subprocess.Popen[str]:
    """Start the command in a process group of its own, as a shell does."""
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "ingest", "folder", str(folder)),
            *("--store", address, "--workers", "1"),
        ],
        cwd=CHECKOUT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wait_for_a_clip(remote: Remote, process: subprocess.Popen[str]) -> None:
    until_s = time.monotonic() + PATIENCE_S
    while not remote.listed("tables/clips"):
        assert process.poll() is None, "It ended before the moment came."
        assert time.monotonic() < until_s, "No clip ever appeared."
        time.sleep(0.02)


def media_of(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (root / "media").rglob("*.mp4")}
