"""Misread signs on page Mistakes: clips, two signs in step, what tells them apart."""

from pathlib import Path

import numpy as np
import pytest

from dashboard.charts.played_clips import Played, frames_shown, player_data
from dashboard.clip_pictures import clip_pictures
from dashboard.records.clip_records import SignTruth
from dashboard.records.sign_pair_records import MadeSign, commonest, known_differences
from models.poses.sign_measures import MEASURES
from store.db import Database
from store.layout import Store, create_store
from tests.dashboard.cluster_maker import add_clusterings
from tests.dashboard.page_reader import Opener, component, texts, title
from tests.dashboard.prediction_maker import BETTER, add_predictions
from tests.dashboard.sign_prediction_maker import RUN, add_sign_predictions
from tests.models.poses.pose_maker import signing
from tests.models.retrieval.sign_maker import CORPUS, add_signs


@pytest.fixture(scope="module")
def misread(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = create_store(tmp_path_factory.mktemp("misread") / "store")
    return add_sign_predictions(add_signs(store, glosses=3))


def test_mistakes__signs_are_clips(open_page: Opener, misread: Store) -> None:
    app = open_page(misread.root, "mistakes")

    assert title(app) == (
        "83 % of 12 clips recognised; most often, G0 is taken for G1 in 50 %"
    )
    said = texts(app)
    assert "Click a cell to see its clips" in said
    assert "clips: test" in said
    assert "hand" not in said.replace("handshape", "")
    assert app.selectbox(key="mistakes_part").label == "Clips of the split"


def test_mistakes__cell_of_signs(open_page: Opener, misread: Store) -> None:
    app = open_page(misread.root, "mistakes", true="G0", predicted="G1")

    (one, other) = component(app, "pose_player")["clips"]
    said = texts(app)
    assert title(app) == "2 clips of 4 that show G0 are taken for G1"
    assert "taken for **G1**, 51 %" in said
    assert f"Training clips nearest to {CORPUS}/" in said
    assert (one["alt"], other["alt"]) == (
        "G0 as a skeleton; no video is there",
        "G1 as a skeleton; no video is there",
    )
    assert "<path" in one["frames"][0]["marks"]
    assert "source" not in one["frames"][0]
    assert "4 clips of G0 and 4 clips of G1" in said
    assert "deviations)" in said


def test_mistakes__cell_of_signs_without_clips(
    open_page: Opener, misread: Store
) -> None:
    app = open_page(misread.root, "mistakes", true="G1", predicted="G0")

    assert title(app) == "0 clips of 4 that show G1 are taken for G0"
    assert "No clip of this part." in texts(app)
    assert len(component(app, "pose_player")["clips"]) == 2


def test_mistakes__hands_and_signs_are_chosen_apart(
    open_page: Opener, tmp_path: Path
) -> None:
    store = add_predictions(add_clusterings(create_store(tmp_path / "both")))
    add_sign_predictions(add_signs(store, glosses=2))

    app = open_page(store.root, "mistakes")
    signs = open_page(store.root, "mistakes", run=RUN)

    listed = app.selectbox(key="mistakes_run").options
    assert [name.partition(":")[0] for name in listed] == [
        "Handshapes",
        "Handshapes",
        "Signs",
    ]
    assert app.selectbox(key="mistakes_run").value == BETTER
    assert title(signs).startswith("75 % of 8 clips recognised")
    # Only classifiers of the same kind can be compared.
    assert not [box for box in signs.selectbox if box.label == "Compare with"]


def test_player_data__several_clips_thinned_alike() -> None:
    long, short = signing(0, frames=90), signing(1, frames=5)
    clips = [
        Played(sequence, (), 320, 240, 1000, name)
        for sequence, name in ((long, "long"), (short, "short"))
    ]

    sent = player_data(clips, at_most=30)

    assert [len(clip["frames"]) for clip in sent["clips"]] == [30, 5]
    assert sent["clips"][0]["frames"][-1]["ms"] == 89 * 40
    assert sent["clips"][0]["lasts_ms"] == 89 * 40
    assert sent["clips"][1]["lasts_ms"] == 1000
    assert sent["token"] != player_data(clips[:1], at_most=30)["token"]


def test_frames_shown__first_and_last() -> None:
    assert frames_shown(5, 10).tolist() == [0, 1, 2, 3, 4]
    assert frames_shown(101, 3).tolist() == [0, 50, 100]
    assert frames_shown(1, 3).tolist() == [0]


def test_clip_pictures__no_video_is_none(tmp_path: Path) -> None:
    (tmp_path / "text.mp4").write_text("no video")

    assert clip_pictures(tmp_path / "none.mp4", [0]) == []
    assert clip_pictures(tmp_path / "text.mp4", [0]) == []


def test_clip_pictures__one_for_each_time(full_store: Store) -> None:
    row = Database(full_store).rows(
        "clips_by_id", corpora=["village"], clips=["village/v00"]
    )
    path = Path(row[0]["playable"])
    if row[0]["playable_in_store"]:
        path = full_store.root / path

    found = clip_pictures(path, [0, 40, 80, 60_000])

    assert len(found) == 4
    assert all(picture.startswith(b"\xff\xd8") for picture in found)


def test_known_differences__of_generated_signs() -> None:
    first, second = made("B", "chin"), made("5", "chin")

    assert known_differences(first, second) == {"handshape": ("B", "5")}


def test_known_differences__as_the_corpus_says() -> None:
    first = MadeSign("X", nothing(), ("B",), 1.0, None, None)
    second = MadeSign("Y", nothing(), ("B",), 0.0, None, None)
    unsure = MadeSign("Z", nothing(), (), 0.5, None, None)

    assert known_differences(first, second) == {"hands": ("two", "one")}
    assert known_differences(first, unsure) == {}


def test_commonest__unknown_ones_do_not_count() -> None:
    assert commonest([None, "A", "B", "B", "", "C"]) == ("B", "A")


def nothing() -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.zeros((0, len(MEASURES)))


def made(handshape: str, place: str) -> MadeSign:
    truth = SignTruth(
        dominant_hand="right",
        hands="one",
        handshape=handshape,
        end_handshape=handshape,
        base_handshape=None,
        orientation="palm in",
        end_orientation="palm in",
        place=place,
        movement="down",
        description="",
        minimal_pairs="",
        seed=0,
    )
    return MadeSign("X", nothing(), (), None, truth, None)
