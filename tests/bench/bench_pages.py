"""Server time of every page of a big store: its first visit and the next, clock and CPU.

The real app is run by Streamlit's script runner in this process. The first visit finds
empty caches, as after `signatlas serve` or a new part; the next ones are medians of
three. `python -m tests.bench.bench_pages STORE` prints the table of a store that
`tests.bench.big_store` made; `make bench` makes one of 100,000 hands.
"""

import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.testing.v1 import AppTest, local_script_runner
from streamlit.testing.v1.element_tree import ElementTree, parse_tree_from_messages
from streamlit.util import calc_hash

from store.settings import STORE_VARIABLE
from tests.bench.big_store import make_big_store
from tests.bench.big_store_runs import (
    CLASSIFIER,
    CLIP_MAP,
    CLUSTERINGS,
    MAP,
    RIVAL,
    SIGNS,
)
from tests.bench.big_store_shape import CORPORA, SHAPES
from tests.bench.ratios import Ratio, cpu_seconds, ratio_of

APP: Final = Path(__file__).resolve().parents[2] / "dashboard" / "app.py"
HANDS: Final = 100_000
WITHIN_S: Final = 0.5
AGAIN: Final = 3
_CLIP: Final = f"{CORPORA[1]}/c000010"
_CELL: Final = {"true": SHAPES[0], "predicted": SHAPES[1]}
PAGES: Final[tuple[tuple[str, dict[str, str]], ...]] = (
    ("overview", {}),
    ("clips", {}),
    ("clips", {"corpus": CORPORA[1], "page": "9", "sort": "hands"}),
    ("find-a-sign", {}),
    ("find-a-sign", {"clip": _CLIP}),
    ("sign", {}),
    ("sign", {"corpus": CORPORA[0], "gloss": "SIGN00007"}),
    ("clusters", {"run": next(iter(CLUSTERINGS))}),
    ("clusters", {"run": next(iter(CLUSTERINGS)), "cluster": "3"}),
    ("clusters", {"run": next(iter(CLUSTERINGS)), "cluster": "next"}),
    ("inventory", {}),
    ("inventory", {"handshape": SHAPES[0]}),
    ("frequencies", {"run": CLASSIFIER}),
    ("frequencies", {"run": CLASSIFIER, "corpus": CORPORA[1]}),
    ("frequencies", {"run": CLASSIFIER, "handshape": SHAPES[0]}),
    ("compare", {}),
    ("compare", {"second": CORPORA[1], "second-by": f"corrected:{CLASSIFIER}"}),
    ("mistakes", {"run": CLASSIFIER}),
    ("mistakes", {"run": CLASSIFIER, "against": RIVAL}),
    ("mistakes", {"run": CLASSIFIER, **_CELL}),
    ("mistakes", {"run": SIGNS}),
    ("map", {"run": MAP}),
    ("map", {"run": MAP, "by": "predicted"}),
    ("map", {"run": CLIP_MAP}),
    ("descriptions", {}),
    ("sign-mnist", {}),
    ("models", {}),
    ("models", {"run": CLASSIFIER}),
    ("query", {}),
    ("query", {"sql": "SELECT gloss, count(*) AS n FROM clips GROUP BY gloss"}),
)
"""Pages with what is chosen on them."""
_sent_mb: list[float] = []
"""By the run before."""


@dataclass(frozen=True, slots=True)
class Visit:
    """How long the server takes for one page, in seconds, and what it sends, in MB."""

    page: str
    first_s: float
    first_cpu_s: float
    warm_s: float
    warm_cpu_s: float
    sent_mb: float


def run() -> list[Ratio]:
    """Return the time of each page's first visit over what is allowed."""
    with tempfile.TemporaryDirectory() as folder:
        store = make_big_store(Path(folder) / "store", HANDS)
        return [
            ratio_of(
                f"bench/pages/{visit.page}/ratio",
                [(visit.first_cpu_s, WITHIN_S)],
                meaning=f"CPU time of the first visit over {WITHIN_S} s; the next take "
                f"{visit.warm_cpu_s:.3f}",
                ceiling=1.0,
                clock=cpu_seconds,
                data=f"{HANDS:,} made hands and predictions of {HANDS // 10:,} clips",
            )
            for visit in visits(store.root)
        ]


def visits(store: Path, only: str = "") -> Iterator[Visit]:
    """Visit all pages of a store, or those whose name begins so."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(STORE_VARIABLE, str(store))
        scan = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        patch.setattr(local_script_runner, "parse_tree_from_messages", _parsed)
        _open("models", {})  # loads what all pages need
        for page, choices in PAGES:
            if page.startswith(only):
                yield _visit(page, choices)


def _visit(page: str, choices: dict[str, str]) -> Visit:
    st.cache_data.clear()
    st.cache_resource.clear()
    first_s, first_cpu_s, sent_mb = _timed(page, choices)
    again = [_timed(page, choices) for _ in range(AGAIN)]
    clock_s, cpu_s, _ = zip(*again, strict=True)
    chosen = ",".join(f"{name}={value}" for name, value in choices.items())
    return Visit(
        f"{page}?{chosen}" if chosen else page,
        first_s,
        first_cpu_s,
        statistics.median(clock_s),
        statistics.median(cpu_s),
        sent_mb,
    )


def _timed(page: str, choices: dict[str, str]) -> tuple[float, float, float]:
    clock_s, cpu_s = time.perf_counter(), time.process_time()
    app = _open(page, choices)
    taken = time.perf_counter() - clock_s, time.process_time() - cpu_s
    wrong = [item.message for item in app.exception] + [e.value for e in app.error]
    if wrong:
        raise RuntimeError(f"Page {page} {choices}: {wrong}")
    return *taken, _sent_mb.pop()


def _parsed(messages: list[ForwardMsg]) -> ElementTree:
    """Read what a run sent, and note how much it was."""
    _sent_mb[:] = [sum(message.ByteSize() for message in messages) / 1e6]
    return parse_tree_from_messages(messages)


def _open(page: str, choices: dict[str, str]) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=600)
    app._page_hash = "" if page == "overview" else calc_hash(page)
    for name, value in choices.items():
        app.query_params[name] = value
    return app.run()


def main() -> None:
    """Print the table of a store."""
    print(f"{'page':56} {'first s':>9} {'cpu':>7} {'warm s':>8} {'cpu':>7} {'MB':>7}")
    for visit in visits(Path(sys.argv[1]), *sys.argv[2:3]):
        print(
            f"{visit.page[:56]:56} {visit.first_s:9.3f} {visit.first_cpu_s:7.3f} "
            f"{visit.warm_s:8.3f} {visit.warm_cpu_s:7.3f} {visit.sent_mb:7.2f}",
            flush=True,
        )
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of the process: {peak_mb:,.0f} MB")


if __name__ == "__main__":
    main()
