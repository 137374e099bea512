import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from store import runs
from store.layout import VERSION_FILE, Store
from tests.dashboard import store_maker

PAGES = ("", "clips")


def texts(app: AppTest) -> str:
    """Return everything a page says, as one string."""
    kinds = ("title", "subheader", "markdown", "caption", "warning", "error", "code")
    said = [str(getattr(item, "value", "")) for kind in kinds for item in app.get(kind)]
    said += [item.proto.body for item in app.get("html")]
    return "\n".join(said)


def title(app: AppTest) -> str:
    """Return the title as it is read, without the escapes of Markdown."""
    return str(app.title[0].value).replace("\\", "")


def assert_well(app: AppTest) -> None:
    assert not app.exception, [item.message for item in app.exception]
    assert not app.error, [item.value for item in app.error]


@pytest.mark.parametrize("page", PAGES)
def test_page__empty_store(open_page, tmp_path, page):
    app = open_page(tmp_path / "none", page)

    assert_well(app)
    assert title(app) == "Nothing has been ingested yet"
    assert "signatlas ingest folder" in texts(app)
    assert "make demo" in texts(app)


@pytest.mark.parametrize("page", PAGES)
def test_page__corpora_and_clips_without_frames(open_page, partial_store, page):
    app = open_page(partial_store.root, page)

    assert_well(app)


@pytest.mark.parametrize("page", PAGES)
def test_page__store_of_another_version(open_page, tmp_path, page):
    (tmp_path / VERSION_FILE).write_text(json.dumps({"schema_version": 999}))

    app = open_page(tmp_path, page)

    assert not app.exception
    assert len(app.error) == 1
    assert "newer signatlas" in app.error[0].value


def test_overview__title_is_a_finding(open_page, full_store):
    app = open_page(full_store.root)

    assert_well(app)
    assert title(app).startswith("3 corpora, 10 clips of 8 glosses")
    assert "synthetic" in texts(app)


def test_overview__one_corpus_in_the_address(open_page, full_store):
    app = open_page(full_store.root, corpus="gen-a")

    assert_well(app)
    assert title(app).startswith("Generated language A, 2 clips")


def test_overview__unknown_corpus_in_the_address(open_page, full_store):
    app = open_page(full_store.root, corpus="nowhere")

    assert_well(app)
    assert "nowhere" in title(app)


def test_overview__synthetic_corpora_are_held_against_their_truth(
    open_page, full_store
):
    app = open_page(full_store.root)

    assert "Synthetic signers: seen against truth" in texts(app)
    assert "gloss=TREE" in texts(app)


def test_overview__problems_by_kind(open_page, full_store):
    app = open_page(full_store.root, kind="empty-file")

    assert_well(app)
    table = app.dataframe[0].value
    assert list(table["Kind"]) == ["empty-file"]
    assert list(table["What to do"]) == ["Copy it again."]


def test_overview__choosing_a_corpus_goes_into_the_address(open_page, full_store):
    app = open_page(full_store.root)

    app.selectbox(key="overview_corpus").select("village").run()

    assert app.query_params["corpus"] == ["village"]
    assert title(app).startswith("Village signs")


def test_overview__running_and_interrupted_ingest(open_page, tmp_path):
    store = store_maker.make_partial_store(tmp_path)
    _write_running(store, "village", done=3)
    _write_interrupted(store, "photos")

    app = open_page(store.root)

    assert_well(app)
    assert "3 of 12 clips" in app.get("progress")[0].proto.text
    assert len(app.warning) == 1
    assert "photos" in app.warning[0].value
    assert "interrupted" in app.warning[0].value


def test_clips__first_clip_is_shown(open_page, full_store):
    app = open_page(full_store.root, "clips")

    assert_well(app)
    assert title(app).startswith("SUN: 1 hold")
    assert len(app.radio[0].options) == 10


def test_clips__address_chooses_filters_clip_and_frame(open_page, full_store):
    app = open_page(
        full_store.root, "clips", corpus="village", clip="village/v01", frame="10"
    )

    assert_well(app)
    assert app.slider[0].value == 10
    assert len(app.radio[0].options) == 7
    assert "right hand in hold 1" in texts(app)


def test_clips__moving_the_slider_goes_into_the_address(open_page, full_store):
    app = open_page(full_store.root, "clips", clip="village/v01")

    app.slider[0].set_value(12).run()

    assert app.query_params["frame"] == ["12"]
    assert "Frame 12 of 24" in texts(app)


def test_clips__stepping_stops_at_the_ends(open_page, full_store):
    app = open_page(full_store.root, "clips", clip="village/v01", frame="23")

    app.button(key="clips_next").click().run()
    assert app.slider[0].value == 23
    app.button(key="clips_back").click().run()

    assert app.slider[0].value == 22


def test_clips__choosing_another_clip_begins_at_its_first_frame(open_page, full_store):
    app = open_page(full_store.root, "clips", corpus="village", frame="9")

    app.radio[0].set_value("village/v02").run()

    assert_well(app)
    assert app.query_params["clip"] == ["village/v02"]
    assert app.slider[0].value == 0


def test_clips__choosing_a_hold_goes_to_its_frame(open_page, full_store):
    app = open_page(full_store.root, "clips", clip="village/v01")

    app.button(key="clips_hold_8").click().run()

    assert app.slider[0].value == 8


@pytest.mark.parametrize("frame", ["-3", "x", "9999"])
def test_clips__frame_in_the_address_out_of_range(open_page, full_store, frame):
    app = open_page(full_store.root, "clips", clip="village/v01", frame=frame)

    assert_well(app)
    assert app.slider[0].value in (0, 23)


@pytest.mark.parametrize(
    "gloss", ["<script>alert(1)</script>", "**x** [a](b) :red[c]", "학교"]
)
def test_clips__odd_gloss_is_shown_letter_by_letter(open_page, full_store, gloss):
    app = open_page(full_store.root, "clips", gloss=gloss)

    assert_well(app)
    assert len(app.radio[0].options) == 1
    assert "<script" not in "".join(item.proto.body for item in app.get("html"))
    assert title(app).startswith(gloss)
    assert "**x**" not in app.title[0].value


def test_clips__nothing_fits(open_page, full_store):
    app = open_page(full_store.root, "clips", gloss="NOT THERE")

    assert_well(app)
    assert title(app) == "No clip fits these filters"
    assert "NOT THERE" in texts(app)


def test_clips__unknown_clip(open_page, full_store):
    app = open_page(full_store.root, "clips", clip="village/none")

    assert_well(app)
    assert title(app) == "This clip is not in the store"


def test_clips__only_with_problems(open_page, full_store):
    app = open_page(full_store.root, "clips", having="problems")

    assert_well(app)
    assert "1 problem with this clip" in texts(app)
    assert "no\\-face" in texts(app)


def test_clips__photograph(open_page, full_store):
    app = open_page(full_store.root, "clips", clip="photos/p00")

    assert_well(app)
    assert "FIVE: a hand is seen in this photograph" in title(app)
    assert not app.slider
    assert not app.get("video")


def test_clips__video_is_gone(open_page, tmp_path):
    store = store_maker.make_full_store(tmp_path)
    (store.media_dir("village") / "v01.mp4").unlink()

    app = open_page(store.root, "clips", clip="village/v01")

    assert_well(app)
    assert "not there any more" in app.warning[0].value


def test_clips__synthetic_clip_shows_its_parameters(open_page, full_store):
    app = open_page(full_store.root, "clips", clip="gen-a/g00")

    assert_well(app)
    assert "How the synthetic sign is made" in texts(app)
    assert "rests before the chest" in texts(app)


def test_clips__pages_of_the_list(open_page, tmp_path):
    store = store_maker.make_many_clips(tmp_path, 40)

    app = open_page(store.root, "clips", page="3")

    assert_well(app)
    assert len(app.radio[0].options) == 12


def test_dashboard__starts_without_heavy_libraries(full_store):
    heavy = ["torch", "torchvision", "mediapipe", "umap", "sklearn", "cv2", "numba"]
    script = f"""
import os, sys, warnings
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash
import dashboard.app
for page in ("", calc_hash("clips")):
    app = AppTest.from_file(dashboard.app.__file__, default_timeout=60)
    app._page_hash = page
    app.run()
    assert app.title and not app.exception and not app.error
print(sorted(set({heavy!r}) & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "SIGNATLAS_STORE": str(full_store.root)},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


def _write_running(store: Store, corpus: str, *, done: int) -> None:
    run = runs.Run("ingest", corpus, {"x": 1})
    runs.start_run(store, run)
    progress = runs.Progress("reading videos", corpus, done, 12, "clips", 17.5, 61_000)
    runs.report_progress(store, run, progress)


def _write_interrupted(store: Store, corpus: str) -> None:
    run = runs.Run("ingest", corpus, {"x": 2})
    before_ms = runs.now_ms() - 2 * runs.STALE_MS
    runs._write(store, run, state="running", started_ms=before_ms)
