"""Visitors of the real server who upload at the same moment: fifty in `make fuzz`."""

import re
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dashboard.server import HOST, address, running_server
from models.retrieval.embedding import embed
from tests.browser.conftest import free_port
from tests.dashboard.store_maker import make_full_store
from tests.fuzz.clips import write_clips
from tests.fuzz.extent import extent
from tests.fuzz.processes import children_of, peak_mb, processes_about
from tests.fuzz.visitors import Visitor
from tests.models.retrieval.sign_maker import CORPUS, add_signs

VISITORS = extent("VISITORS", 10)
LOOKED_AT_ONCE = 2
MOST_MEMORY_MB = 1500
WAIT = re.compile(r"sign \d+\W+mp4 has to wait\W+2 other uploads are being looked at")
ANSWERED = "What decided"


@pytest.mark.slow
def test_find__visitors_who_upload_at_once_are_answered_or_told_to_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clips = tmp_path / "clips"
    clips.mkdir()
    content = write_clips(clips)["plain.mp4"]
    machine = tmp_path / "machine"
    machine.mkdir()
    monkeypatch.setenv("TMPDIR", str(machine))
    monkeypatch.setenv("SIGNATLAS_UPLOAD_AT_ONCE", str(LOOKED_AT_ONCE))
    store = make_full_store(tmp_path / "store")
    add_signs(store, glosses=4)
    embed(store, [CORPUS])
    port, together = free_port(), threading.Barrier(VISITORS)

    def visit(number: int) -> str:
        with Visitor(address(HOST, port), "find-a-sign") as visitor:
            opened = visitor.open()
            assert opened.uploader, opened.words
            together.wait()
            seen = visitor.upload(opened.uploader, f"sign {number}.mp4", content)
            told = "\n".join(seen.words)
            together.wait()
        if seen.errors:
            return f"traceback: {seen.errors}"
        if WAIT.search(told):
            return "busy"
        return "answered" if ANSWERED in told else told

    with running_server(store.root, port=port) as server:
        with ThreadPoolExecutor(VISITORS) as visitors:
            told = Counter(visitors.map(visit, range(VISITORS)))
        readers = children_of(server.pid)
        memory_mb = peak_mb(server.pid)
    sys.stdout.write(f"{dict(told)}; server's peak {memory_mb} MB\n")

    assert set(told) == {"answered", "busy"}
    assert told["answered"] >= LOOKED_AT_ONCE
    assert len(readers) <= LOOKED_AT_ONCE + 1
    assert memory_mb < MOST_MEMORY_MB
    assert not processes_about(machine)
    assert not list(machine.glob("signatlas-uploads-*/*"))
