"""Two ingests at once: of two corpora both go on, of one the second says so and ends."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import numpy as np
import pytest
from numpy.typing import NDArray

from store.errors import CallError
from store.layout import Store, create_store, open_store
from store.locks import only_one
from store.verify import verify
from tests.faults.amount import long
from tests.faults.commands import CHECKOUT, signatlas, started
from tests.faults.contents import rows_of

VideoMaker = Callable[..., Path]
WORK: Final = "ingest-corpus"
HOLD: Final = """
import sys, time
from pathlib import Path
from store.layout import open_store
from store.locks import only_one
with only_one(open_store(Path(sys.argv[1])), sys.argv[2], "it"):
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def holder(store: Store) -> Iterator["subprocess.Popen[str]"]:
    """A process that is at work."""
    command = [sys.executable, "-c", HOLD, str(store.root), WORK]
    process = subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def take(store: Store, work: str) -> None:
    with only_one(store, work, "the ingest of corpus"):
        pass


def test_only_one__the_second_is_told(
    store: Store, holder: "subprocess.Popen[str]"
) -> None:
    with pytest.raises(CallError, match="Another process is at work on the ingest"):
        take(store, WORK)

    take(store, "ingest-another")


def test_only_one__a_killed_process_keeps_nobody_out(
    store: Store, holder: "subprocess.Popen[str]"
) -> None:
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()

    take(store, WORK)


def test_only_one__again_after_the_end(store: Store) -> None:
    take(store, WORK)
    take(store, WORK)


@long
@pytest.mark.slow
def test_ingests__of_two_corpora_and_of_one_twice(
    tmp_path: Path, make_video: VideoMaker, signed_frames: NDArray[np.uint8]
) -> None:
    folders = [tmp_path / name for name in ("one", "two")]
    for number, folder in enumerate(folders):
        make_video(folder / "SIGN" / "a.mp4", signed_frames[number : number + 5])
        make_video(folder / "SIGN" / "b.mp4", signed_frames[number + 2 : number + 8])
    together, after = (create_store(tmp_path / name).root for name in ("t", "a"))

    at_once = [ingesting(folder, together) for folder in (*folders, folders[0])]
    said = [process.communicate(timeout=600)[1] for process in at_once]
    for folder in folders:
        assert signatlas(*command(folder, after)).returncode == 0

    ended = [process.returncode for process in at_once]
    assert ended[1] == 0
    assert sorted([ended[0], ended[2]]) in ([0, 0], [0, 2])
    refused = [text for text, code in zip(said, ended, strict=True) if code]
    assert all("at work on the ingest of one" in text for text in refused)
    assert "Traceback" not in "".join(said)
    assert rows_of(open_store(together)) == rows_of(open_store(after))
    assert verify(open_store(together)) == []


def ingesting(folder: Path, root: Path) -> "subprocess.Popen[str]":
    return started(*command(folder, root))


def command(folder: Path, root: Path) -> tuple[object, ...]:
    return ("ingest", "folder", folder, "--store", root, "--workers", 1)
