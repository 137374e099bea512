"""Recording a sign with a camera: Chromium's made-up one plays a synthetic clip."""

import av
import pytest
from playwright.sync_api import expect

from ingest.signer.clip import record
from ingest.signer.languages import language, performances
from models.retrieval.embedding import embed
from tests.browser.conftest import CHROMIUM_OPTIONS, PATIENCE_MS, Watched, _chromium
from tests.dashboard.store_maker import make_full_store
from tests.models.retrieval.sign_maker import CORPUS, add_signs

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
def open_with_camera(browser, serve, tmp_path_factory):
    """Return a function that opens the page in a browser with a camera, or without."""
    store = make_full_store(tmp_path_factory.mktemp("camera") / "store")
    add_signs(store, glosses=6)
    embed(store, [CORPUS])
    launched = []

    def open_(*options: str) -> Watched:
        chromium = browser.browser_type.launch(
            executable_path=_chromium(), args=[*CHROMIUM_OPTIONS, *options]
        )
        launched.append(chromium)
        page = chromium.new_page(viewport={"width": 1280, "height": 860})
        page.set_default_timeout(PATIENCE_MS)
        watched = Watched(page)
        page.goto(f"{serve(store.root)}/find-a-sign")
        watched.settle()
        return watched

    yield open_
    for chromium in launched:
        chromium.close()


def test_recording__is_searched_with(open_with_camera, camera_film, screenshots):
    watched = open_with_camera(
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={camera_film}",
    )
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
        "document.querySelector('h1').innerText.startsWith('Find a sign among')"
    )


def test_recording__no_camera_is_one_sentence(open_with_camera):
    watched = open_with_camera("--use-fake-ui-for-media-stream")
    page = watched.page

    page.get_by_role("button", name="Record with the camera").click()

    expect(page.get_by_text("No camera is there.")).to_be_visible()
    watched.assert_well()
