"""From a cell of the letters' confusion matrix, or a model's bar, to misread pictures."""

from collections.abc import Callable
from pathlib import Path

import pytest

from store.layout import create_store
from tests.browser.conftest import Watched
from tests.browser.test_in_browser import serious_findings
from tests.dashboard.letter_maker import add_letter_runs, add_letters

pytestmark = pytest.mark.browser
Opener = Callable[..., Watched]


@pytest.fixture(scope="module")
def read_letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("letters") / "store"
    return add_letter_runs(add_letters(create_store(root))).root


@pytest.mark.parametrize(
    ("where", "width_px", "scheme"),
    [
        ("sign-mnist", 1280, "light"),
        ("sign-mnist", 768, "dark"),
        ("sign-mnist?true=B&predicted=K", 1280, "light"),
    ],
)
def test_letters__well_accessible_and_not_too_wide(
    open_browser: Opener, read_letters: Path, where: str, width_px: int, scheme: str
) -> None:
    watched = open_browser(read_letters, where, width_px=width_px, scheme=scheme)

    main = watched.page.locator('[data-testid="stMain"]')
    watched.assert_well()
    assert serious_findings(watched.page) == []
    assert main.evaluate("part => part.scrollWidth - part.clientWidth") <= 1


def test_letters__cell_leads_to_its_misread_pictures(
    open_browser: Opener, read_letters: Path, screenshots: Path
) -> None:
    watched = open_browser(read_letters, "sign-mnist")
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


def test_letters__bar_opens_that_model(
    open_browser: Opener, read_letters: Path
) -> None:
    watched = open_browser(read_letters, "sign-mnist")

    watched.click_mark(
        ".barlayer .point path",
        until="() => location.search.includes('row=kNN')",
    )

    watched.assert_well()
    assert watched.page.get_by_role("heading", name="What kNN misreads").count() == 1
