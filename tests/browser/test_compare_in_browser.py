"""Corpora side by side in a real browser: two synthetic languages, and ASL-LEX."""

from pathlib import Path

import pytest

from ingest.corpora.asl_lex import CORPUS, list_asl_lex
from ingest.lexicon_rows import write_lexicon
from store.layout import create_store
from tests.browser.accessibility import serious_findings
from tests.browser.conftest import Opener
from tests.conftest import SHARED_DATA
from tests.dashboard.compare_maker import NORTH, SOUTH, add_languages

pytestmark = pytest.mark.browser

ASL_LEX = SHARED_DATA / "asl_lex" / "signdata-2020-10-28.csv"
BARS = ".stPlotlyChart .barlayer .point path"


@pytest.fixture(scope="module")
def side_by_side(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One store for one server: both languages, and ASL-LEX where it is there."""
    store = create_store(tmp_path_factory.mktemp("side-by-side") / "store")
    add_languages(store)
    if ASL_LEX.is_file():
        write_lexicon(store, CORPUS, list_asl_lex(ASL_LEX))
    return store.root


def test_compare__two_synthetic_languages_by_click_and_back(
    open_browser: Opener, side_by_side: Path, screenshots: Path
) -> None:
    watched = open_browser(side_by_side, f"compare?first={NORTH}&second={SOUTH}")
    page = watched.page

    page.screenshot(path=screenshots / "compare.png")
    assert "south (synthetic) use handshapes differently" in page.inner_text("h1")
    assert "Synthetic data among them" in page.inner_text("[data-testid=stMain]")
    assert serious_findings(page) == []
    watched.click_mark(
        BARS,
        nth=1,  # The first has no width: nobody signs it there.
        until="() => document.querySelector('h1').innerText.includes(' in north')",
    )
    assert "handshape=" in page.url
    assert page.get_by_role("link", name="SIGN0").count() == 1
    page.get_by_role("button", name="All handshapes").click()
    page.wait_for_function("() => !document.location.search.includes('handshape=')")
    watched.settle()
    watched.assert_well()


def test_compare__asl_lex_beside_a_synthetic_language(
    open_browser: Opener, side_by_side: Path, screenshots: Path
) -> None:
    if not ASL_LEX.is_file():
        pytest.skip("needs ASL-LEX in ../shared/data, which is not there")
    chosen = f"compare?first={CORPUS}&second={NORTH}&third={SOUTH}"
    watched = open_browser(side_by_side, chosen, width_px=768)
    page = watched.page

    page.screenshot(path=screenshots / "compare-asl-lex.png")
    said = page.inner_text("[data-testid=stMain]")
    assert "2,723 entries" in said
    assert "17 % of asl-lex" in said
    assert "asl-lex 31 % (1, B, A, S)" in said
    with page.expect_download() as saved:
        page.get_by_role("button", name="Handshapes compared as CSV").click()
    heading, *rows = saved.value.path().read_text("utf-8").splitlines()
    assert heading.startswith("handshape,asl-lex,asl-lex low,asl-lex high,north")
    assert len(rows) == 30
    main = page.locator('[data-testid="stMain"]')
    assert main.evaluate("part => part.scrollWidth - part.clientWidth") <= 1
    watched.assert_well()
