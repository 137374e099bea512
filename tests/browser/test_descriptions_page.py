"""The page of descriptions in a real browser: accessible, clickable, fast to move."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.conftest import Watched
from tests.browser.test_in_browser import serious_findings
from tests.dashboard.description_maker import (
    NOTATION,
    WORDS,
    add_descriptions,
    description_id,
)
from tests.dashboard.store_maker import make_full_store

pytestmark = pytest.mark.browser

Opener = Callable[..., Watched]
FIRST = description_id(WORDS, 1)
STOPS = {
    "families": f"descriptions?corpus={WORDS}",
    "family": f"descriptions?corpus={WORDS}&family={FIRST}&threshold=0.5",
    "pair": f"descriptions?corpus={WORDS}&first={FIRST}&second={FIRST[:-1]}2",
    "minimal-pairs": f"descriptions?corpus={WORDS}&part=pairs",
    "words-and-videos": f"descriptions?corpus={WORDS}&part=videos",
    "search": f"descriptions?corpus={WORDS}&query=claw%20chin&order=any",
    "hamnosys": f"descriptions?corpus={NOTATION}&family={description_id(NOTATION, 1)}",
}
LOOKS = {"light": (1280, "light"), "dark": (1280, "dark"), "narrow": (768, "light")}


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("described") / "store"
    return add_descriptions(make_full_store(root)).root


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("stop", STOPS)
def test_descriptions__well_accessible_and_not_too_wide(
    open_browser: Opener, described: Path, screenshots: Path, stop: str, look: str
) -> None:
    width_px, scheme = LOOKS[look]
    watched = open_browser(described, STOPS[stop], width_px=width_px, scheme=scheme)

    name = f"descriptions-{stop}-{look}.png"
    watched.page.screenshot(path=screenshots / name)
    main = watched.page.locator('[data-testid="stMain"]')
    watched.assert_well()
    assert serious_findings(watched.page) == []
    assert main.evaluate("part => part.scrollWidth - part.clientWidth") <= 1


def test_descriptions__typing_finds_a_sign(
    open_browser: Opener, described: Path
) -> None:
    watched = open_browser(described, f"descriptions?corpus={WORDS}")
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
    open_browser: Opener, described: Path
) -> None:
    watched = open_browser(described, STOPS["family"])
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
    open_browser: Opener, described: Path
) -> None:
    watched = open_browser(described, STOPS["family"])
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
    open_browser: Opener, described: Path
) -> None:
    watched = open_browser(described, f"descriptions?corpus={NOTATION}")
    page = watched.page
    slider = page.get_by_role("slider")
    slider.focus()

    for step in range(61, 64):
        page.keyboard.press("ArrowRight")
        page.wait_for_function(
            f"() => document.querySelector('h1').innerText.startsWith('At 0.{step}')"
        )
        watched.settle()

    watched.assert_well()
    assert "threshold=0.63" in page.url
