"""From a cell of the letters' confusion matrix, or a model's bar, to misread pictures."""

from pathlib import Path

import pytest

from tests.browser.conftest import Opener

pytestmark = pytest.mark.browser


def test_letters__cell_leads_to_its_misread_pictures(
    open_browser: Opener, made_store: Path, screenshots: Path
) -> None:
    watched = open_browser(made_store, "sign-mnist")
    page = watched.page

    page.locator(".scatterlayer text").first.scroll_into_view_if_needed()
    watched.click_mark(
        ".scatterlayer text",
        text="3",
        until="() => location.search.includes('predicted=K')",
    )
    page.screenshot(path=screenshots / "sign-mnist-cell.png")
    captions = page.locator(".sa-crops figcaption").all_inner_texts()

    watched.assert_well()
    assert (
        page.locator("h1").inner_text() == "3 pictures of 4 that show B are read as K"
    )
    assert captions == [f"B read as K, {sure}" for sure in ("0.86", "0.85", "0.84")]


def test_letters__bar_opens_that_model(open_browser: Opener, made_store: Path) -> None:
    watched = open_browser(made_store, "sign-mnist")

    watched.click_mark(
        ".barlayer .point path",
        until="() => location.search.includes('row=kNN')",
    )

    watched.assert_well()
    assert watched.page.get_by_role("heading", name="What kNN misreads").count() == 1
