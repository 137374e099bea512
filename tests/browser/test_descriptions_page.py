"""The page of descriptions in a real browser: typed to, clicked on, moved by keys."""

from pathlib import Path

import pytest

from tests.browser.conftest import Opener
from tests.dashboard.description_maker import NOTATION, WORDS, description_id

pytestmark = pytest.mark.browser

FAMILY = f"descriptions?corpus={WORDS}&family={description_id(WORDS, 1)}&threshold=0.5"


def test_descriptions__typing_finds_a_sign(
    open_browser: Opener, made_store: Path
) -> None:
    watched = open_browser(made_store, f"descriptions?corpus={WORDS}")
    page = watched.page

    box = page.get_by_role("textbox", name="Describe how a sign is made")
    box.fill("claw at the chin")
    box.press("Enter")
    page.wait_for_function("() => location.search.includes('query=claw')")
    watched.settle()
    page.get_by_text("In any order").click()
    page.wait_for_function("() => location.search.includes('order=any')")
    watched.settle()

    watched.assert_well()
    assert page.locator("h1").inner_text().startswith("TREE fits best")


def test_descriptions__a_join_of_the_dendrogram_opens_its_family(
    open_browser: Opener, made_store: Path
) -> None:
    watched = open_browser(made_store, FAMILY)
    page = watched.page
    before = page.locator("h1").inner_text()

    watched.click_mark(
        ".scatterlayer path.point",
        until="() => !location.search.includes('threshold=0.5&')",
    )

    watched.assert_well()
    after = page.locator("h1").inner_text()
    assert after != before
    assert after.startswith("2 signs")


def test_descriptions__a_cell_of_the_matrix_opens_its_pair(
    open_browser: Opener, made_store: Path
) -> None:
    watched = open_browser(made_store, FAMILY)
    page = watched.page
    page.locator(".js-plotly-plot").nth(1).scroll_into_view_if_needed()
    watched.settle()

    watched.click_mark(
        ".heatmaplayer image",
        at=(0.5, 1 / 6),
        until="() => location.search.includes('second=')",
    )

    watched.assert_well()
    assert "differ in" in page.locator("h1").inner_text()


def test_descriptions__moving_the_threshold_by_keyboard(
    open_browser: Opener, made_store: Path
) -> None:
    watched = open_browser(made_store, f"descriptions?corpus={NOTATION}")
    page = watched.page
    slider = page.get_by_role("slider")
    slider.focus()

    for step in range(61, 63):
        page.keyboard.press("ArrowRight")
        page.wait_for_function(
            f"() => document.querySelector('h1').innerText.startsWith('At 0.{step}')"
        )
        watched.settle()

    watched.assert_well()
    assert "threshold=0.62" in page.url
