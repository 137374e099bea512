import numpy as np
import pytest

from models.clustering.steps import ClusterTask, cluster_corpora
from models.feature_steps import FeatureTask, compute_features
from store.db import Database
from store.errors import CallError, UnknownNameError
from store.layout import Store
from store.write import write_rows
from tests.models.hand_maker import Silent, open_hand, write_corpus

UNSEEN = np.full((21, 3), np.nan, dtype=np.float32)


@pytest.fixture
def described(store: Store) -> Store:
    worlds = [open_hand(bend=0.03 * i) for i in range(30)]
    write_corpus(store, "hands", [*worlds, UNSEEN])
    compute_features(store, FeatureTask("hands", "joint_angles"), Silent())
    return store


def test_cluster_corpora__every_k_is_a_run_with_its_rows(described: Store) -> None:
    task = ClusterTask(("hands",), "joint_angles")

    made = list(cluster_corpora(described, task, [3, 2, 3]))

    database = Database(described)
    assert [one.k for one in made] == [2, 3]
    assert {one.left_out for one in made} == {1}
    rows = database.rows("clusterings_made", run_id=None, corpus="hands", features=None)
    assert [(row["k"], row["crops"], row["left_out"]) for row in rows] == [
        (2, 30, 1),
        (3, 30, 1),
    ]
    counts = database.row_counts()
    assert counts["cluster_assignments"] == 60
    assert counts["cluster_iterations"] >= 4
    assert {run["state"] for run in database.rows("runs_newest_first")} == {"finished"}


def test_cluster_corpora__again_replaces_itself(described: Store) -> None:
    task = ClusterTask(("hands",), "joint_angles")
    first = list(cluster_corpora(described, task, [2]))

    again = list(cluster_corpora(described, task, [2]))

    assert again == first
    assert Database(described).row_counts()["clusterings"] == 1


def test_cluster_corpora__other_seed_is_another_run(described: Store) -> None:
    ids = {
        made.run_id
        for seed in (0, 1)
        for made in cluster_corpora(
            described, ClusterTask(("hands",), "joint_angles", seed=seed), [2]
        )
    }

    assert len(ids) == 2


def test_cluster_corpora__two_corpora_together(described: Store) -> None:
    write_corpus(described, "more", [open_hand(bend=0.05 * i) for i in range(10)])
    compute_features(described, FeatureTask("more", "joint_angles"), Silent())

    (made,) = cluster_corpora(
        described, ClusterTask(("hands", "more"), "joint_angles"), [2]
    )

    assert made.crops == 40
    (row,) = Database(described).rows(
        "clusterings_made", run_id=made.run_id, corpus=None, features=None
    )
    assert row["corpus"] == ""


def test_cluster_corpora__principal_components_first(described: Store) -> None:
    task = ClusterTask(("hands",), "joint_angles", components=2)

    (made,) = cluster_corpora(described, task, [2])

    assert made.inertia > 0


def test_cluster_corpora__hdbscan_finds_its_own_number(described: Store) -> None:
    task = ClusterTask(("hands",), "joint_angles", method="hdbscan", smallest=5)

    (made,) = cluster_corpora(described, task)

    assert made.k >= 0
    assert made.crops == 30


def test_cluster_corpora__hands_without_features_are_counted(described: Store) -> None:
    (run,) = Database(described).rows("runs_newest_first")
    for part in list(described.parts("features")):
        part.unlink()
    rows = [_row(number, run["run_id"]) for number in range(15)]
    partition = {"corpus": "hands", "features": "joint_angles"}
    write_rows(described, "features", rows, part="half", partition=partition)

    (made,) = cluster_corpora(described, ClusterTask(("hands",), "joint_angles"), [2])

    assert (made.crops, made.left_out) == (15, 16)


def _row(number: int, run_id: str) -> dict[str, object]:
    return {
        "crop_id": f"hands/clip{number:03d}/f0000/right/p00",
        "corpus": "hands",
        "features": "joint_angles",
        "run_id": run_id,
        "vector": [float(number), 1.0],
    }


@pytest.mark.parametrize(
    ("task", "k", "told"),
    [
        (ClusterTask(("hands",), "joint_angles"), [400], "k = 400 is more than the 30"),
        (ClusterTask(("hands",), "joint_angles"), [], "give --k"),
        (ClusterTask(("hands",), "hog"), [2], "run `signatlas features --corpus hands"),
        (ClusterTask(("hand",), "hog"), [2], "Did you mean 'hands'"),
    ],
)
def test_cluster_corpora__wrong_call(
    described: Store, task: ClusterTask, k: list[int], told: str
) -> None:
    with pytest.raises(CallError, match=told):
        list(cluster_corpora(described, task, k))


def test_cluster_corpora__no_hand_has_values(store: Store) -> None:
    write_corpus(store, "hands", [UNSEEN, UNSEEN])
    compute_features(store, FeatureTask("hands", "joint_angles"), Silent())

    with pytest.raises(CallError, match="No hand of hands has values"):
        list(cluster_corpora(store, ClusterTask(("hands",), "joint_angles"), [2]))


def test_task__unknown_method() -> None:
    with pytest.raises(UnknownNameError, match="hdbscan"):
        ClusterTask(("hands",), "hog", method="hdbscann")  # type: ignore[arg-type]


def test_cluster_corpora__components_of_each_corpus_are_not_joined(
    store: Store,
) -> None:
    task = ClusterTask(("one", "two"), "alexnet")

    with pytest.raises(CallError, match="components of each corpus by itself"):
        list(cluster_corpora(store, task, [2]))
