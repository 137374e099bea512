import numpy as np
import pytest
from sklearn.metrics import adjusted_mutual_info_score

from models.clustering.steps import ClusterTask, cluster_corpora
from models.confounds import adjusted_information, confounds_of, measure_all
from models.feature_steps import FeatureTask, compute_features
from store.db import Database
from store.errors import UnknownNameError
from store.layout import Store
from tests.models.hand_maker import Silent, open_hand, write_corpus

BENDS = (0.1, 1.2)


@pytest.fixture
def clustered(store: Store) -> tuple[Store, str]:
    worlds = [open_hand(bend=BENDS[i % 2] + 0.001 * i) for i in range(40)]
    handshapes = ["5" if i % 2 == 0 else "S" for i in range(40)]
    write_corpus(store, "hands", worlds, handshapes=handshapes)
    compute_features(store, FeatureTask("hands", "joint_angles"), Silent())
    task = ClusterTask(("hands",), "joint_angles", restarts=3)
    (made,) = cluster_corpora(store, task, [2])
    return store, made.run_id


def test_adjusted_information__as_scikit_learn() -> None:
    draw = np.random.default_rng(0)
    clusters, groups = draw.integers(0, 6, 400), draw.integers(0, 4, 400)
    groups[:150] = clusters[:150] % 4

    ami, null = adjusted_information(clusters, groups, [draw.permutation(groups)])

    assert ami == pytest.approx(adjusted_mutual_info_score(clusters, groups))
    assert abs(null[0]) < 0.05


def test_confounds_of__handshape_and_not_signer(clustered: tuple[Store, str]) -> None:
    store, run_id = clustered

    by_factor = {one.factor: one for one in confounds_of(Database(store), run_id)}

    assert by_factor["handshape"].ami == pytest.approx(1)
    assert by_factor["handshape"].null_high < 0.2
    assert by_factor["handshape"].crops == 40
    assert by_factor["handshape"].groups == 2
    assert by_factor["handshape"].shuffled == "clips"
    assert by_factor["signer"].groups == 10
    assert "orientation" not in by_factor
    assert "corpus" not in by_factor


def test_confounds_of__photographs_without_a_hand_are_one_more_cluster(
    store: Store,
) -> None:
    worlds = [open_hand(bend=BENDS[i % 2] + 0.001 * i) for i in range(40)]
    worlds[:8] = [np.full_like(worlds[0], np.nan)] * 8
    handshapes = ["5" if i % 2 == 0 else "S" for i in range(40)]
    write_corpus(store, "hands", worlds, handshapes=handshapes)
    compute_features(store, FeatureTask("hands", "joint_angles"), Silent())
    task = ClusterTask(("hands",), "joint_angles", restarts=3)
    (made,) = cluster_corpora(store, task, [2])

    judged = confounds_of(Database(store), made.run_id)[0]

    clusters = [2] * 8 + [i % 2 for i in range(8, 40)]
    expected = adjusted_mutual_info_score(handshapes, clusters)
    assert (judged.factor, judged.crops, judged.unseen) == ("handshape", 40, 8)
    assert judged.ami == pytest.approx(expected)
    assert judged.ami < 0.9


def test_confounds_of__unknown_clustering(clustered: tuple[Store, str]) -> None:
    store, run_id = clustered

    with pytest.raises(UnknownNameError, match=run_id):
        confounds_of(Database(store), run_id + "x")


def test_measure_all__figures_can_be_asked_for(clustered: tuple[Store, str]) -> None:
    store, run_id = clustered

    measured = [*measure_all(store, [run_id]), *measure_all(store, [run_id])]

    rows = Database(store).rows("confounds_measured", corpus="hands", features=None)
    assert len(measured) == 2 * len(rows)
    assert rows[0]["factor"] == "handshape"
    assert rows[0]["k"] == 2
