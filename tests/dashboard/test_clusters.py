from pathlib import Path

import numpy as np
import pytest

from dashboard.queries import cluster_queries
from store.labels import LabelEvent, add_event
from store.layout import Store, create_store
from store.write import Values, write_part, write_rows
from tests.dashboard.cluster_maker import GOOD, add_plain_clustering
from tests.dashboard.page_reader import Opener, component, texts, title
from tests.dashboard.store_maker import _write_corpus, make_partial_store


def test_clusters__empty_store(open_page: Opener, tmp_path: Path) -> None:
    app = open_page(tmp_path / "none", "clusters")

    assert title(app) == "Nothing has been ingested yet"


def test_clusters__nothing_clustered_says_what_torun_of(
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


def test_clusters__without_orientation_the_title_has_the_papers_features(
    open_page: Opener, clustered_store: Store
) -> None:
    for run_id, ami in ((GOOD, 0.98), ("cluster-drawn-bad", 0.3)):
        partition = {"run_id": run_id}
        row = {
            **partition,
            "factor": "handshape",
            "ami": ami,
            "null_low": 0.0,
            "null_high": 0.0,
            "crops": 288,
            "unseen": 0,
            "groups": 6,
            "shuffled": "clips",
            "permutations": 200,
        }
        write_rows(clustered_store, "confounds", [row], part="all", partition=partition)

    app = open_page(clustered_store.root, "clusters", run=GOOD)

    assert title(app) == (
        "k = 12 on joint_angles: handshape explains .98 of the clustering, "
        "against .30 on hog"
    )


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


@pytest.mark.slow
def test_clusters__100_000_crops(open_page: Opener, tmp_path: Path) -> None:
    store = _large_store(create_store(tmp_path / "large"))
    app = open_page(store.root, "clusters")
    assert title(app) == "100 clusters of 100,000 crops; the largest holds 1 %"

    add_event(store, LabelEvent("ann", "name", "large", 1, handshape="A"))
    app.run()
    assert not app.exception
    assert title(app) == "100 clusters of 100,000 crops; the largest holds 1 %"


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
