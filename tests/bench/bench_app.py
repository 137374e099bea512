"""The app against an empty Streamlit page: its start, its first page, and reruns of pages.

A rerun is what a click on a page costs the server: the real app is run by Streamlit's own
script runner in this process, on a small made store, with everything in its caches.
"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Final

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard.server import HOST, address
from store.layout import create_store
from store.settings import STORE_VARIABLE
from tests.bench.ratios import Ratio, compare
from tests.browser.conftest import free_port
from tests.dashboard.cluster_maker import add_clusterings
from tests.dashboard.prediction_maker import add_map, add_predictions

EMPTY: Final = "import streamlit as st\nst.write('nothing')\n"
PAGES: Final = (
    "overview",
    "clips",
    "clusters",
    "inventory",
    "frequencies",
    "mistakes",
    "map",
    "models",
    "query",
)
RERUNS: Final = 5
APP: Final = Path(__file__).resolve().parents[2] / "dashboard" / "app.py"
PATIENCE_S: Final = 120.0
FIRST_PAGE: Final = """
import sys
from streamlit.testing.v1 import AppTest
app = AppTest.from_file(sys.argv[1], default_timeout=120).run()
sys.exit(bool(app.exception))
"""


def run() -> Iterator[Ratio]:
    """Yield the ratios of the app to an empty page."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        root = Path(folder)
        store = add_clusterings(create_store(root / "store"))
        add_map(add_predictions(store))
        patch.setenv(STORE_VARIABLE, str(store.root))
        empty = root / "empty.py"
        empty.write_text(EMPTY, "utf-8")
        yield _start(empty)
        yield _first_page(empty)
        # Each run reads the metadata of every installed package otherwise.
        scan = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield from _reruns(empty)


def _start(empty: Path) -> Ratio:
    """From the command to a server that answers, and its end."""
    signatlas = [sys.executable, "-c", "from dashboard.cli import main; main()"]
    streamlit = [sys.executable, "-m", "streamlit", "run", str(empty)]
    quiet = ("--server.headless=true", "--server.fileWatcherType=none")

    def ours() -> None:
        port = free_port()
        _answers([*signatlas, "serve", "--port", str(port)], port)

    def bare() -> None:
        port = free_port()
        where = (f"--server.address={HOST}", f"--server.port={port}")
        _answers([*streamlit, *quiet, *where], port)

    return compare(
        "bench/app/start/ratio",
        ours,
        bare,
        meaning="`signatlas serve` until it answers over `streamlit run` of an empty page",
        data="a small made store",
        repeats=5,
        ceiling=1.3,
    )


def _answers(command: Sequence[str], port: int) -> None:
    server = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"{address(HOST, port)}/_stcore/health", server)
    finally:
        server.terminate()
        server.wait()


def _wait_for(where: str, server: subprocess.Popen[bytes]) -> None:
    until_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < until_s and server.poll() is None:
        try:
            with urllib.request.urlopen(where, timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"No answer from {where}.")


def _first_page(empty: Path) -> Ratio:
    """A new process that runs a page once: what the first visitor waits for."""

    def visit(script: Path) -> None:
        command = [sys.executable, "-W", "ignore", "-c", FIRST_PAGE, str(script)]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ})

    return compare(
        "bench/app/first-page/ratio",
        partial(visit, APP),
        partial(visit, empty),
        meaning="a new process that runs page Overview once, over one with an empty page",
        data="a small made store",
        repeats=5,
    )


def _reruns(empty: Path) -> Iterator[Ratio]:
    bare = _again(AppTest.from_file(str(empty), default_timeout=PATIENCE_S))
    for page in PAGES:
        app = AppTest.from_file(str(APP), default_timeout=PATIENCE_S)
        app._page_hash = "" if page == "overview" else calc_hash(page)
        yield compare(
            f"bench/app/rerun-{page}/ratio",
            _again(app),
            bare,
            meaning=f"{RERUNS} reruns of the page over those of an empty one",
            data="a small made store",
        )


def _again(app: AppTest) -> Callable[[], None]:
    """Return the work of running a page some times over, all at hand."""

    def rerun() -> None:
        for _ in range(RERUNS):
            app.run()
            if app.exception:
                raise RuntimeError(app.exception[0].message)

    return rerun
