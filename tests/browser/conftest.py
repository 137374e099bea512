"""The real server, looked at with real Chromium."""

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Response,
    sync_playwright,
)
from playwright.sync_api import TimeoutError as TooLong

from dashboard.server import HOST, address, running_server
from models.retrieval.embedding import embed
from store.layout import create_store
from tests.dashboard.cluster_maker import add_clusterings
from tests.dashboard.compare_maker import add_languages
from tests.dashboard.description_maker import add_descriptions
from tests.dashboard.letter_maker import add_letter_runs, add_letters
from tests.dashboard.prediction_maker import add_map, add_predictions
from tests.dashboard.store_maker import make_full_store
from tests.models.retrieval.sign_maker import CORPUS, add_signs

CHROMIUM_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Opened on a page other than the first, Streamlit's own script looks for its server
# below that page's path before it looks at the root.
EXPECTED_MISSES = tuple(
    f"/{page}/_stcore/{asked}"
    for page in (
        "clips",
        "find-a-sign",
        "sign",
        "clusters",
        "inventory",
        "mistakes",
        "frequencies",
        "compare",
        "descriptions",
        "models",
        "map",
        "query",
        "sign-mnist",
    )
    for asked in ("health", "host-config")
)
EXPECTED_MESSAGES = ("the server responded with a status of 404",)

QUIET_MS, SETTLE_MS = 200, 900
PATIENCE_MS = 60_000
# A figure that is drawn anew under the mouse swallows a click; it is then given again.
CLICKS, CLICK_MS = 6, 15_000
# How often a browser test is tried again: a crowded machine stalls Chromium itself.
BROWSER_RERUNS = 2
SETTLED = """([quiet, longest, waiting]) => {
    const now = performance.now();
    if (!window.saWatched) {
        window.saWatched = {changed: now};
        new MutationObserver(() => { window.saWatched.changed = performance.now(); })
            .observe(document, {subtree: true, childList: true, attributes: true});
    }
    const app = document.querySelector('[data-testid="stApp"]');
    const figures = [...document.querySelectorAll('[data-testid="stPlotlyChart"]')];
    const ready = document.querySelector('h1')
        && app && app.dataset.testScriptState === 'notRunning'
        && !document.querySelector('[data-stale="true"]')
        && figures.every(figure => figure.querySelector('.main-svg'));
    const watched = window.saWatched;
    if (watched.waiting !== waiting) Object.assign(watched, {waiting, ready: null});
    if (!ready) { watched.ready = null; return false; }
    watched.ready ??= now;
    return now - Math.max(watched.ready, watched.changed) >= quiet
        || now - watched.ready >= longest;
}"""
"""Whether the script has run, figures are drawn, and nothing on the page has changed for
a moment; what moves all the time, as a player, is not waited for."""
POINT_OF_MARK = """([marks, text, nth, across, down]) => {
    const found = [...document.querySelectorAll(marks)]
        .filter(mark => text === null || mark.textContent === text)[nth];
    if (!found) return null;
    const box = found.getBoundingClientRect();
    if (!box.width) return null;
    return [box.x + box.width * across, box.y + box.height * down];
}"""

Server = Callable[[Path], str]
Opener = Callable[..., "Watched"]
Looks = Callable[[int, str], BrowserContext]


class Watched:
    """A browser page that remembers everything that went wrong on it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        self.waits = 0
        page.on(
            "console", lambda message: self._note_message(message.type, message.text)
        )
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("response", self._note_response)

    def settle(self) -> None:
        """Wait until the page's script has run and its figures are drawn."""
        self.waits += 1
        told = [QUIET_MS, SETTLE_MS, self.waits]
        self.page.wait_for_function(SETTLED, arg=told, timeout=PATIENCE_MS)

    def point_of(
        self,
        marks: str,
        *,
        text: str | None = None,
        nth: int = 0,
        at: tuple[float, float] = (0.5, 0.5),
    ) -> tuple[float, float]:
        """Wait for a mark of a figure and return where a part of it lies on the page."""
        drawn = self.page.wait_for_function(
            POINT_OF_MARK, arg=[marks, text, nth, *at], timeout=PATIENCE_MS
        )
        x, y = drawn.json_value()
        return x, y

    def click_mark(
        self,
        marks: str,
        *,
        until: str,
        text: str | None = None,
        nth: int = 0,
        at: tuple[float, float] = (0.5, 0.5),
    ) -> None:
        """Click a mark of a figure until the page says that it has understood."""
        for _ in range(CLICKS):
            self.page.mouse.click(*self.point_of(marks, text=text, nth=nth, at=at))
            with suppress(TooLong):
                self.page.wait_for_function(until, timeout=CLICK_MS)
                self.settle()
                return
        raise AssertionError(f"{CLICKS} clicks on {marks} did not lead to {until}")

    def assert_well(self) -> None:
        assert self.errors == []
        assert self.page.locator('[data-testid="stException"]').count() == 0
        assert self.page.locator('[data-testid="stAlertContentError"]').count() == 0

    def _note_message(self, kind: str, text: str) -> None:
        if kind == "error" and not any(known in text for known in EXPECTED_MESSAGES):
            self.errors.append(text)

    def _note_response(self, response: Response) -> None:
        if response.status >= 400 and not response.url.endswith(EXPECTED_MISSES):
            self.errors.append(f"{response.status} {response.url}")


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    for item in items:
        if item.get_closest_marker("browser") and config.getoption("reruns") is None:
            item.add_marker(pytest.mark.flaky(reruns=BROWSER_RERUNS))


def chromium_path() -> str | None:
    named = os.environ.get("SIGNATLAS_CHROMIUM")
    usual = Path("/usr/bin/chromium")
    return named or (str(usual) if usual.exists() else shutil.which("chromium"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium_path()
    if path is None:
        reason = "Chromium is not installed: install Debian's package `chromium`."
        if os.environ.get("SIGNATLAS_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path, args=list(CHROMIUM_OPTIONS)
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def serve() -> Iterator[Server]:
    """Return a function that serves a store and returns its address; ended at the end."""
    served: dict[Path, str] = {}
    with ExitStack() as running:

        def serve_(store: Path) -> str:
            if store not in served:
                port = free_port()
                running.enter_context(running_server(store, port=port))
                served[store] = address(HOST, port)
            return served[store]

        yield serve_


@pytest.fixture(scope="session")
def looks(browser: Browser) -> Iterator[Looks]:
    """Return a function that gives the one context of a width and a colour scheme.

    Pages of one context share what was loaded already: Streamlit's own scripts.
    """
    contexts: dict[tuple[int, str], BrowserContext] = {}

    def look(width_px: int, scheme: str) -> BrowserContext:
        if (width_px, scheme) not in contexts:
            contexts[width_px, scheme] = browser.new_context(
                viewport={"width": width_px, "height": 860},
                color_scheme="dark" if scheme == "dark" else "light",
            )
            contexts[width_px, scheme].set_default_timeout(PATIENCE_MS)
        return contexts[width_px, scheme]

    yield look
    for context in contexts.values():
        context.close()


@pytest.fixture
def open_browser(looks: Looks, serve: Server) -> Iterator[Opener]:
    """Return a function that opens an address of a served store."""
    with ExitStack() as opened:

        def open_(
            store: Path, where: str = "", *, width_px: int = 1280, scheme: str = "light"
        ) -> Watched:
            page = looks(width_px, scheme).new_page()
            opened.callback(page.close)
            watched = Watched(page)
            watched.page.goto(f"{serve(store)}/{where}")
            watched.settle()
            return watched

        yield open_


@pytest.fixture(scope="session")
def made_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that fills every page but Find a sign; nobody labels in it."""
    store = make_full_store(tmp_path_factory.mktemp("made") / "store")
    add_map(add_predictions(add_clusterings(store)))
    add_letter_runs(add_letters(store))
    return add_languages(add_descriptions(store)).root


@pytest.fixture(scope="session")
def signs_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of signs that can be found."""
    store = make_full_store(tmp_path_factory.mktemp("signs") / "store")
    add_signs(store, glosses=16)
    embed(store, ["village", "gen-a", CORPUS])
    return store.root


@pytest.fixture(scope="module")
def label_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that the tests of one file label in."""
    store = create_store(tmp_path_factory.mktemp("label") / "store")
    return add_predictions(add_clusterings(store)).root


@pytest.fixture(scope="session")
def screenshots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures of the pages go: `SIGNATLAS_SCREENSHOTS`, or pytest's own folder."""
    named = os.environ.get("SIGNATLAS_SCREENSHOTS")
    folder = Path(named) if named else tmp_path_factory.mktemp("screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
