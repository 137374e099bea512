"""A tour of all pages: drawn, accessible, not too wide, nothing refused or not found.

The server's content policy is in force, so what it would block is an error here.
`SIGNATLAS_TOUR_STORE` names the store to tour, `SIGNATLAS_SCREENSHOTS` the folder for the
pictures; without them the made-up stores and pytest's own folder.
"""

import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest

from dashboard.pages import find_pages
from dashboard.query_desk_examples import EXAMPLES
from tests.browser.accessibility import overflow_px, serious_findings
from tests.browser.conftest import Opener, Watched
from tests.dashboard.description_maker import NOTATION, WORDS, description_id
from tests.models.retrieval.sign_maker import CORPUS

pytestmark = pytest.mark.browser

TOP_PX = 860
LOOKS = {"": (1280, "light"), "-narrow": (768, "dark")}
FIND, SIGN = "find-a-sign", "sign"
ASKED = urlencode({"sql": EXAMPLES[0].statement})
PRESSED = {"query": "Run"}
FIRST = description_id(WORDS, 1)
PAGES = {
    "overview": "",
    "clips": "clips?frame=12",
    FIND: f"{FIND}?clip={CORPUS}%2Fs00001",
    SIGN: "sign?corpus=village&gloss=BOOK",
    "clusters": "clusters",
    "inventory": "inventory",
    "frequencies": "frequencies",
    "compare": "compare?first=north&second=south",
    "mistakes": "mistakes",
    "map": "map",
    "models": "models",
    "query": f"query?{ASKED}",
    "sign-mnist": "sign-mnist",
    "descriptions": f"descriptions?corpus={WORDS}",
}
"""Every page, in both looks."""
OPENED = {
    "find-a-sign-empty": FIND,
    "cluster": "clusters?cluster=3&annotator=ann",
    "mistakes-cell": "mistakes?true=1&predicted=V&annotator=Ana",
    "frequencies-hands": "frequencies?handshape=V",
    "models-run": "models?run=predict-drawn-better",
    "sign-mnist-cell": "sign-mnist?true=B&predicted=K",
    "descriptions-family": f"descriptions?corpus={WORDS}&family={FIRST}&threshold=0.5",
    "descriptions-pair": f"descriptions?corpus={WORDS}&first={FIRST}&second={FIRST[:-1]}2",
    "descriptions-pairs": f"descriptions?corpus={WORDS}&part=pairs",
    "descriptions-videos": f"descriptions?corpus={WORDS}&part=videos",
    "descriptions-search": f"descriptions?corpus={WORDS}&query=claw%20chin&order=any",
    "descriptions-hamnosys": (
        f"descriptions?corpus={NOTATION}&family={description_id(NOTATION, 1)}"
    ),
}
"""What opens on a click, in one look each."""
DEMO = {
    FIND: f"{FIND}?clip=synthetic-ana%2Fdizu-s01",
    SIGN: "sign?corpus=synthetic-ana&gloss=DIZU",
    "compare": "compare",
    "descriptions": "descriptions?family=synthetic-ana%2Fsynthetic-00001&threshold=0.45",
}
"""Where other things are looked at in the store of `make demo`."""
STOPS = [(stop, look) for stop in PAGES for look in LOOKS] + [
    (stop, list(LOOKS)[place % 2]) for place, stop in enumerate(OPENED)
]


def test_tour__leads_to_every_page() -> None:
    toured = {where.partition("?")[0] for where in PAGES.values()}

    assert toured == {"", *(page.url_path for page in find_pages()[1:])}


@pytest.fixture(scope="module")
def lead(made_store: Path, signs_store: Path) -> Callable[[str], tuple[Path, str]]:
    """Return a function that tells the store and the address of a stop."""
    named = os.environ.get("SIGNATLAS_TOUR_STORE")

    def lead_(stop: str) -> tuple[Path, str]:
        if named and stop in OPENED:
            pytest.skip("what is opened here is not in that store")
        where = {**PAGES, **OPENED, **(DEMO if named else {})}[stop]
        made = signs_store if stop.startswith(FIND) or stop == SIGN else made_store
        return Path(named).resolve() if named else made, where

    return lead_


@pytest.mark.parametrize(("stop", "look"), STOPS)
def test_tour__page_is_drawn_well_and_accessible(
    open_browser: Opener,
    lead: Callable[[str], tuple[Path, str]],
    screenshots: Path,
    stop: str,
    look: str,
) -> None:
    width_px, scheme = LOOKS[look]
    store, where = lead(stop)

    watched = open_browser(store, where, width_px=width_px, scheme=scheme)
    page = watched.page
    if stop in PRESSED:
        page.get_by_role("button", name=PRESSED[stop]).first.click()
        page.get_by_test_id("stDataFrame").wait_for(timeout=60_000)
        watched.settle()
    picture = screenshots / f"{stop}{look}.png"
    page.screenshot(path=picture)

    watched.assert_well()
    assert serious_findings(page) == []
    assert overflow_px(page) <= 1
    assert picture.stat().st_size > 10_000
    if "SIGNATLAS_SCREENSHOTS" in os.environ:
        picture_whole(watched, screenshots / f"{stop}{look}-whole.png", width_px)


def picture_whole(watched: Watched, file: Path, width_px: int) -> None:
    page = watched.page
    height = page.evaluate(
        "document.querySelector('[data-testid=stMain]').scrollHeight"
    )
    page.set_viewport_size({"width": width_px, "height": max(height, TOP_PX)})
    watched.settle()
    page.screenshot(path=file)
