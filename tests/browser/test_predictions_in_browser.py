"""From a cell of the confusion matrix, or a bar, to its hands, and on to their video."""

from pathlib import Path

import pytest

from store.db import Database
from store.labels import LabelEvent, events
from store.layout import Store
from tests.browser.accessibility import serious_findings
from tests.browser.conftest import Opener, Watched
from tests.dashboard.prediction_maker import BETTER, add_later_prediction

pytestmark = pytest.mark.browser


def test_mistakes__cell_then_hand_then_video(
    open_browser: Opener, made_store: Path
) -> None:
    watched = open_browser(made_store, "mistakes")
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
    open_browser: Opener, made_store: Path
) -> None:
    watched = open_browser(made_store, "frequencies")
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


def test_frequencies__labels_in_the_order_drawn_count_at_once(
    open_browser: Opener, label_store: Path, screenshots: Path
) -> None:
    later = add_later_prediction(Store(label_store))
    watched = open_browser(label_store, f"frequencies?run={later}&annotator=Ana")
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
    (event,) = _acts(label_store, "Ana")
    assert len(event.crops) == 3
    assert event.note.startswith("asked for by the frequencies of ")


def test_mistakes__a_wrong_label_is_corrected_and_taken_back(
    open_browser: Opener, label_store: Path
) -> None:
    where = f"mistakes?run={BETTER}&true=1&predicted=V&annotator=Mia"
    watched = open_browser(label_store, where)
    page = watched.page

    page.locator("ul.tiles li").first.click()
    watched.settle()
    field = page.get_by_role("combobox", name="The label is wrong: they show")
    field.click()
    field.fill("V")
    field.press("Enter")
    watched.settle()
    _press(watched, "mistakes_do_assign", label_store, acts=1)
    _press(watched, "clusters_undo", label_store, acts=2)

    assigned, undone = _acts(label_store, "Mia")
    watched.assert_well()
    assert (assigned.action, assigned.handshape) == ("assign", "V")
    assert len(assigned.crops) == 1
    assert undone.undoes == assigned.event_id


def _press(watched: Watched, key: str, store: Path, *, acts: int) -> None:
    watched.page.locator(f".st-key-{key} button:visible").click()
    for _ in range(600):
        if len(_acts(store, "Mia")) >= acts:
            break
        watched.page.wait_for_timeout(200)
    watched.settle()


def _acts(store: Path, annotator: str) -> list[LabelEvent]:
    listed = events(Database(Store(store)))
    return [event for event in listed if event.annotator == annotator]
