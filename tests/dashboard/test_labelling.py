import re
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dashboard.queries import cluster_queries
from dashboard.queries.cluster_queries import PictureShelf
from dashboard.widgets.clustering_facts import labels_csv
from store.db import Database
from store.label_history import EventLog
from store.labels import LabelEvent, add_event
from store.layout import Store
from store.pictures import read_pictures
from tests.dashboard.page_reader import (
    GOOD,
    Opener,
    component,
    done,
    pick,
    run_of,
    texts,
    title,
)
from tests.store.settling import settled


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
    rows = labels_csv(cluster_queries.clustering(run_of(GOOD))).splitlines()
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

    monkeypatch.setattr(cluster_queries, "shown_pictures", counted)
    # What has just been written is only kept for a moment.
    app = open_page(settled(clustered_store).root, "clusters")
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
