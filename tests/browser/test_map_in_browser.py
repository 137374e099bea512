"""Page Map driven by mouse: what is drawn around, what lies under the pointer, two maps."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator

from store.db import Database
from store.labels import events
from store.layout import Store, create_store
from tests.browser.accessibility import serious_findings
from tests.browser.conftest import Opener, Watched
from tests.dashboard.cluster_maker import add_clusterings
from tests.dashboard.prediction_maker import OTHER_MAP, add_map, add_predictions

pytestmark = pytest.mark.browser

# The made map is 7.87 wide and 3 high: a row for each of four signers.
HEIGHT = 3 / 7.87
FILLED = 0.94


@pytest.fixture(scope="module")
def mapped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("mapped") / "store"
    store = add_map(add_predictions(add_clusterings(create_store(root))))
    return add_map(store, OTHER_MAP, "hog").root


def test_map__lasso_then_grid_then_video(
    open_browser: Opener, mapped: Path, screenshots: Path
) -> None:
    watched = open_browser(mapped, "map?annotator=Ana")
    page = watched.page
    stage = page.locator(".stage")
    page.locator("figure[data-painted='288']").wait_for()

    # The point at the upper right is the last hand.
    page.mouse.move(*_at(stage, 0.5, HEIGHT / 2))
    page.locator("figure.peek img").wait_for()
    about = page.locator("figure.peek figcaption").text_content()
    page.screenshot(path=screenshots / "map-hover.png")
    page.mouse.down()
    page.mouse.up()
    page.get_by_role("heading", name=re.compile(r"^[1-9] hands? selected")).wait_for()
    _draw_around_lowest_row(watched, stage)
    page.get_by_role("heading", name="72 hands selected").wait_for()
    watched.settle()
    page.screenshot(path=screenshots / "map-lasso.png")
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save figure").click()
    page.locator("ul.tiles label").first.click()
    page.get_by_text("1 hand chosen").wait_for()
    page.keyboard.press("x")
    page.get_by_role("button", name="Undo").and_(page.locator(":enabled")).wait_for()
    watched.settle()
    page.locator("ul.tiles a").first.dispatch_event("click")
    page.wait_for_function("() => location.pathname.endsWith('/clips')")
    watched.settle()

    watched.assert_well()
    junked = events(Database(Store(mapped)))[-1]
    assert (junked.action, len(junked.crops)) == ("junk", 1)
    assert about is not None
    assert about.startswith("handshape <b>Odd</b> · gloss SIGN23 · signer s4")
    assert saving.value.path().read_bytes()[:4] == b"\x89PNG"
    assert "clip=drawn-hands%2Fh0" in page.url


def test_map__chosen_on_one_lights_up_on_the_other_beside_a_gloss(
    open_browser: Opener, mapped: Path, screenshots: Path
) -> None:
    where = f"map?beside={OTHER_MAP}&gloss=SIGN7"
    watched = open_browser(mapped, where, width_px=768, scheme="dark")
    page = watched.page
    first, second = page.locator(".stage").all()
    page.locator("figure[data-painted='288']").nth(1).wait_for()
    before = second.screenshot()

    _draw_around_lowest_row(watched, first)
    page.locator("output", has_text="72 hands selected").nth(1).wait_for()
    watched.settle()
    page.screenshot(path=screenshots / "map-beside.png")

    lit = second.screenshot()
    first.press("Enter")
    page.locator("output", has_text="288 hands selected").nth(1).wait_for()

    watched.assert_well()
    assert serious_findings(page) == []
    assert lit != before
    assert page.get_by_text("SIGN7: 12 of 288 hands lit up").count() == 2


def _at(stage: Locator, across: float, up: float) -> tuple[float, float]:
    """Return where on the page a place lies, given from the middle in widths of the map."""
    box = stage.bounding_box()
    assert box is not None
    wide = FILLED * box["width"]
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    return middle[0] + across * wide, middle[1] - up * wide


def _draw_around_lowest_row(watched: Watched, stage: Locator) -> None:
    mouse = watched.page.mouse
    corners = [
        _at(stage, across, (-0.5 + up) * HEIGHT)
        for across, up in ((-0.52, -0.1), (0.52, -0.1), (0.52, 0.15), (-0.52, 0.15))
    ]
    mouse.move(*corners[0])
    mouse.down()
    for corner in (*corners[1:], corners[0]):
        mouse.move(*corner, steps=4)
    mouse.up()
