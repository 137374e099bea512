"""What visitors do, with Tab, arrows, Space and Enter alone."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.annotating import Annotator
from tests.browser.conftest import Opener, Watched

pytestmark = pytest.mark.browser

MOST_TABS = 150
NAME_OF_FOCUS = """() => {
    let at = document.activeElement;
    while (at && at.shadowRoot && at.shadowRoot.activeElement)
        at = at.shadowRoot.activeElement;
    if (at.matches('ul.tiles input')) return 'a hand to choose';
    const label = at.labels && at.labels[0];
    const said = at.getAttribute('aria-label') || (label && label.innerText)
        || at.getAttribute('title') || at.innerText || '';
    return said.trim().split('\\n').pop();
}"""


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has the focus is called so, or begins so."""
    passed = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        passed.append(page.evaluate(NAME_OF_FOCUS))
        if passed[-1].startswith(name):
            return
    raise AssertionError(f"{MOST_TABS} times Tab does not lead to {name!r}: {passed}")


def enter(watched: Watched, name: str, *, until: str) -> None:
    """Go to something by Tab, press Enter there, and wait for the address it leads to."""
    tab_to(watched.page, name)
    watched.page.keyboard.press("Enter")
    watched.page.wait_for_function(
        "part => (location.pathname + location.search).includes(part)", arg=until
    )
    watched.settle()


@pytest.mark.parametrize("width_px", [1280, 768])
def test_keyboard__from_the_frequencies_to_a_hand_in_its_video(
    open_browser: Opener, made_store: Path, width_px: int
) -> None:
    watched = open_browser(made_store, width_px=width_px)

    enter(watched, "Frequencies", until="/frequencies")
    enter(watched, "V", until="handshape=V")
    title = watched.page.locator("h1").inner_text()
    enter(watched, "drawn-hands/", until="/clips?")

    watched.assert_well()
    assert " hands taken for V" in title
    assert "clip=drawn-hands" in watched.page.url


def test_keyboard__a_misread_pair_is_opened_and_a_hand_put_aside(
    open_browser: Opener, label_store: Path
) -> None:
    watched = open_browser(label_store)
    page, keys = watched.page, watched.page.keyboard
    enter(watched, "Mistakes", until="/mistakes")
    tab_to(page, "Your name, to label")
    keys.type("Kim")
    keys.press("Enter")
    page.wait_for_function("() => location.search.includes('annotator=Kim')")
    watched.settle()
    kim = Annotator(watched, label_store, "Kim")

    enter(watched, "hands", until="predicted=V")
    tab_to(page, "a hand to choose")
    keys.press("Space")
    page.get_by_text("1 hand chosen").wait_for()
    watched.settle()
    keys.press("x")
    kim.wait_for(1)

    watched.assert_well()
    assert [(act.action, len(act.crops)) for act in kim.acts()] == [("junk", 1)]
