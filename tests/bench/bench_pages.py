"""Server time of every page of a big store: three kinds of visits, clock and CPU.

The real app is run by Streamlit's script runner in this process. The very first visit
after the data changed prepares what is read often; the first one of a server finds that
and empty caches. That and later ones are medians of three. `python -m tests.bench.bench_pages
STORE [NAME]` prints the table of a store that `tests.bench.big_store` made, or of pages
whose names begin so; `make bench` makes one of 100,000 hands.
"""

import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
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
from threadpoolctl import threadpool_limits

from store.layout import Store
from store.moments import SETTLED_S
from store.prepared import prepared_dir
from store.settings import STORE_VARIABLE
from tests.bench.big_store import make_big_store
from tests.bench.big_store_pages import PAGES
from tests.bench.ratios import Ratio, ratio_of

APP: Final = Path(__file__).resolve().parents[2] / "dashboard" / "app.py"
HANDS: Final = 100_000
WITHIN_S: Final = 0.5
AGAIN: Final = 3
_sent_mb: list[float] = []
"""By the run before."""


@dataclass(frozen=True, slots=True)
class Took:
    """What the server took for one visit, in seconds of the clock and of the processor."""

    clock_s: float
    cpu_s: float


@dataclass(frozen=True, slots=True)
class Visit:
    """What the visits of one page took, and what it sends, in MB.

    Attributes:
        page: its name among `PAGES`.
        ever: the first visit after the data changed.
        first: first visits of servers, whose data did not change.
        again: a visit after that.
    """

    page: str
    ever: Took
    first: tuple[Took, ...]
    again: Took
    sent_mb: float


def run() -> list[Ratio]:
    """Return the times of each page's visits over what is allowed."""
    with tempfile.TemporaryDirectory() as folder:
        store = make_big_store(Path(folder) / "store", HANDS)
        time.sleep(SETTLED_S)  # what has just changed is not prepared
        return [ratio for visit in visits(store) for ratio in _ratios(visit)]


def _ratios(visit: Visit) -> Iterator[Ratio]:
    for kind, took, told, ceiling in (
        ("pages", visit.first, "a server's first visit", 1.0),
        ("pages-again", (visit.again,), "a later visit", 1.0),
        ("pages-new", (visit.ever,), "the first visit after new data", None),
    ):
        yield ratio_of(
            f"bench/{kind}/{visit.page}/ratio",
            [(each.clock_s, WITHIN_S) for each in took],
            meaning=f"{told}, over {WITHIN_S} s",
            ceiling=ceiling,
            data=f"{HANDS:,} made hands and predictions of {HANDS // 10:,} clips",
        )


def visits(store: Store, only: str = "") -> Iterator[Visit]:
    """Visit all pages of a store, or those whose name begins so."""
    # As the server is started.
    with pytest.MonkeyPatch.context() as patch, threadpool_limits(1, user_api="blas"):
        patch.setenv(STORE_VARIABLE, str(store.root))
        scan = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        patch.setattr(local_script_runner, "parse_tree_from_messages", _parsed)
        _open("models", {})  # loads what all pages need
        for name, (page, choices) in PAGES.items():
            if name.startswith(only):
                yield _visit(store, name, page, choices)


def _visit(store: Store, name: str, page: str, choices: dict[str, str]) -> Visit:
    shutil.rmtree(prepared_dir(store), ignore_errors=True)
    _forget()
    ever, sent_mb = _timed(page, choices)
    first = []
    for _ in range(AGAIN):
        _forget()
        first.append(_timed(page, choices)[0])
    again = [_timed(page, choices)[0] for _ in range(AGAIN)]
    return Visit(name, ever, tuple(first), _median(again), sent_mb)


def _median(visits: Sequence[Took]) -> Took:
    return Took(
        statistics.median(took.clock_s for took in visits),
        statistics.median(took.cpu_s for took in visits),
    )


def _forget() -> None:
    st.cache_data.clear()
    st.cache_resource.clear()


def _timed(page: str, choices: dict[str, str]) -> tuple[Took, float]:
    clock_s, cpu_s = time.perf_counter(), time.process_time()
    app = _open(page, choices)
    took = Took(time.perf_counter() - clock_s, time.process_time() - cpu_s)
    wrong = [item.message for item in app.exception] + [e.value for e in app.error]
    if wrong:
        raise RuntimeError(f"Page {page} {choices}: {wrong}")
    return took, _sent_mb.pop()


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
    store, *only = sys.argv[1:]
    pair = f"{'s':>8} {'cpu':>7}"
    print(f"{'':24} {'ever':>16} {'first':>16} {'again':>16}")
    print(f"{'page':24} {pair} {pair} {pair} {'MB':>6}")
    for visit in visits(Store(Path(store)), *only[:1]):
        times = " ".join(
            f"{took.clock_s:8.3f} {took.cpu_s:7.3f}"
            for took in (visit.ever, _median(visit.first), visit.again)
        )
        print(f"{visit.page:24} {times} {visit.sent_mb:6.2f}", flush=True)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of the process: {peak_mb:,.0f} MB")


if __name__ == "__main__":
    main()
