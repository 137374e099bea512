"""A page that fails says a sentence; what failed is in the log and nowhere else."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from dashboard.server import HOST, address, running_server
from tests.browser.conftest import PATIENCE_MS, Looks, free_port

pytestmark = pytest.mark.browser

SECRET = "a secret of the program"
BREAK = f"""
import os, pathlib, sys
if "streamlit" in sys.orig_argv:
    from store.db import Database
    asked = Database.query
    def query(self, question, **given):
        if pathlib.Path(os.environ["SIGNATLAS_BROKEN"]).exists():
            raise RuntimeError("{SECRET}")
        return asked(self, question, **given)
    Database.query = query
"""
"""Breaks every question to the store as soon as a file is there."""


@pytest.fixture
def flag(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that breaks every question of the servers started from now on."""
    (tmp_path / "sitecustomize.py").write_text(BREAK)
    paths = [str(tmp_path), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, paths)))
    monkeypatch.setenv("SIGNATLAS_BROKEN", str(tmp_path / "broken"))
    return tmp_path / "broken"


def test_failing_page__says_a_sentence_and_heals(
    looks: Looks, made_store: Path, flag: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    port = free_port()
    where = address(HOST, port)
    page = looks(1280, "light").new_page()
    received: list[bytes] = []
    page.on(
        "websocket",
        lambda socket: socket.on(
            "framereceived",
            lambda frame: received.append(
                frame if isinstance(frame, bytes) else frame.encode()
            ),
        ),
    )
    said = page.get_by_test_id("stAlertContentError")

    with running_server(made_store, port=port):
        flag.touch()
        for path in ("", "clusters", "mistakes"):
            page.goto(f"{where}/{path}")
            expect(said).to_contain_text("could not be drawn", timeout=PATIENCE_MS)
            assert page.get_by_test_id("stException").count() == 0
        number = re.findall(r"failure (\w+) in", said.inner_text())
        flag.unlink()
        page.reload()
        page.get_by_role("heading", name="hands recognised").wait_for()
        page.close()
    logged = "".join(capfd.readouterr())

    served = b"".join(received)
    assert SECRET.encode() not in served
    assert b"Traceback" not in served
    assert b"RuntimeError" not in served
    assert SECRET in logged
    assert f"Failure {number[0]} on {where}/mistakes: RuntimeError" in logged
