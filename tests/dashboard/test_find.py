"""Page Find a sign: what it says of stores, clips and uploads."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import find_desk
from dashboard.queries import find_queries
from dashboard.records.find_records import Query, advice, seen_told
from dashboard.widgets import find_upload
from dashboard.widgets.find_player import MOST_FRAMES, player_data
from models.poses.preparation import PoseSequence
from models.retrieval.embedding import embed
from models.retrieval.index_hnsw import GRAPH_FILE
from store.errors import MediaError
from store.layout import Store
from store.skeleton import RIGHT_HAND
from tests.dashboard.find_maker import FILE, LookedAt, jpeg
from tests.dashboard.page_reader import Opener, texts, title
from tests.dashboard.store_maker import make_full_store
from tests.models.retrieval.sign_maker import CORPUS, add_signs

PAGE = "find-a-sign"
FIRST = f"{CORPUS}/s00001"


@pytest.fixture(scope="module")
def signs(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Two clips that look alike, with videos, and 64 clips of sixteen made signs."""
    store = make_full_store(tmp_path_factory.mktemp("find") / "store")
    add_signs(store, glosses=16)
    embed(store, ["gen-a", CORPUS])
    return store


@pytest.fixture(autouse=True)
def _no_waiting_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find_upload, "expect_upload", lambda: None)


@pytest.fixture
def made_query(signs: Store, use_store: Callable[[Path], None]) -> Query:
    use_store(signs.root)
    query = find_queries.query_of_clip("village/v00")
    assert query is not None
    return replace(
        query,
        name="sign.mp4",
        uploaded=True,
        previews=(jpeg(),) * len(query.sequence.points),
    )


def html(app: AppTest) -> str:
    return "\n".join(item.proto.body for item in app.get("html"))


def test_find__empty_store(open_page: Opener, tmp_path: Path) -> None:
    app = open_page(tmp_path / "none", PAGE)

    assert title(app) == "Nothing has been ingested yet"


def test_find__nothing_embedded(open_page: Opener, full_store: Store) -> None:
    app = open_page(full_store.root, PAGE)

    assert title(app) == "No clip can be found yet"
    assert f"signatlas embed --store {full_store.root}" in texts(app)


def test_find__begins_with_limits_and_examples(open_page: Opener, signs: Store) -> None:
    app = open_page(signs.root, PAGE)

    assert title(app) == "Find a sign among 66 clips of 2 corpora"
    assert "find-a-sign?clip=gen-a%2Fg00" in texts(app)
    assert "Up to 50 MB, 20 s and 8 million pixels" in texts(app)
    assert "taken off its disk right afterwards" in texts(app)
    assert "find-a-sign_handshape" not in {box.key for box in app.selectbox}


def test_find__like_a_clip_of_the_store(open_page: Opener, signs: Store) -> None:
    app = open_page(signs.root, PAGE, clip=FIRST)

    said = texts(app)
    assert title(app).startswith("Most like it: G0 (")
    assert "66 clips can be found, compared without training, exact; run embed-" in said
    assert "of signs that are not here at all, 5 % would reach it" in said
    assert f"clips?clip={CORPUS}%2Fs00000" in said
    assert f"[All about this sign](sign?corpus={CORPUS}&gloss=G0)" in said
    assert said.count(f"(clips?clip={CORPUS}%2Fs00001)") == 1  # the query itself
    assert "Not near enough to be the same sign" in said
    assert html(app).count("Moving skeleton of") > 1
    assert len(app.get("plotly_chart")) == 2
    assert "66 clips on the two axes along which they differ most" in said


def test_find__filters_come_before_the_ranking(open_page: Opener, signs: Store) -> None:
    app = open_page(signs.root, PAGE, clip=FIRST, corpus="gen-a")

    said = texts(app)
    assert title(app).startswith("No good match: the nearest is ")
    assert "clips?clip=gen-a%2Fg01" in said
    assert "Generated language A (synthetic), Village Sign, signer g1" in said
    assert f"clips?clip={CORPUS}%2Fs00000" not in said


def test_find__no_clip_fits(open_page: Opener, signs: Store) -> None:
    app = open_page(signs.root, PAGE, clip=FIRST, corpus="nowhere")

    assert title(app) == "No clip fits these filters"
    assert not app.get("plotly_chart")


def test_find__choosing_hands_goes_into_the_address(
    open_page: Opener, signs: Store
) -> None:
    app = open_page(signs.root, PAGE, clip="gen-a/g00")

    app.selectbox(key="find-a-sign_hands").select("one").run()

    assert app.query_params["hands"] == ["one"]
    assert "clips?clip=gen-a%2Fg01" in texts(app)


def test_find__why_another_sign_was_found(open_page: Opener, signs: Store) -> None:
    app = open_page(signs.root, PAGE, clip=FIRST)
    second = app.selectbox(key="find-a-sign_match").options[1]
    app.selectbox(key="find-a-sign_match").select_index(1).run()

    assert app.selectbox(key="find-a-sign_match").options[1] == second
    assert f"moments of the query is to {second.partition('. ')[2]}" in html(app)


@pytest.mark.parametrize("clip", ["village/gone", "nowhere/x", "photos/p00"])
def test_find__clip_that_cannot_be_searched_with(
    open_page: Opener, signs: Store, clip: str
) -> None:
    app = open_page(signs.root, PAGE, clip=clip)

    assert title(app) == "This cannot be searched with"


def test_find__clips_that_are_not_there_any_more(
    open_page: Opener, signs: Store, tmp_path: Path
) -> None:
    store = Store(shutil.copytree(signs.root, tmp_path / "store"))
    shutil.rmtree(store.table_dir("clips"))

    app = open_page(store.root, PAGE)

    assert title(app) == "No clip can be found yet"


def test_find__damaged_index(open_page: Opener, signs: Store, tmp_path: Path) -> None:
    store = Store(shutil.copytree(signs.root, tmp_path / "store"))
    made = embed(store, ["gen-a", CORPUS], index="hnsw")
    (store.run_dir(made.run_id) / GRAPH_FILE).write_bytes(b"not a graph")

    app = open_page(store.root, PAGE, clip=FIRST)

    assert title(app).startswith("Most like it: G0 (")
    assert "signs.hnsw is damaged, or another run's" in texts(app)
    assert "compared without training, exact; run" in texts(app)


def test_find__upload(
    open_page: Opener,
    signs: Store,
    made_query: Query,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_at = LookedAt()
    monkeypatch.setattr(find_desk, "look_at", lambda *_, **__: looked_at)
    monkeypatch.setattr(find_queries, "query_of_upload", lambda _: made_query)
    app = open_page(signs.root, PAGE, clip=FIRST)

    app.file_uploader[0].set_value(FILE).run()

    assert title(app).startswith("Most like it: ")
    assert "sign.mp4, as it was seen. Seen in 24 frames" in texts(app)
    assert "clip" not in app.query_params
    assert looked_at.is_forgotten


def test_find__upload_that_cannot_be_used(
    open_page: Opener, signs: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at = LookedAt(MediaError("not-a-video", "It is text.", "Choose another."))
    monkeypatch.setattr(find_desk, "look_at", lambda *_, **__: looked_at)
    app = open_page(signs.root, PAGE)

    app.file_uploader[0].set_value(FILE).run()

    assert title(app) == "This cannot be searched with"
    assert "It is text. Choose another." in texts(app)
    assert looked_at.is_forgotten


def test_find__upload_that_is_not_taken(
    open_page: Opener, signs: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGNATLAS_UPLOAD_SECONDS", "5")
    app = open_page(signs.root, PAGE)

    app.file_uploader[0].set_value(("empty.mp4", b"", "video/mp4")).run()

    assert "empty.mp4 has 0 bytes." in texts(app)
    assert "5 s and" in texts(app)


def test_find__upload_taken_away(
    open_page: Opener,
    signs: Store,
    made_query: Query,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(find_desk, "look_at", lambda *_, **__: LookedAt())
    monkeypatch.setattr(find_queries, "query_of_upload", lambda _: made_query)
    app = open_page(signs.root, PAGE)
    app.file_uploader[0].set_value(FILE).run()

    app.file_uploader[0].set_value(None).run()

    assert title(app).startswith("Find a sign among")
    assert "sign.mp4" not in texts(app)


def test_clips__leads_to_similar_signs(open_page: Opener, full_store: Store) -> None:
    app = open_page(full_store.root, "clips", clip="village/v01")

    assert "[Find similar signs](find-a-sign?clip=village%2Fv01)" in texts(app)


def test_advice__all_well_seen(made_query: Query) -> None:
    assert advice(made_query) == []
    assert seen_told(made_query.clip) == (
        "Seen in 24 frames: body in 100 %, right hand in 100 %, left hand in 67 %."
    )


def test_advice__everything_wrong(made_query: Query) -> None:
    clip = replace(
        made_query.clip, frames=6, pose_frames=3, dominant_hand=None, width_px=64
    )
    points = made_query.sequence.points[:6].copy()
    points[1:5, RIGHT_HAND] = np.nan
    bad = replace(
        made_query,
        clip=replace(clip, height_px=64),
        sequence=PoseSequence(points, np.arange(6), 1.0),
        notes=("It breaks off.",),
    )

    said = " ".join(advice(bad))

    assert "It breaks off." in said
    assert "only 6 frames" in said
    assert "body is seen in 50 % of frames: step back" in said
    assert "right hand is seen in 33 % of frames: move closer" in said
    assert "pixels large" in said


def test_player_data__long_clips_are_thinned(made_query: Query) -> None:
    many = replace(
        made_query,
        previews=made_query.previews * 10,
        sequence=PoseSequence(
            np.tile(made_query.sequence.points, (10, 1, 1)), np.arange(240) * 40, 1.0
        ),
    )

    (data,) = player_data(many)["clips"]

    assert len(data["frames"]) == MOST_FRAMES
    assert data["frames"][-1]["ms"] == 239 * 40
    assert (data["width_px"], data["height_px"]) == (320, 240)
    assert "<path" in data["frames"][0]["marks"]
