from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from dashboard import map_queries
from dashboard.charts.hand_map import OTHERS, UNKNOWN, groups_of, hand_map_figure
from dashboard.map_queries import HandMap
from store.layout import Store
from tests.dashboard.page_reader import Opener, texts, title
from tests.dashboard.prediction_maker import (
    MAP,
    OTHER_MAP,
    add_map,
    add_predictions,
)

UseStore = Callable[[Path], None]


@pytest.fixture
def mapped_store(clustered_store: Store) -> Store:
    return add_map(add_predictions(clustered_store))


def test_map__empty_store(open_page: Opener, tmp_path: Path) -> None:
    app = open_page(tmp_path / "none", "map")

    assert title(app) == "Nothing has been ingested yet"


def test_map__none_drawn_says_what_to_run(
    open_page: Opener, partial_store: Store
) -> None:
    app = open_page(partial_store.root, "map")

    assert title(app) == "No map has been drawn yet"
    assert "signatlas project --of features:joint_angles" in texts(app)


def test_map__title_says_how_far_it_can_be_trusted(
    open_page: Opener, mapped_store: Store
) -> None:
    app = open_page(mapped_store.root, "map")

    assert title(app) == "umap of joint_angles: 288 hands; it keeps 75 % of neighbours"
    assert "Synthetic" in texts(app)
    assert "0 hands chosen" in texts(app)
    assert app.selectbox(key="map_by").value == "handshape"


def test_map__one_gloss(open_page: Opener, mapped_store: Store) -> None:
    app = open_page(mapped_store.root, "map", gloss="SIGN7", by="trust")

    assert not app.exception
    assert app.selectbox(key="map_gloss").value == "SIGN7"


def test_map__two_side_by_side(open_page: Opener, mapped_store: Store) -> None:
    add_map(mapped_store, OTHER_MAP, "hog")

    app = open_page(mapped_store.root, "map", run=MAP, beside=OTHER_MAP)

    said = texts(app)
    assert "umap of joint_angles, keeps 75 % of neighbours" in said
    assert "umap of hog, keeps 75 % of neighbours" in said
    assert "lit up on the other" in said


def test_map__the_only_map_has_nothing_beside_it(
    open_page: Opener, mapped_store: Store
) -> None:
    app = open_page(mapped_store.root, "map", beside="project-none")

    assert "map_beside" not in {box.key for box in app.selectbox}


def test_hand_map_figure__only_the_lit_hands_stand_out() -> None:
    told = drawn(np.array(["x", "x", "y"], object))

    figure = hand_map_figure(told, "gloss", np.arange(3), lit=["c/1"])

    assert [trace.selectedpoints for trace in figure.data] == [(1,), ()]


def test_hand_map__what_is_known_of_each_hand(
    use_store: UseStore, mapped_store: Store
) -> None:
    use_store(mapped_store.root)

    told = map_queries.hand_map(MAP)

    assert len(told.item_ids) == 288
    assert set(told.known["orientation"]) == {"palm away", "palm in"}
    # Four of 12 tested and four of 12 validated hands are taken wrongly, and those named
    # `<b>Odd</b>` are called `Odd` by the classifier.
    assert (told.known["right"] == "wrong").sum() == 8 + 48
    assert told.offered()[0] == "handshape"


def test_groups_of__rare_and_unknown_groups() -> None:
    names = np.array([f"g{i // 2:02d}" for i in range(200)] + [None] * 3, object)
    told = drawn(names)

    groups = groups_of(told, "gloss", np.arange(203))

    assert (groups == UNKNOWN).sum() == 3
    assert (groups == OTHERS).sum() == 200 - 2 * 34
    assert len(hand_map_figure(told, "gloss", np.arange(203)).data) == 36


def drawn(names: NDArray[np.object_]) -> HandMap:
    count = len(names)
    known = {
        name: np.full(count, None, object) for name in ("handshape", "signer", "gloss")
    }
    return HandMap(
        np.array([f"c/{i}" for i in range(count)]),
        np.arange(count, dtype=float),
        np.zeros(count),
        np.ones(count),
        {**known, "gloss": names},
    )
