"""Recording a sign with a camera: Chromium's made-up one plays a synthetic clip."""

import av
import pytest
from playwright.sync_api import expect

from ingest.signer.clip import record
from ingest.signer.languages import language, performances
from tests.browser.conftest import CHROMIUM_OPTIONS, PATIENCE_MS, Watched, chromium_path

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def camera_film(tmp_path_factory):
    """A synthetic sign as the uncompressed film that Chromium's camera can play."""
    folder = tmp_path_factory.mktemp("camera")
    record(performances(language("synthetic-ana", "tiny"))[0], folder / "sign.mp4")
    film = folder / "sign.y4m"
    with av.open(folder / "sign.mp4") as source, film.open("wb") as target:
        shown = source.streams.video[0]
        head = f"YUV4MPEG2 W{shown.width} H{shown.height} F25:1 Ip A1:1 C420jpeg\n"
        target.write(head.encode())
        for frame in source.decode(shown):
            target.write(b"FRAME\n" + frame.to_ndarray(format="yuv420p").tobytes())
    return film


@pytest.fixture
def open_with_camera(browser, serve, signs_store, camera_film):
    """Return the page in a browser with a camera that plays the film."""
    chromium = browser.browser_type.launch(
        executable_path=chromium_path(),
        args=[
            *CHROMIUM_OPTIONS,
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={camera_film}",
        ],
    )
    page = chromium.new_page(viewport={"width": 1280, "height": 860})
    page.set_default_timeout(PATIENCE_MS)
    watched = Watched(page)
    page.goto(f"{serve(signs_store)}/find-a-sign")
    watched.settle()
    yield watched
    chromium.close()


def test_recording__is_searched_with(open_with_camera, screenshots):
    watched = open_with_camera
    page = watched.page

    page.get_by_role("button", name="Record with the camera").click()
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("Recording begins in")).to_be_visible()
    page.get_by_role("button", name="Stop").wait_for()
    page.wait_for_timeout(2_500)
    page.screenshot(path=screenshots / "find-recording.png")
    page.get_by_role("button", name="Stop").click()
    page.get_by_label("Begins").focus()
    page.keyboard.press("ArrowRight")
    page.screenshot(path=screenshots / "find-recorded.png")
    page.get_by_role("button", name="Search with this").click()
    page.wait_for_selector("text=What decided")
    watched.settle()

    watched.assert_well()
    assert page.get_by_text("recording.webm, as it was seen").count() == 1
    page.get_by_role("button", name="Remove the recording").click()
    page.wait_for_function(
        "() => document.querySelector('h1').innerText.startsWith('Find a sign among')"
    )


def test_recording__no_camera_is_one_sentence(open_browser, signs_store):
    watched = open_browser(signs_store, "find-a-sign")
    page = watched.page
    page.context.grant_permissions(["camera"])

    page.get_by_role("button", name="Record with the camera").click()

    expect(page.get_by_text("No camera is there.")).to_be_visible()
    watched.assert_well()
