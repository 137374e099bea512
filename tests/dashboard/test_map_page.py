from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard import state
from dashboard.queries import cluster_queries, map_queries
from dashboard.records.words import UNKNOWN
from dashboard.widgets.map_peek import still_of
from store.layout import Store, create_store
from tests.dashboard.cluster_maker import BAD, GOOD, add_clusterings
from tests.dashboard.page_reader import Opener, component, done, pick, texts, title
from tests.dashboard.prediction_maker import (
    BETTER,
    CLIP_MAP,
    MAP,
    OTHER_MAP,
    add_clip_map,
    add_map,
    add_predictions,
)

UseStore = Callable[[Path], None]


@pytest.fixture(scope="module")
def mapped_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = create_store(tmp_path_factory.mktemp("mapped") / "store")
    add_map(add_predictions(add_clusterings(store)))
    return add_clip_map(add_map(store, OTHER_MAP, "hog"))


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
    app = open_page(mapped_store.root, "map", kept="0.75", gloss="SIGN7")

    said = texts(app)
    assert title(app) == "umap of joint_angles: 288 hands; it keeps 75 % of neighbours"
    assert "Synthetic" in said
    assert "3 hands without values left out" in said
    assert "trustworthiness 0.91, neighbourhood preservation 0.62" in said
    assert "288 hands of 288 are shown: those that keep 75 % or more" in said
    assert "SIGN7: 12 of 288 hands lit up" in said
    assert "0 hands selected" in said
    assert app.selectbox(key="map_by").value == "handshape"


def test_map__two_side_by_side(open_page: Opener, mapped_store: Store) -> None:
    app = open_page(mapped_store.root, "map", run=MAP, beside=OTHER_MAP)

    said = texts(app)
    assert "umap of joint_angles, keeps 75 % of neighbours" in said
    assert "umap of hog, keeps 75 % of neighbours" in said
    assert "lit up on the other" in said


def test_map__of_clips(open_page: Opener, mapped_store: Store) -> None:
    app = open_page(mapped_store.root, "map", run=CLIP_MAP, beside="project-none")
    app.session_state[state.MAP_CHOSEN] = ["drawn-hands/h00", "drawn-hands/h03"]
    app.run()

    assert (
        title(app) == "pca of signs: 24 clips; it keeps an unknown share of neighbours"
    )
    assert "2 clips selected" in texts(app)
    assert component(app, "item_map")["groups"][0] == {
        "name": "<i>s3</i>",
        "count": "6",
        "colour": "#0072B2",
        "symbol": 0,
    }
    assert "trust" not in map_queries.offered(map_queries.points_of(CLIP_MAP))


def test_points_of__what_is_known_of_each_hand(
    use_store: UseStore, mapped_store: Store
) -> None:
    use_store(mapped_store.root)

    told = map_queries.points_of(MAP)

    assert len(told) == 288
    assert told.known["orientation"].names == ("palm away", "palm in")
    assert told.clip_ids[-1] == "drawn-hands/h23"
    assert map_queries.offered(told)[0] == "handshape"
    assert "place" not in map_queries.offered(told)


def test_by_prediction__what_was_taught_is_neither_right_nor_wrong(
    use_store: UseStore, mapped_store: Store
) -> None:
    use_store(mapped_store.root)

    found = map_queries.by_prediction(map_queries.points_of(MAP), BETTER)

    # Two of four signers taught it; 4 of 72 tested and 4 of 72 validated hands are wrong.
    right = found["right"]
    assert right.are("learnt from it").sum() == 144
    assert right.are("wrong").sum() == 8
    assert right.are("right").sum() == 136
    assert found["predicted"].names == ("1", "5", "A", "Odd", "V", "bent-B")


def test_by_cluster__as_it_stands_by_now(
    use_store: UseStore, mapped_store: Store
) -> None:
    use_store(mapped_store.root)
    told = map_queries.points_of(MAP)
    run = next(r for r in cluster_queries.clustering_runs() if r.run_id == GOOD)

    known = map_queries.by_cluster(told, run)

    assert known.names[:3] == ("Cluster 0", "Cluster 1", "Cluster 2")
    assert len(known.names) == 12
    assert (known.codes != UNKNOWN).all()


def test_still_of__video_and_none(use_store: UseStore, mapped_store: Store) -> None:
    use_store(mapped_store.root)

    shown, _ = still_of("drawn-hands/h00")

    assert shown is not None
    assert shown.startswith("data:image/jpeg;base64,")
    assert still_of("drawn-hands/h05") == (None, "no video")
    assert still_of("drawn-hands/none") == (None, "not in the store any more")


def test_map__hands_chosen_are_named_and_put_aside(
    open_page: Opener, mapped_store: Store
) -> None:
    app = open_page(mapped_store.root, "map", annotator="Ana", by="cluster")
    told = map_queries.points_of(MAP)
    app.session_state[state.MAP_CHOSEN] = told.item_ids[:30].tolist()
    app.run()

    picked = pick(app, [0, 2])
    app.selectbox(key="map_shape").select("V").run()
    app.button(key="map_do_assign").click().run()
    app.button(key="map_junk_all").click().run()

    named, junked = done(mapped_store)
    assert not app.exception
    assert app.selectbox(key="map_clustering").value == BAD
    assert (named.action, named.handshape, list(named.crops)) == ("assign", "V", picked)
    assert (junked.action, len(junked.crops)) == ("junk", 30)
