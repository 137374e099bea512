"""Tables out of a store: read back equal, described, whole or not at all."""

import csv
import errno
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from ingest.exports import table_sources
from ingest.exports.table_facts import PACKAGE_KEY
from ingest.exports.tables import Batches, ExportedTable, write_table
from store.db import Database
from store.errors import CallError, StoreError, UnknownNameError
from store.labels import add_event
from store.layout import Store, create_store
from store.runs import Run, start_run
from store.write import write_part, write_rows
from tests.store.village_maker import (
    CROPS,
    make_village,
    name_event,
    write_corpus,
)

ODD_GLOSS = '=2+2, "SUM"\nof things'
RUN = Run("predict", "village", {"name": "made"}, seed=7)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Four labelled hands with predictions, features and embeddings; one odd gloss."""
    village = make_village(create_store(tmp_path_factory.mktemp("told")))
    _add_clips(village)
    write_corpus(village, "closed", exportable=False)
    add_event(village, name_event("ann", 0, "A"))
    start_run(village, RUN)
    write_rows(
        village,
        "predictions",
        [_prediction(crop, place) for place, crop in enumerate(CROPS)],
        part="all",
        partition={"run_id": RUN.run_id},
    )
    for corpus, crops in (("village", CROPS), ("closed", ["closed/c/f0000/left/p00"])):
        _add_vectors(village, corpus, crops)
    return village


def _add_clips(store: Store) -> None:
    from tests.store.test_db import CLIP  # noqa: PLC0415

    for place in range(4):
        told = CLIP | {"clip_id": f"village/v{place}", "corpus": "village"}
        told |= {"gloss": ODD_GLOSS if place == 1 else None, "signer": ""}
        where = {"corpus": "village"}
        write_rows(store, "clips", [told], part=f"v{place}", partition=where)


def _prediction(crop: str, place: int) -> dict[str, object]:
    return {
        "run_id": RUN.run_id,
        "item_id": crop,
        "corpus": "village",
        "target": "handshape",
        "true_class": None,
        "predicted_class": "-V" if place else 'a"b',
        "probability": 0.1 + place / 7,
        "top_classes": ["-V", "é, 手"],
        "top_probabilities": [0.1, float("nan")],
        "part": "unseen",
        "calibrated": True,
    }


def _add_vectors(store: Store, corpus: str, crops: list[str]) -> None:
    vectors = np.arange(len(crops) * 3, dtype=np.float32).reshape(-1, 3) / 7
    vectors[0, 0] = np.nan
    columns = {"corpus": [corpus] * len(crops), "run_id": ["r"] * len(crops)}
    write_part(
        store,
        "features",
        {
            **columns,
            "crop_id": crops,
            "features": ["hog"] * len(crops),
            "vector": vectors,
        },
        part="all",
        partition={"corpus": corpus, "features": "hog"},
    )


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_predictions__parquet_and_csv_hold_what_the_store_holds(
    told: Store, tmp_path: Path
) -> None:
    table = table_sources.predictions(Database(told), RUN.run_id)

    write_table(table, tmp_path / "p.parquet")
    written = write_table(table, tmp_path / "p.csv")

    rows = pq.read_table(tmp_path / "p.parquet").to_pylist()
    assert [row["item_id"] for row in rows] == CROPS
    assert [row["gloss"] for row in rows] == [None, ODD_GLOSS, None, None]
    assert [row["predicted_class"] for row in rows] == ['a"b', "-V", "-V", "-V"]
    assert rows[0]["top_classes"] == ["-V", "é, 手"]
    flat = _read(tmp_path / "p.csv")
    assert list(flat[0]) == list(rows[0])
    assert [row["gloss"] for row in flat] == ["", ODD_GLOSS, "", ""]
    assert [float(row["probability"]) for row in flat] == [
        row["probability"] for row in rows
    ]
    assert json.loads(flat[0]["top_classes"]) == ["-V", "é, 手"]
    assert flat[0]["top_probabilities"] == "[0.1, null]"
    assert (written.rows, written.formulas) == (4, 4)


def test_predictions__are_described_beside_csv_and_inside_parquet(
    told: Store, tmp_path: Path
) -> None:
    table = table_sources.predictions(Database(told), RUN.run_id)

    write_table(table, tmp_path / "p.parquet")
    write_table(table, tmp_path / "p.csv")

    schema = pq.read_schema(tmp_path / "p.parquet")
    beside = json.loads((tmp_path / "p.datapackage.json").read_text("utf-8"))
    inside = json.loads(schema.metadata[PACKAGE_KEY.encode()])
    [resource] = beside["resources"]
    assert resource["path"] == "p.csv"
    assert resource["bytes"] == (tmp_path / "p.csv").stat().st_size
    assert [f["name"] for f in resource["schema"]["fields"]] == schema.names
    assert all(f["description"] for f in resource["schema"]["fields"])
    assert schema.field("item_id").metadata[b"description"]
    assert inside["runs"] == beside["runs"]
    [run] = beside["runs"]
    assert (run["recipe"], run["seed"]) == ({"name": "made"}, 7)
    assert [source["corpus"] for source in beside["sources"]] == ["village"]


def test_labels__current_ones_or_all_that_was_done(told: Store, tmp_path: Path) -> None:
    database = Database(told)

    write_table(table_sources.labels(database), tmp_path / "now.csv")
    write_table(table_sources.label_events(database), tmp_path / "events.csv")

    now = _read(tmp_path / "now.csv")
    assert [(r["crop_id"], r["handshape"], r["annotator"]) for r in now] == [
        (CROPS[0], "A", "ann"),
        (CROPS[1], "A", "ann"),
    ]
    assert now[1]["gloss"] == ODD_GLOSS
    [event] = _read(tmp_path / "events.csv")
    assert (event["action"], event["crops"]) == ("name", "[]")


def test_features__of_corpora_that_may_be_exported(told: Store, tmp_path: Path) -> None:
    database = Database(told)
    table = table_sources.features(database, "hog")

    write_table(table, tmp_path / "hog.parquet")

    rows = pq.read_table(tmp_path / "hog.parquet").to_pylist()
    assert [row["crop_id"] for row in rows] == CROPS
    assert rows[1]["vector"] == pytest.approx([3 / 7, 4 / 7, 5 / 7])
    assert table.left_out == ("closed",)
    with pytest.raises(CallError, match="closed may not be exported"):
        table_sources.features(database, "hog", ["closed"])
    with pytest.raises(UnknownNameError, match="hog"):
        table_sources.features(database, "hogg")


def test_write_table__neither_csv_nor_parquet_nor_over_a_file(
    told: Store, tmp_path: Path
) -> None:
    table = table_sources.labels(Database(told))
    (tmp_path / "a.csv").write_text("mine")

    with pytest.raises(CallError, match="ends in neither"):
        write_table(table, tmp_path / "a.xlsx")
    with pytest.raises(CallError, match="is there already"):
        write_table(table, tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text() == "mine"
    write_table(table, tmp_path / "a.csv", overwrite=True)
    assert len(_read(tmp_path / "a.csv")) == 2


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_write_table__broken_off_in_the_middle_leaves_nothing(
    told: Store, tmp_path: Path, ending: str
) -> None:
    whole = table_sources.predictions(Database(told), RUN.run_id)

    @contextmanager
    def filling(as_text: bool) -> Iterator[Batches]:
        def batches() -> Iterator[pa.RecordBatch]:
            with whole.open(as_text) as rows:
                yield from rows
            raise OSError(errno.ENOSPC, "No space left on device")

        yield batches()

    table = ExportedTable(whole.facts, whole.rows, filling)

    with pytest.raises(StoreError, match="No space left on device"):
        write_table(table, tmp_path / f"p{ending}")
    assert list(tmp_path.iterdir()) == []


def test_export__commands_say_what_was_written_and_whom_to_credit(
    told: Store, tmp_path: Path
) -> None:
    place = ["--store", str(told.root)]
    calls = (
        ["predictions", RUN.run_id, str(tmp_path / "p.csv")],
        ["features", "hog", str(tmp_path / "f.csv")],
        ["labels", str(tmp_path / "l.parquet"), "--events"],
    )

    said = [
        CliRunner().invoke(app, ["export", *call, *place], catch_exceptions=False)
        for call in calls
    ]

    assert [done.exit_code for done in said] == [0, 0, 0]
    assert "4 rows of predictions written to" in said[0].stdout
    assert "4 cells begin like a formula" in said[0].stdout
    assert "village (village); licence: not stated" in said[0].stdout
    assert "Rows of closed left out" in said[1].stdout
    assert "[null, 0.14285715, 0.2857143]" in (tmp_path / "f.csv").read_text("utf-8")
    assert "1 row of label_events" in said[2].stdout


def test_export__unknown_run_or_one_without_embeddings(told: Store) -> None:
    database = Database(told)

    with pytest.raises(UnknownNameError, match="predict-village"):
        table_sources.predictions(database, "predict-vilage")
    with pytest.raises(CallError, match="has no embeddings"):
        table_sources.embeddings(database, RUN.run_id)
