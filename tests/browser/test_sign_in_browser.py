"""Page Sign in a real browser: found by typing a gloss."""

import pytest

from tests.browser.test_find_in_browser import wait_for_title
from tests.models.retrieval.sign_maker import CORPUS

pytestmark = pytest.mark.browser


def test_sign__shows_its_clips_and_hands(open_browser, signs_store):
    watched = open_browser(signs_store, "sign?corpus=village&gloss=BOOK")

    watched.assert_well()
    assert watched.page.locator("video").count() == 2
    assert watched.page.get_by_alt_text("right hand, frame").count() == 2


def test_sign__found_by_typing_and_led_on(open_browser, signs_store):
    watched = open_browser(signs_store, f"sign?corpus={CORPUS}")
    page = watched.page

    page.get_by_label("Gloss").click()
    page.keyboard.type("G4")
    page.keyboard.press("Enter")
    wait_for_title(page, "G4: most like it is")
    watched.settle()
    assert "gloss=G4" in page.url
    page.locator("table a[href*='gloss=']").first.click()
    page.wait_for_function("() => !document.title || !location.search.includes('G4')")
    watched.settle()

    watched.assert_well()
    assert not page.locator("h1").inner_text().startswith("G4:")
