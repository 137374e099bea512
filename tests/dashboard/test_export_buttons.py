"""Buttons that hand out a clip or a run's tables in the formats of other programs."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from pose_format import Pose
from streamlit.testing.v1 import AppTest

from dashboard.widgets import run_tables
from dashboard.widgets.clip_exports import elan_file, pose_file
from store.consent import set_corpus
from store.layout import Store, create_store
from tests.dashboard.cluster_maker import add_clusterings
from tests.dashboard.page_reader import Opener
from tests.dashboard.prediction_maker import BETTER, add_predictions

NEW = ("Keypoints as .pose", "Annotations for ELAN", "Predictions", "Embeddings")


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return add_predictions(
        add_clusterings(create_store(tmp_path_factory.mktemp("judged")))
    )


def offered(app: AppTest) -> list[str]:
    labels = [button.proto.label for button in app.get("download_button")]
    return [label for label in labels if label.startswith(NEW)]


def test_clips__pose_and_elan_of_the_open_clip(
    open_page: Opener, full_store: Store
) -> None:
    app = open_page(full_store.root, "clips", clip="village/v00")

    assert offered(app) == ["Keypoints as .pose", "Annotations for ELAN"]
    pose = Pose.read(pose_file("village/v00"))
    assert pose.header.components[0].name == "POSE_LANDMARKS"
    assert b"ANNOTATION_DOCUMENT" in elan_file("village/v00")


def test_models__tables_of_a_run_and_no_embeddings_where_none_may_leave(
    open_page: Opener, judged: Store, tmp_path: Path
) -> None:
    set_corpus(judged, "drawn-hands", {"exportable": True})
    first = open_page(judged.root, "models", run=BETTER)
    (tmp_path / "p.parquet").write_bytes(
        run_tables.table_bytes(BETTER, "predictions", ".parquet")
    )
    set_corpus(judged, "drawn-hands", {"exportable": False})
    second = open_page(judged.root, "models", run=BETTER)

    predictions = ["Predictions as CSV", "Predictions as Parquet"]
    assert offered(first) == [*predictions, "Embeddings as Parquet"]
    assert offered(second) == predictions
    assert pq.read_metadata(tmp_path / "p.parquet").num_rows == 288


def test_mistakes__many_predictions_come_as_parquet(
    open_page: Opener, judged: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_tables, "CSV_ROWS_AT_MOST", 100)

    app = open_page(judged.root, "mistakes")

    assert offered(app) == ["Predictions as Parquet"]
