"""Photographs on page Find a sign: looked up by handshape."""

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from streamlit.testing.v1 import AppTest

from dashboard import find_desk
from dashboard.queries import find_hand_queries, find_queries
from dashboard.queries.find_hand_queries import (
    FoundHand,
    angles_in,
    found_hands,
    hand_index,
)
from dashboard.records.clip_records import Clip
from dashboard.records.find_records import Query
from dashboard.widgets import find_upload
from dashboard.widgets.records_csv import records_csv
from models.poses.preparation import PoseSequence
from models.poses.untrained import NAME
from models.retrieval.embedders import load_embedder
from models.retrieval.searching import SignIndex
from models.retrieval.threshold import Threshold
from store.db import Database
from store.layout import Store
from store.skeleton import Hand
from tests.dashboard.cluster_maker import CORPUS
from tests.dashboard.find_maker import FILE, LookedAt, jpeg
from tests.dashboard.page_reader import Opener, texts, title
from tests.dashboard.prediction_maker import add_predictions

PAGE = "find-a-sign"
Angles = Mapping[Hand, NDArray[np.float32]]


@pytest.fixture(autouse=True)
def _no_waiting_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find_upload, "expect_upload", lambda: None)


@pytest.fixture
def hands(clustered_store: Store) -> Store:
    """Hands of 24 clips; the angles of one say only how many fingers are straight."""
    return add_predictions(clustered_store)


@pytest.fixture
def upload_photograph(
    open_page: Opener, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., AppTest]:
    """Return a function that uploads a photograph with hands of given angles."""

    def upload(store: Store, angles: Angles, **choices: str) -> AppTest:
        query = photograph(store, angles)
        monkeypatch.setattr(find_desk, "look_at", lambda *_, **__: LookedAt())
        monkeypatch.setattr(find_queries, "query_of_upload", lambda _: query)
        app = open_page(store.root, PAGE, **choices)
        app.file_uploader[0].set_value(FILE).run()
        return app

    return upload


def photograph(store: Store, angles: Angles) -> Query:
    rows = Database(store).rows(
        "clips_by_id", corpora=[CORPUS], clips=[f"{CORPUS}/h00"]
    )
    seen = PoseSequence(np.full((1, 75, 3), np.nan, np.float32), np.zeros(1, int), 1.0)
    return Query(
        name="hand.png",
        clip=replace(Clip(**rows[0]), media="image", frames=1),
        sequence=seen,
        uploaded=True,
        previews=(jpeg(),),
        angles=angles,
    )


def html(app: AppTest) -> str:
    return "\n".join(item.proto.body for item in app.get("html"))


def straight(fingers: int) -> NDArray[np.float32]:
    bent = np.ones((5, 3), np.float32)
    bent[1 : 1 + fingers] = 0
    angles = np.zeros(38, np.float32)
    angles[:15] = bent.reshape(-1) * 2 / 3
    return angles


def test_find__store_of_photographs_alone(open_page: Opener, hands: Store) -> None:
    app = open_page(hands.root, PAGE)

    assert title(app) == "Find a handshape among 288 hands"
    assert "signatlas embed" in texts(app)


def test_find__photograph(
    hands: Store, upload_photograph: Callable[..., AppTest]
) -> None:
    app = upload_photograph(hands, {"right": straight(2)})

    assert title(app) == "The nearest hand shows SIGN3"
    assert "Among 288 hands" in texts(app)
    assert "hand.png, as it was seen. Seen: body, right hand, left hand." in texts(app)
    assert html(app).count("<figure>") == 24
    assert f"clips?clip={CORPUS}%2Fh03&amp;frame=0" in html(app)
    assert "<script>" not in html(app)


def test_find__photograph_of_a_handshape_that_is_not_there(
    hands: Store,
    upload_photograph: Callable[..., AppTest],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    near = Threshold(similarity=-0.5, false_accepts=0.05, kept=0.9, clips=288)
    monkeypatch.setattr(find_hand_queries, "_nearness", lambda *_: near)

    app = upload_photograph(hands, {"right": straight(2) + 1})

    assert title(app).startswith("No good match: the nearest hand shows SIGN")
    assert "Farther than 0.50 a match is no good match: of handshapes" in texts(app)
    assert "5 % would come nearer; of those that are, 90 % do" in texts(app)
    assert html(app).count(", too far") == 24


def test_hand_index__how_near_is_known_of_hands_of_known_handshape(
    hands: Store, full_store: Store, use_store: Callable[[Path], None]
) -> None:
    use_store(hands.root)
    told = hand_index().nearness
    use_store(full_store.root)

    assert told is not None
    assert (told.clips, told.false_accepts) == (288, 0.05)
    assert hand_index().nearness is None


def test_find__photograph_with_both_hands(
    hands: Store, upload_photograph: Callable[..., AppTest]
) -> None:
    angles = {"left": straight(5), "right": straight(2)}

    app = upload_photograph(hands, angles)
    right = title(app)
    app.selectbox(key="find-a-sign_hand").select("left").run()

    assert right == "The nearest hand shows SIGN3"
    assert title(app) == "The nearest hand shows SIGN1"


def test_find__photograph_of_no_hand(
    hands: Store, upload_photograph: Callable[..., AppTest]
) -> None:
    app = upload_photograph(hands, {})

    assert title(app) == "This cannot be searched with"
    assert "No hand is seen well enough" in texts(app)


def test_find__photograph_and_nothing_fits(
    hands: Store, upload_photograph: Callable[..., AppTest]
) -> None:
    app = upload_photograph(hands, {"right": straight(2)}, corpus="nowhere")

    assert title(app) == "No clip fits these filters"


def test_find__photograph_before_any_hand_has_angles(
    full_store: Store,
    hands: Store,
    open_page: Opener,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    query = photograph(hands, {"right": straight(2)})
    monkeypatch.setattr(find_queries, "query_of_clip", lambda _: query)
    monkeypatch.setattr(find_queries, "sign_index", lambda: made_index(hands))

    app = open_page(full_store.root, PAGE, clip="photos/p00")

    assert title(app) == "No handshape can be found yet"
    assert "signatlas features --name joint_angles" in texts(app)


def test_found_hands__one_of_each_clip(
    hands: Store, use_store: Callable[[Path], None]
) -> None:
    use_store(hands.root)

    found = found_hands(
        hand_index(), straight(2), top=5, corpora=(CORPUS,), not_clip=f"{CORPUS}/h03"
    )

    names = [hand.clip_id.partition("/")[2] for hand in found]
    assert names[:3] == ["h09", "h15", "h21"]
    assert [hand.distance for hand in found[:3]] == [0, 0, 0]
    assert found[3].distance > 0
    read = list(csv.DictReader(io.StringIO(records_csv(FoundHand, found))))
    assert read[0]["gloss"] == "SIGN9"


def test_hand_index__nothing_there(
    tmp_path: Path, use_store: Callable[[Path], None]
) -> None:
    use_store(tmp_path / "none")

    assert len(hand_index()) == 0


def test_angles_in__hand_that_was_not_measured(full_store: Store) -> None:
    assert angles_in(Database(full_store), "photos/p00") == {}
    assert angles_in(Database(full_store), "photos/gone") == {}


def made_index(store: Store) -> SignIndex:
    return SignIndex(
        run_id="embed-made",
        made="made",
        by=NAME,
        embedder=load_embedder(store, NAME),
        clip_ids=np.array(["a/b"]),
        corpora=np.array(["a"]),
        glosses=np.array(["G"]),
        handshapes=np.array([""]),
        signers=np.array([""]),
        two_handed=np.array([0], np.int8),
        unit=np.zeros((1, 819), np.float32),
        mean=np.zeros(819, np.float32),
        threshold=None,
        false_accepts=np.nan,
    )
