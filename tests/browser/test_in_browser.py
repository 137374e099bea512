"""What only a browser shows: playing video, keys, addresses."""

from contextlib import suppress

import pytest
from playwright.sync_api import TimeoutError as TooLong

from tests.browser.conftest import Watched

pytestmark = pytest.mark.browser

BEGINS_AGAIN = """() => {
    const before = window.saPlayedTo ?? 0;
    window.saPlayedTo = document.querySelector('video').currentTime;
    return window.saPlayedTo < before;
}"""


def test_page__empty_store(open_browser, tmp_path_factory):
    store = tmp_path_factory.mktemp("empty")

    for where in ("", "clips"):
        watched = open_browser(store, where)

        watched.assert_well()
        assert (
            watched.page.locator("h1").inner_text() == "Nothing has been ingested yet"
        )


def test_overview__title_is_on_the_first_screen(open_browser, made_store):
    page = open_browser(made_store).page

    box = page.locator("h1").bounding_box()
    header = page.locator('[data-testid="stHeader"]').bounding_box()

    assert box["y"] >= header["y"] + header["height"] - 12
    assert box["y"] < 200


def test_clips__address_with_filters_works_when_opened_fresh(open_browser, made_store):
    watched = open_browser(
        made_store, "clips?corpus=village&clip=village%2Fv01&frame=10"
    )

    watched.assert_well()
    page = watched.page
    assert "BOOK" in page.locator("h1").inner_text()
    assert page.get_by_role("slider").input_value() == "10"
    assert page.get_by_role("radio").count() == 7


def test_clips__video_plays(open_browser, made_store):
    watched = open_browser(made_store, "clips?clip=village%2Fv01")
    page = watched.page

    _wait_until_it_plays(watched)
    page.wait_for_function(BEGINS_AGAIN)

    watched.assert_well()
    assert not page.evaluate("document.querySelector('video').paused")
    assert page.evaluate("document.querySelector('video').muted")


def _wait_until_it_plays(watched: Watched) -> None:
    """Wait for the video; on a crowded machine the browser sometimes needs a reload."""
    plays = (
        "() => { const v = document.querySelector('video');"
        " return v && v.readyState >= 2 && v.currentTime > 0.1 && !v.paused; }"
    )
    for _ in range(2):
        with suppress(TooLong):
            watched.page.wait_for_function(plays, timeout=40_000)
            return
        watched.page.reload()
        watched.settle()
    watched.page.wait_for_function(plays, timeout=40_000)


def test_clips__frame_by_keyboard_keeps_the_video_playing(open_browser, made_store):
    watched = open_browser(made_store, "clips?clip=village%2Fv01")
    page = watched.page
    video = page.locator("video")
    video.evaluate("video => video.setAttribute('data-same', 'yes')")

    page.get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => location.search.includes('frame=1')")
    watched.settle()
    page.locator(".st-key-clips_next button").click()
    page.wait_for_function("() => location.search.includes('frame=2')")
    watched.settle()

    watched.assert_well()
    assert page.get_by_role("slider").input_value() == "2"
    assert page.locator("video[data-same=yes]").count() == 1
    assert page.get_by_alt_text("Frame 2 of BOOK").count() == 1


def test_clips__choosing_a_clip_changes_address_and_title(open_browser, made_store):
    watched = open_browser(made_store, "clips?corpus=village")
    page = watched.page

    page.locator('[data-testid="stRadio"] label', has_text="WATER").click()
    page.wait_for_function("() => location.search.includes('v02')")
    watched.settle()

    watched.assert_well()
    assert "WATER" in page.locator("h1").inner_text()


def test_clips__click_on_the_timeline_goes_to_the_frame(open_browser, made_store):
    watched = open_browser(made_store, "clips?clip=village%2Fv01")
    page = watched.page
    page.locator(".js-plotly-plot").scroll_into_view_if_needed()
    watched.settle()

    watched.click_mark(
        ".scatterlayer path.point",
        nth=40,
        until="() => location.search.includes('frame=')",
    )

    watched.assert_well()


def test_clips__gloss_that_is_a_script_does_not_run(open_browser, made_store):
    watched = open_browser(made_store, "clips?clip=village%2Fv03")

    watched.page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    watched.settle()

    watched.assert_well()
    assert "<script>alert(1)</script>" in watched.page.locator("h1").inner_text()


def test_overview__corpus_leads_to_its_clips(open_browser, made_store):
    watched = open_browser(made_store)
    page = watched.page

    page.get_by_role("link", name="Village signs").click()
    page.wait_for_url("**/clips?corpus=village")
    watched.settle()

    watched.assert_well()
    page.wait_for_selector("video")
