"""Page Map of 100,000 made hands in real Chromium: until points are seen, bytes received.

Beside it the bare tool: a Streamlit page of nothing but Plotly's WebGL scatter of the same
points. Chromium draws by software here, as on any machine without a graphics card. On the
clock and in CPU seconds of server and browser, since the clock of a crowded machine says
little.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, CDPSession, sync_playwright

from dashboard.server import HOST, address, running_server
from store.errors import CallError
from store.layout import create_store
from tests.bench.costs import cpu_seconds
from tests.bench.many_hands import CLIPS, HANDS, SHAPES, add_many_hands
from tests.bench.ratios import Ratio, ratio_of
from tests.browser.conftest import CHROMIUM_OPTIONS, chromium_path, free_port

REPEATS: Final = 5
PAINT_S, PAYLOAD_MB = 3.0, 4.0
PATIENCE_MS: Final = 120_000
DATA: Final = (
    f"{HANDS:,} made hands of {CLIPS:,} clips, {SHAPES} groups; Chromium without GPU"
)
_PLOTLY: Final = Path(__file__).parent / "plotly_page.py"
_PLAIN: Final = """
import streamlit as st
st.html("<p class='painted'>nothing</p>")
"""


@dataclass(frozen=True)
class Visit:
    """One visit of a page.

    Attributes:
        painted_s: from navigation to its points on the screen.
        cpu_s: CPU seconds of server and browser until then.
        sent_mb: what came through the page's socket until then: the figure's data.
        loaded_mb: scripts and styles that were fetched besides.
    """

    painted_s: float
    cpu_s: float
    sent_mb: float
    loaded_mb: float


def run() -> list[Ratio]:
    """Return the ratios of first paint and of the payload."""
    return _ratios(_visits())


def _ratios(visits: dict[str, list[Visit]]) -> list[Ratio]:
    ours, plotly, plain = (visits[name] for name in ("ours", "plotly", "plain"))
    first, *warm = ours
    alone_s = statistics.median(visit.painted_s for visit in plain)
    alone = f"an empty Streamlit page takes {alone_s:.2f} s"
    share = [visit.sent_mb for visit in warm]
    return [
        ratio_of(
            "bench/map-page/first-paint/ratio",
            [(visit.painted_s, PAINT_S) for visit in warm],
            meaning=f"navigation to points seen over {PAINT_S:.0f} s; {alone}",
            data=DATA,
            ceiling=1.0,
        ),
        ratio_of(
            "bench/map-page/first-visit/ratio",
            [(first.painted_s, PAINT_S)],
            meaning="the same for the first visit of a new server, which reads the map",
            data=DATA,
            ceiling=1.0,
        ),
        ratio_of(
            "bench/map-page/cpu/ratio",
            [(visit.cpu_s, PAINT_S) for visit in warm],
            meaning=f"CPU seconds of server and browser until then over {PAINT_S:.0f}; "
            f"the empty page takes {statistics.median(v.cpu_s for v in plain):.2f}, "
            f"Plotly's {statistics.median(v.cpu_s for v in plotly[1:]):.2f}",
            data=DATA,
            ceiling=1.0,
            clock=cpu_seconds,
        ),
        ratio_of(
            "bench/map-page/plotly/ratio",
            list(zip(_painted(warm), _painted(plotly[1:]), strict=True)),
            meaning="first paint of a page of Plotly's WebGL scatter alone over ours",
            data=DATA,
            gain=True,
        ),
        ratio_of(
            "bench/map-page/payload/ratio",
            [(sent, PAYLOAD_MB) for sent in share],
            meaning=f"bytes of page and figure over {PAYLOAD_MB:.0f} MB; "
            f"scripts besides: {warm[0].loaded_mb:.1f} MB, Plotly's page "
            f"{plotly[0].loaded_mb:.1f} MB",
            data=DATA,
            unit="MB",
            ceiling=1.0,
        ),
    ]


def _painted(visits: list[Visit]) -> list[float]:
    return [visit.painted_s for visit in visits]


def _visits() -> dict[str, list[Visit]]:
    """Return visits of our page, of Plotly's and of an empty one, in turns."""
    with tempfile.TemporaryDirectory() as folder:
        store = add_many_hands(create_store(Path(folder) / "store"))
        plain = Path(folder) / "plain.py"
        plain.write_text(_PLAIN, encoding="utf-8")
        port = free_port()
        with (
            running_server(store.root, port=port),
            _streamlit(_PLOTLY, str(store.root)) as plotly,
            _streamlit(plain) as empty,
            _browser() as browser,
        ):
            pages = {
                "ours": (f"{address(HOST, port)}/map", "figure[data-painted]"),
                "plotly": (plotly, ".js-plotly-plot .gl-canvas"),
                "plain": (empty, "p.painted"),
            }
            visits: dict[str, list[Visit]] = {name: [] for name in pages}
            for _ in range(1 + REPEATS):
                for name, (where, mark) in pages.items():
                    visits[name].append(_visit(browser, where, mark))
            return visits


def _visit(browser: Browser, where: str, mark: str) -> Visit:
    """Open a page in a new profile and wait until its mark is seen and painted."""
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    try:
        page = context.new_page()
        received = _count_bytes(context.new_cdp_session(page))
        before_s = _cpu_s()
        page.goto(where, wait_until="commit")
        page.wait_for_selector(mark, timeout=PATIENCE_MS)
        painted_ms = page.evaluate(
            """() => new Promise(done => requestAnimationFrame(() => {
                const seen = performance.getEntriesByName("map-painted")[0];
                done(seen ? seen.startTime : performance.now());
            }))"""
        )
        sent, loaded = received["socket"] / 1e6, received["loaded"] / 1e6
        # Processes of the visit before may still end meanwhile.
        taken_s = sum(s - before_s.get(pid, 0.0) for pid, s in _cpu_s().items())
        return Visit(painted_ms / 1000, taken_s, sent, loaded)
    finally:
        context.close()


def _cpu_s() -> dict[int, float]:
    """Return the CPU seconds that this process and each one below it have taken."""
    parents, taken_s = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            told = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        pid = int(folder.name)
        parents[pid] = int(told[1])
        taken_s[pid] = (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
    ours = {os.getpid()}
    while more := {pid for pid, above in parents.items() if above in ours} - ours:
        ours |= more
    return {pid: taken_s[pid] for pid in ours if pid in taken_s}


def _count_bytes(session: CDPSession) -> dict[str, int]:
    received = {"socket": 0, "loaded": 0}

    def frame(event: dict[str, Any]) -> None:
        # Binary frames are told as base64.
        received["socket"] += len(event["response"]["payloadData"]) * 3 // 4

    def loaded(event: dict[str, Any]) -> None:
        received["loaded"] += int(event["encodedDataLength"])

    session.send("Network.enable")
    session.on("Network.webSocketFrameReceived", frame)
    session.on("Network.loadingFinished", loaded)
    return received


@contextmanager
def _browser() -> Iterator[Browser]:
    path = chromium_path()
    if path is None:
        raise CallError("Chromium is not installed: install Debian's package chromium.")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(
            executable_path=path, args=list(CHROMIUM_OPTIONS)
        )


@contextmanager
def _streamlit(script: Path, *arguments: str) -> Iterator[str]:
    """Serve one Streamlit script and return its address."""
    port = free_port()
    options = {
        "server.address": HOST,
        "server.port": str(port),
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
    }
    flags = [text for name, value in options.items() for text in (f"--{name}", value)]
    command = [sys.executable, "-m", "streamlit", "run", str(script), *flags]
    server = subprocess.Popen([*command, "--", *arguments], stdout=subprocess.DEVNULL)
    try:
        _wait_for(f"{address(HOST, port)}/_stcore/health", server.poll)
        yield address(HOST, port)
    finally:
        server.terminate()
        server.wait()


def _wait_for(where: str, ended: Callable[[], int | None]) -> None:
    while ended() is None:
        try:
            with urllib.request.urlopen(where, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The server of {where} ended at its start.")
