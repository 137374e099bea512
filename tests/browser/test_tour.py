"""A tour of all pages that leaves pictures of them.

`SIGNATLAS_TOUR_STORE` names the store to tour, `SIGNATLAS_SCREENSHOTS` the folder for the
pictures; without them the made-up store and pytest's own folder.
"""

import os
from pathlib import Path
from urllib.parse import urlencode

import pytest

from dashboard.query_desk_examples import EXAMPLES
from tests.browser.conftest import Watched

pytestmark = pytest.mark.browser

TOP_PX = 860
DESCRIPTIONS = "descriptions?family=synthetic-ana%2Fsynthetic-00001&threshold=0.45"
FIND = "find-a-sign?clip=synthetic-ana%2Fdizu-s01"
SIGN = "sign?corpus=synthetic-ana&gloss=DIZU"
ASKED = urlencode({"sql": EXAMPLES[0].statement})
PRESSED = {"query": "Run"}
STOPS = {
    "overview": ("", 1280, "light"),
    "overview-dark": ("", 1280, "dark"),
    "overview-narrow": ("", 768, "light"),
    "clips": ("clips?frame=12", 1280, "light"),
    "clips-dark": ("clips?frame=12", 1280, "dark"),
    "clips-narrow": ("clips?frame=12", 768, "light"),
    "find-a-sign": (FIND, 1280, "light"),
    "sign": (SIGN, 1280, "light"),
    "sign-narrow": (SIGN, 768, "light"),
    "clusters": ("clusters", 1280, "light"),
    "inventory": ("inventory", 1280, "light"),
    "frequencies": ("frequencies", 1280, "light"),
    "compare": ("compare", 1280, "light"),
    "mistakes": ("mistakes", 1280, "light"),
    "map": ("map", 1280, "light"),
    "models": ("models", 1280, "light"),
    "query": (f"query?{ASKED}", 1280, "light"),
    "sign-mnist": ("sign-mnist", 1280, "light"),
    "descriptions": (DESCRIPTIONS, 1280, "light"),
}


@pytest.fixture(scope="module")
def tour_store(made_store):
    named = os.environ.get("SIGNATLAS_TOUR_STORE")
    return Path(named).resolve() if named else made_store


@pytest.mark.parametrize("stop", STOPS)
def test_tour__page_is_drawn(open_browser, tour_store, screenshots, stop):
    where, width_px, scheme = STOPS[stop]

    watched = open_browser(tour_store, where, width_px=width_px, scheme=scheme)
    page = watched.page
    if stop in PRESSED:
        page.get_by_role("button", name=PRESSED[stop]).first.click()
        page.get_by_test_id("stDataFrame").wait_for(timeout=60_000)
        watched.settle()
    page.screenshot(path=screenshots / f"{stop}.png")
    if "SIGNATLAS_SCREENSHOTS" in os.environ:
        picture_whole(watched, screenshots / f"{stop}-whole.png", width_px)

    watched.assert_well()
    assert (screenshots / f"{stop}.png").stat().st_size > 10_000


def picture_whole(watched: Watched, file: Path, width_px: int) -> None:
    page = watched.page
    height = page.evaluate(
        "document.querySelector('[data-testid=stMain]').scrollHeight"
    )
    page.set_viewport_size({"width": width_px, "height": max(height, TOP_PX)})
    watched.settle()
    page.screenshot(path=file)
