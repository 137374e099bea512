"""What visitors do, with Tab, arrows, Space and Enter alone."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as TooLong

from ingest.signer.clip import record
from ingest.signer.languages import language, performances
from tests.browser.annotating import Annotator
from tests.browser.conftest import CLICK_MS, CLICKS, PATIENCE_MS, Opener, Watched

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


def choose_file(page: Page, path: Path) -> None:
    """Go to the place for a file by Tab, and press Enter there until one is asked for."""
    seen = []
    for _ in range(CLICKS):
        tab_to(page, "Upload")
        try:
            with page.expect_file_chooser(timeout=CLICK_MS) as chosen:
                page.keyboard.press("Enter")
            chosen.value.set_files(path)
            return
        except TooLong:
            seen.append(page.evaluate(NAME_OF_FOCUS))
    raise AssertionError(f"No Enter asks for a file; afterwards it is at {seen}")


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


def test_keyboard__a_clip_is_uploaded_and_the_likest_sign_is_watched(
    open_browser: Opener, signs_store: Path, tmp_path: Path
) -> None:
    clip = tmp_path / "my sign.mp4"
    record(performances(language("synthetic-ana", "tiny"))[0], clip)
    watched = open_browser(signs_store)
    page, keys = watched.page, watched.page.keyboard
    enter(watched, "Find a sign", until="/find-a-sign")

    choose_file(page, clip)
    page.wait_for_selector("text=What decided", timeout=PATIENCE_MS)
    watched.settle()
    tab_to(page, "Pause")
    keys.press("Enter")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    title = page.locator("h1").inner_text()
    likest = page.locator("a[href*='clip=']").first.inner_text().strip()
    tab_to(page, likest)
    # In a tab of its own: the upload stays where it is.
    with page.context.expect_page() as opened:
        keys.press("Enter")
    opened.value.wait_for_selector(f"h1:has-text('{likest}:')")

    watched.assert_well()
    assert "/clips?clip=made-signs" in opened.value.url
    assert title.startswith(("Most like it", "No good match"))
