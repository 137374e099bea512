"""Find a sign, with a real browser, a real upload and the real process that looks at it."""

import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ingest.corpora.wlasl import list_wlasl
from ingest.crews import Engine
from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.signer.clip import record
from ingest.signer.languages import language, performances
from ingest.uploads.folder import uploads_root
from models.retrieval.embedding import embed
from store.layout import create_store
from tests.browser.accessibility import serious_findings
from tests.browser.conftest import PATIENCE_MS, Watched

pytestmark = pytest.mark.browser

PAGE = "find-a-sign"


@pytest.fixture(scope="module")
def synthetic_clip(tmp_path_factory):
    path = tmp_path_factory.mktemp("upload") / "synthetic sign.mp4"
    record(performances(language("synthetic-ana", "tiny"))[0], path)
    return path


def upload(watched: Watched, path: Path) -> None:
    watched.page.set_input_files("input[type=file]", path)


def wait_for_title(page: Page, begins: str) -> None:
    page.wait_for_function(
        "begins => document.querySelector('h1')?.innerText.startsWith(begins)",
        arg=begins,
        timeout=PATIENCE_MS,
    )


def uploads_left() -> list[Path]:
    """Return the folders of uploads that hold a file; the one of a waiting process has none."""
    return [path for path in uploads_root().iterdir() if (path / "media").exists()]


def test_find__upload_shows_results(
    open_browser, signs_store, synthetic_clip, screenshots
):
    watched = open_browser(signs_store, PAGE)
    page = watched.page

    upload(watched, synthetic_clip)
    page.wait_for_selector("text=Step 2 of 3")
    page.screenshot(path=screenshots / "find-progress.png")
    page.wait_for_selector("text=What decided", timeout=PATIENCE_MS)
    watched.settle()
    page.screenshot(path=screenshots / "find-upload.png", full_page=True)

    watched.assert_well()
    assert page.locator("h1").inner_text().startswith(("Most like it", "No good match"))
    assert page.get_by_text("as it was seen. Seen in").count() == 1
    assert page.get_by_alt_text("synthetic sign.mp4 with the skeleton").count() == 1
    assert page.get_by_role("button", name="Results as CSV").count() == 1
    assert serious_findings(page) == []
    assert uploads_left() == []
    play_and_stop(page)


def play_and_stop(page: Page) -> None:
    """Watch the query play, stop it, and go to its first frame by keyboard."""
    picture = page.get_by_alt_text("synthetic sign.mp4 with the skeleton")
    before = picture.get_attribute("src")

    expect(picture).not_to_have_attribute("src", before or "")
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    page.get_by_label("Frame of the query").focus()
    page.keyboard.press("Home")
    first = picture.get_attribute("src")
    page.get_by_label("Skeleton").uncheck()
    expect(page.locator("figure .stage svg")).to_be_hidden()

    assert picture.get_attribute("src") == first


def test_find__text_renamed_to_mp4_is_one_sentence(open_browser, signs_store, tmp_path):
    path = tmp_path / "minutes.mp4"
    path.write_text("Minutes of the meeting\n" * 99)
    watched = open_browser(signs_store, PAGE)

    upload(watched, path)
    wait_for_title(watched.page, "This cannot be searched with")
    watched.settle()

    watched.assert_well()
    said = watched.page.locator("h1 ~ *, [data-testid=stMarkdownContainer] p")
    assert any("minutes.mp4 is not a video" in text for text in said.all_inner_texts())
    assert uploads_left() == []


def test_find__cancelled_upload_leaves_nothing(
    open_browser, signs_store, synthetic_clip
):
    watched = open_browser(signs_store, PAGE)
    upload(watched, synthetic_clip)
    watched.page.wait_for_selector("text=Step 2 of 3")

    watched.page.get_by_role("button", name="Cancel").click()
    wait_for_title(watched.page, "Find a sign among")
    watched.settle()

    watched.assert_well()
    assert uploads_left() == []


def test_find__leaving_meanwhile_leaves_nothing(
    open_browser, signs_store, synthetic_clip
):
    watched = open_browser(signs_store, PAGE)
    upload(watched, synthetic_clip)
    watched.page.wait_for_selector("text=Step 2 of 3")

    watched.page.close()

    late = time.monotonic() + 30
    while uploads_left() and time.monotonic() < late:
        time.sleep(0.1)
    assert uploads_left() == []


def test_find__real_clip_finds_itself(open_browser, tmp_path_factory, shared_data):
    folder = shared_data / "wlasl_samples"
    if not folder.is_dir():
        pytest.skip("needs WLASL's videos in ../shared/data/wlasl_samples")
    store = create_store(tmp_path_factory.mktemp("wlasl") / "store")
    listing = list_wlasl(folder, "wlasl")
    ingest(listing, store, IngestSettings(), importer="wlasl", engine=Engine())
    embed(store, ["wlasl"])
    watched = open_browser(store.root, PAGE)

    upload(watched, folder / "00335.mp4")
    wait_for_title(watched.page, "Most like it: abdomen (1.00)")
    watched.settle()

    watched.assert_well()
    assert watched.page.locator("video").count() == 4
    first = watched.page.locator("a[href*='wlasl%2F00335']")
    assert first.count() == 1
    assert uploads_left() == []
