"""From a cell of the confusion matrix, or a bar, to its hands, and on to their video."""

from collections.abc import Callable
from pathlib import Path

import pytest

from store.db import Database
from store.labels import events
from store.layout import Store, create_store
from tests.browser.conftest import Watched
from tests.browser.test_in_browser import serious_findings
from tests.dashboard.cluster_maker import add_clusterings
from tests.dashboard.prediction_maker import (
    add_later_prediction,
    add_map,
    add_predictions,
)

pytestmark = pytest.mark.browser
Opener = Callable[..., Watched]


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("judged") / "store"
    return add_map(add_predictions(add_clusterings(create_store(root)))).root


@pytest.mark.parametrize(
    ("where", "width_px", "scheme"),
    [
        ("mistakes", 1280, "light"),
        ("mistakes", 768, "dark"),
        ("mistakes?true=1&predicted=V&annotator=Ana", 1280, "light"),
        ("frequencies", 1280, "light"),
        ("frequencies", 768, "dark"),
        ("frequencies?handshape=V", 1280, "light"),
        ("models", 1280, "light"),
        ("map", 1280, "light"),
        ("models?run=predict-drawn-better", 768, "dark"),
    ],
)
def test_predictions__well_accessible_and_not_too_wide(
    open_browser: Opener, judged: Path, where: str, width_px: int, scheme: str
) -> None:
    watched = open_browser(judged, where, width_px=width_px, scheme=scheme)

    main = watched.page.locator('[data-testid="stMain"]')
    watched.assert_well()
    assert serious_findings(watched.page) == []
    assert main.evaluate("part => part.scrollWidth - part.clientWidth") <= 1


def test_mistakes__cell_then_hand_then_video(
    open_browser: Opener, judged: Path
) -> None:
    watched = open_browser(judged, "mistakes")
    page = watched.page

    watched.click_mark(
        ".scatterlayer text",
        text="4",
        until="() => location.search.includes('predicted=V')",
    )
    title = page.locator("h1").inner_text()
    page.locator("ul.tiles a").first.click()
    page.wait_for_function("() => location.pathname.endsWith('/clips')")
    watched.settle()

    watched.assert_well()
    assert title == "4 hands of 12 that show 1 are taken for V"
    assert "drawn-hands%2Fh20" in page.url
    assert "frame=" in page.url


def test_frequencies__bar_then_hand_then_video(
    open_browser: Opener, judged: Path
) -> None:
    watched = open_browser(judged, "frequencies")
    page = watched.page

    watched.click_mark(
        ".barlayer .point path",
        until="() => location.search.includes('handshape=')",
    )
    title = page.locator("h1").inner_text()
    page.locator(".sa-small-crops a").first.click()
    page.wait_for_function("() => location.pathname.endsWith('/clips')")
    watched.settle()

    watched.assert_well()
    assert " hands taken for " in title
    assert "clip=drawn-hands" in page.url


@pytest.fixture(scope="module")
def unlabelled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("unlabelled") / "store"
    store = add_predictions(add_clusterings(create_store(root)))
    add_later_prediction(store)
    return root


def test_frequencies__labels_in_the_order_drawn_count_at_once(
    open_browser: Opener, unlabelled: Path, screenshots: Path
) -> None:
    watched = open_browser(unlabelled, "frequencies?annotator=Ana", width_px=1280)
    page = watched.page

    page.get_by_role("button", name="Label the next 50 hands").click()
    page.locator("ul.tiles li").nth(49).wait_for()
    page.screenshot(path=screenshots / "frequencies-label.png")
    assert serious_findings(page) == []
    for place in (0, 1, 2):
        page.locator("ul.tiles label").nth(place).click()
    page.get_by_text("3 hands chosen").wait_for()
    page.get_by_role("combobox", name="They show").fill("V")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Give the label").click()
    page.get_by_text("3 labelled in this order so far").wait_for()
    page.get_by_role("button", name="All handshapes").click()
    page.get_by_text("Counted by labels of some hands").wait_for()
    watched.settle()
    page.screenshot(path=screenshots / "frequencies-labelled.png", full_page=True)

    watched.assert_well()
    (event,) = events(Database(Store(unlabelled)))
    assert len(event.crops) == 3
    assert event.note.startswith("asked for by the frequencies of ")


def test_mistakes__a_wrong_label_is_corrected_and_taken_back(
    open_browser: Opener, judged: Path
) -> None:
    watched = open_browser(judged, "mistakes?true=1&predicted=V&annotator=Ana")
    page = watched.page

    page.locator("ul.tiles li").first.click()
    watched.settle()
    field = page.get_by_role("combobox", name="The label is wrong: they show")
    field.click()
    field.fill("V")
    field.press("Enter")
    watched.settle()
    _press(watched, "mistakes_do_assign", judged, acts=1)
    _press(watched, "clusters_undo", judged, acts=2)

    assigned, undone = events(Database(Store(judged)))
    watched.assert_well()
    assert (assigned.action, assigned.handshape) == ("assign", "V")
    assert len(assigned.crops) == 1
    assert undone.undoes == assigned.event_id


def _press(watched: Watched, key: str, store: Path, *, acts: int) -> None:
    watched.page.locator(f".st-key-{key} button:visible").click()
    for _ in range(600):
        if len(events(Database(Store(store)))) >= acts:
            break
        watched.page.wait_for_timeout(200)
    watched.settle()
