import json
import re
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import cluster_queries
from dashboard.cluster_queries import PictureShelf
from dashboard.cluster_records import ClusteringRun
from dashboard.widgets.clustering_facts import labels_csv
from store.db import Database
from store.label_history import EventLog
from store.labels import LabelEvent, add_event, events
from store.layout import Store, create_store
from store.pictures import read_pictures
from store.write import Values, write_part, write_rows
from tests.dashboard.cluster_maker import add_plain_clustering
from tests.dashboard.store_maker import _write_corpus, make_partial_store

Opener = Callable[..., AppTest]
GOOD = "cluster-drawn-good"


def texts(app: AppTest) -> str:
    """Return everything a page says, as one string without Markdown's escapes."""
    kinds = ("title", "subheader", "markdown", "caption", "info", "warning", "code")
    said = [str(getattr(item, "value", "")) for kind in kinds for item in app.get(kind)]
    return "\n".join(said).replace("\\", "")


def title(app: AppTest) -> str:
    assert not app.exception, [item.message for item in app.exception]
    assert not app.error, [item.value for item in app.error]
    return str(app.title[0].value).replace("\\", "")


def component(app: AppTest, name: str) -> dict[str, Any]:
    """Return what was sent to one of the components of the page."""
    found = [
        item.proto
        for item in app.get("bidi_component")
        if item.proto.component_name == name
    ]
    sent: dict[str, Any] = json.loads(found[0].json)
    return sent


def pick(app: AppTest, places: Sequence[int]) -> list[str]:
    """Choose hands as the browser does."""
    sent = component(app, "crop_picker")
    crops = [sent["tiles"][place]["crop"] for place in places]
    app.session_state["clusters_picked"] = {"page": sent["page"], "crops": crops}
    app.run()
    return crops


def done(store: Store) -> list[LabelEvent]:
    return events(Database(store))


# What is shown


def test_clusters__empty_store(open_page: Opener, tmp_path: Path) -> None:
    app = open_page(tmp_path / "none", "clusters")

    assert title(app) == "Nothing has been ingested yet"


def test_clusters__nothing_clustered_says_what_to_run(
    open_page: Opener, partial_store: Store
) -> None:
    app = open_page(partial_store.root, "clusters")

    assert title(app) == "No hands have been clustered yet"
    assert "signatlas features --corpus gen-a" in texts(app)
    assert "signatlas cluster --corpus gen-a --k 20,40,80 --store" in texts(app)


def test_clusters__title_is_a_finding_and_cards_are_by_size(
    open_page: Opener, clustered_store: Store
) -> None:
    app = open_page(clustered_store.root, "clusters")

    assert title(app) == (
        "k = 12 on joint_angles: handshape explains .81 of the clustering, "
        "orientation .07"
    )
    assert "Synthetic" in texts(app)
    cards = component(app, "cluster_cards")["cards"]
    assert [len(card["pictures"]) for card in cards] == [6] * 12
    assert [picture["far"] for picture in cards[0]["pictures"]] == [False] * 4 + [
        True,
        True,
    ]
    assert all(card["purity"] == 1 for card in cards)


def test_clusters__without_truth_the_title_says_sizes(
    open_page: Opener, tmp_path: Path
) -> None:
    store = make_partial_store(tmp_path / "plain")
    crops = [f"village/v00/f{i:04d}/right/p00" for i in range(24)]
    add_plain_clustering(store, crops, "village")

    app = open_page(store.root, "clusters")

    assert title(app) == "3 clusters of 24 crops; the largest holds 33 %"
    cards = component(app, "cluster_cards")["cards"]
    assert [card["name"] for card in cards] == ["Cluster 0", "Cluster 1", "Unclustered"]
    assert cards[0]["pictures"][0]["lacking"] == "not in the store"
    assert "HDBSCAN has no iterations" in texts(app)
    assert "Not known: no handshape" in texts(app)


def test_clusters__clustering_that_is_gone(
    open_page: Opener, clustered_store: Store
) -> None:
    app = open_page(clustered_store.root, "clusters", run="cluster-nope")

    assert title(app) == "This clustering is not in the store"

    app.button("clusters_forget").click().run()

    assert title(app).startswith("k = 12")


@pytest.mark.parametrize("cluster", ["99", "x", "-7"])
def test_clusters__cluster_that_is_not_there(
    open_page: Opener, clustered_store: Store, cluster: str
) -> None:
    app = open_page(clustered_store.root, "clusters", cluster=cluster)

    assert title(app) == "There is no such cluster here"


def test_clusters__an_opened_cluster_leads_to_the_videos(
    open_page: Opener, clustered_store: Store
) -> None:
    app = open_page(clustered_store.root, "clusters", cluster="0", order="crop")

    assert title(app) == "Cluster 0, 24 hands; 100 % of those known are A"
    first, second = component(app, "crop_picker")["tiles"][:2]
    assert first["crop"] == "drawn-hands/h00/f0000/right/p00"
    assert (first["source"], first["lacking"]) == (None, "unreadable")
    assert second["source"].startswith("data:image/jpeg;base64,")
    assert second["address"] == "clips?clip=drawn-hands%2Fh00&frame=2"


def test_clusters__names_that_are_markup_stay_text(
    open_page: Opener, clustered_store: Store
) -> None:
    app = open_page(
        clustered_store.root, "clusters", cluster="10", annotator="<b>a</b>"
    )

    assert "<b>Odd</b>" in title(app)
    assert "\\<b\\>" in app.title[0].value
    assert not any("<script>" in item.proto.body for item in app.get("html"))


def test_clusters__queue_begins_at_the_border(
    open_page: Opener, clustered_store: Store
) -> None:
    app = open_page(clustered_store.root, "clusters", cluster="next")

    assert title(app) == "Most useful to look at next"
    view = cluster_queries.clustering(cluster_queries.clustering_runs()[1])
    first = component(app, "crop_picker")["tiles"][0]["crop"]
    margins = dict(zip(view.members.crop_ids, view.members.margin, strict=True))
    assert margins[first] == min(margins.values())


# What annotators do


def test_labelling__needs_a_name(open_page: Opener, clustered_store: Store) -> None:
    app = open_page(clustered_store.root, "clusters", cluster="0")

    assert "type your name at the side" in texts(app)
    assert app.button("clusters_junk_all").disabled
    app.text_input("clusters_annotator").input(" ann  b ").run()
    assert app.query_params["annotator"] in ("ann b", ["ann b"])
    assert not app.button("clusters_junk_all").disabled


def test_labelling__every_act_is_one_event(
    open_page: Opener, clustered_store: Store
) -> None:
    app = open_page(clustered_store.root, "clusters", cluster="0", annotator="ann")

    app.selectbox("clusters_name").select("A").run()
    junked = pick(app, [0, 2])
    app.button("clusters_junk").click().run()
    split = pick(app, [1])
    app.button("clusters_do_move").click().run()
    given = pick(app, [0])
    app.selectbox("clusters_shape").select("bent-B").run()
    app.button("clusters_do_assign").click().run()
    app.text_input("clusters_note").input("two shapes here").run()
    app.selectbox("clusters_merge").select(2).run()
    app.button("clusters_do_merge").click().run()

    found = [
        (e.action, e.run_id, e.cluster, e.crops, e.handshape, e.into_cluster, e.note)
        for e in done(clustered_store)
    ]
    assert found == [
        ("name", GOOD, 0, (), "A", None, ""),
        ("junk", GOOD, 0, tuple(junked), None, None, ""),
        ("move", GOOD, 0, tuple(split), None, 12, ""),
        ("assign", None, None, tuple(given), "bent-B", None, ""),
        ("note", GOOD, 0, (), None, None, "two shapes here"),
        ("merge", GOOD, 0, (), None, 2, ""),
    ]
    assert title(app).startswith("Cluster 2: A, 45 hands")


def test_labelling__undo_and_redo(open_page: Opener, clustered_store: Store) -> None:
    app = open_page(clustered_store.root, "clusters", cluster="0", annotator="ann")
    app.selectbox("clusters_name").select("A").run()
    app.button("clusters_junk_all").click().run()
    assert title(app) == "Cluster 0: A is empty"

    app.button("clusters_undo").click().run()
    app.button("clusters_undo").click().run()
    assert title(app).startswith("Cluster 0, 24 hands")
    assert app.button("clusters_undo").disabled

    app.button("clusters_redo").click().run()
    assert title(app).startswith("Cluster 0: A, 24 hands")
    assert [event.action for event in done(clustered_store)] == [
        *("name", "junk", "undo", "undo", "undo")
    ]


def test_labelling__name_outside_the_inventory(
    open_page: Opener, clustered_store: Store
) -> None:
    app = open_page(clustered_store.root, "clusters", cluster="0", annotator="ann")
    add_event(
        clustered_store,
        LabelEvent("bob", "name", GOOD, 1, handshape="<i>mine</i> 手"),
    )

    app.run()
    app.selectbox("clusters_name").select("<i>mine</i> 手").run()

    assert title(app).startswith("Cluster 0: <i>mine</i> 手, 24 hands")


def test_labelling__two_annotators_see_each_other(
    open_page: Opener, clustered_store: Store
) -> None:
    ann = open_page(clustered_store.root, "clusters", cluster="0", annotator="ann")
    bob = open_page(clustered_store.root, "clusters", cluster="0", annotator="bob")
    chosen = pick(ann, [3, 4])

    bob.selectbox("clusters_name").select("5").run()
    pick(bob, [0])
    bob.button("clusters_junk").click().run()
    ann.button("clusters_junk").click().run()

    assert title(ann).startswith("Cluster 0: 5, 21 hands")
    assert [event.annotator for event in done(clustered_store)] == ["bob", "bob", "ann"]
    assert done(clustered_store)[-1].crops == tuple(chosen)
    assert ann.button("clusters_undo").proto.help == "2 hands put aside"


def test_labelling__two_threads_lose_nothing(store: Store) -> None:
    log = EventLog(Database(store))

    def label(who: str) -> None:
        for number in range(15):
            add_event(store, LabelEvent(who, "name", GOOD, number, handshape="A"))
            log.read()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(label, ("ann", "bob")))

    assert len(log.read()) == 30
    assert {event.annotator for event in log.read()} == {"ann", "bob"}


def test_labelling__counts_after_cleaning(
    open_page: Opener, clustered_store: Store
) -> None:
    for cluster, name in ((0, "A"), (1, "A"), (2, "5")):
        add_event(
            clustered_store, LabelEvent("ann", "name", GOOD, cluster, handshape=name)
        )

    app = open_page(clustered_store.root, "clusters")

    assert "72 of 288 hands labelled, 0 put aside" in texts(app)
    assert "3 of 12 clusters named" in texts(app)
    rows = labels_csv(cluster_queries.clustering(_run(GOOD))).splitlines()
    assert rows[0] == "crop_id,first_cluster,cluster,handshape,junk"
    assert rows[1] == "drawn-hands/h00/f0000/right/p00,0,0,A,False"
    assert len(rows) == 289


# What it costs


def test_pictures__only_those_shown_are_read_and_only_once(
    open_page: Opener, clustered_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def counted(database: Database, crops: Iterable[str]) -> dict[str, bytes]:
        asked.extend(crops)
        return read_pictures(database, crops)

    monkeypatch.setattr(cluster_queries, "read_pictures", counted)
    app = open_page(clustered_store.root, "clusters")
    cards = component(app, "cluster_cards")["cards"]
    shown = [
        re.sub(r"^(nearest|farthest), (\S+),.*$", r"\2", picture["title"])
        for card in cards
        for picture in card["pictures"]
    ]

    assert sorted(asked) == sorted(shown)
    assert len(asked) == 72
    app.run()
    assert len(asked) == 72


def test_picture_shelf__is_bounded(
    clustered_store: Store,
    use_store: Callable[[Path], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    use_store(clustered_store.root)
    monkeypatch.setattr(cluster_queries, "PICTURES_KEPT", 3)
    shelf = PictureShelf(clustered_store.root)
    crops = [f"drawn-hands/h01/f{frame:04d}/right/p00" for frame in range(0, 10, 2)]

    assert set(shelf.get(crops)) == set(crops)
    assert len(shelf._kept) == 3
    assert shelf.get(["nowhere/x/f0000/right/p00"]) == {}


@pytest.mark.slow
def test_clusters__100_000_crops(open_page: Opener, tmp_path: Path) -> None:
    store = _large_store(create_store(tmp_path / "large"))
    app = open_page(store.root, "clusters")
    assert title(app) == "100 clusters of 100,000 crops; the largest holds 1 %"

    costs = []
    for _ in range(3):
        add_event(store, LabelEvent("ann", "name", "large", 1, handshape="A"))
        before_s = time.process_time()
        app.run()
        costs.append(time.process_time() - before_s)

    assert min(costs) < 0.5


def _run(run_id: str) -> ClusteringRun:
    return next(r for r in cluster_queries.clustering_runs() if r.run_id == run_id)


def _large_store(store: Store) -> Store:
    crops = 100_000
    _write_corpus(store, "large", "Large", planned=1)
    ids = [f"large/c{i // 50:05d}/f{i % 50:04d}/right/p00" for i in range(crops)]
    run = {
        "run_id": "large",
        "corpus": "large",
        "features": "hog",
        "method": "kmeans-faiss",
        "k": 100,
        "seed": 0,
        "crops": crops,
        "left_out": 0,
        "silhouette": 0.1,
        "silhouette_sample": 1000,
        "inertia": 1.0,
    }
    write_rows(store, "clusterings", [run], part="large")
    draw = np.random.default_rng(0)
    columns: dict[str, Values] = {
        "run_id": ["large"] * crops,
        "crop_id": ids,
        "cluster": (np.arange(crops) % 100).astype(np.int32),
        "distance": draw.random(crops),
        "margin": draw.random(crops),
    }
    partition = {"run_id": "large"}
    write_part(store, "cluster_assignments", columns, part="all", partition=partition)
    return store
