"""Page Sign in a real browser: by address, and by typing a gloss."""

import pytest

from models.retrieval.embedding import embed
from tests.browser.test_find_in_browser import wait_for_title
from tests.browser.test_in_browser import serious_findings
from tests.dashboard.store_maker import make_full_store
from tests.models.retrieval.sign_maker import CORPUS, add_signs

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def signs_store(tmp_path_factory):
    store = make_full_store(tmp_path_factory.mktemp("sign") / "store")
    add_signs(store, glosses=6)
    embed(store, ["village", "gen-a", CORPUS])
    return store.root


@pytest.mark.parametrize(("width_px", "scheme"), [(1280, "dark"), (768, "light")])
def test_sign__well_accessible_and_not_too_wide(
    open_browser, signs_store, width_px, scheme
):
    where = "sign?corpus=village&gloss=BOOK"
    watched = open_browser(signs_store, where, width_px=width_px, scheme=scheme)

    main = watched.page.locator('[data-testid="stMain"]')
    watched.assert_well()
    assert watched.page.locator("video").count() == 2
    assert watched.page.get_by_alt_text("right hand, frame").count() == 2
    assert serious_findings(watched.page) == []
    assert main.evaluate("part => part.scrollWidth - part.clientWidth") <= 1


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
