import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.citing import tables
from dashboard.citing.reproducing import reproduce
from dashboard.citing.tables import csv_bytes, digest_of, file_digest, parquet_bytes
from store.errors import CallError, StoreError
from store.excerpts import Excerpt, read_excerpt, write_excerpt
from store.layout import Store
from tests.dashboard.citing.conftest import Cited

TABLE = "tables/confused-pairs"


def change(path: Path, told: Callable[[dict[str, Any]], object]) -> None:
    """Change what a JSON file of a bundle says."""
    read = json.loads(path.read_text())
    told(read)
    path.write_text(json.dumps(read))


def cover_up(bundle: Path) -> None:
    """Write the digests of all files anew, as a careful forger would."""
    crate = bundle / "ro-crate-metadata.json"

    def digests(told: dict[str, Any]) -> None:
        for entity in told["@graph"]:
            if entity["@type"] == "File":
                name = entity["@id"].replace("%3D", "=")
                entity["sha256"] = file_digest(bundle / name)

    change(crate, digests)


def test_reproduce__whole_bundle_is_equal(bundle: Path) -> None:
    found = reproduce(bundle)

    assert found.equal
    assert found.question.thing == "confused-pairs"


def test_reproduce__changed_csv(bundle: Path) -> None:
    path = bundle / f"{TABLE}.csv"
    path.write_text(path.read_text().replace("4", "5", 1))

    said = "\n".join(reproduce(bundle).differences)

    assert f"{TABLE}.csv was changed" in said
    assert "the .csv file says something else than the .parquet file" in said


def test_reproduce__forged_table_is_found_cell_by_cell(bundle: Path) -> None:
    table = pq.read_table(bundle / f"{TABLE}.parquet")
    counts = table["count"].to_pylist()
    forged = table.set_column(2, "count", pa.array([counts[0] + 1, *counts[1:]]))
    (bundle / f"{TABLE}.parquet").write_bytes(parquet_bytes(forged))
    (bundle / f"{TABLE}.csv").write_bytes(csv_bytes(forged))
    digest = digest_of(csv_bytes(forged))
    change(
        bundle / "question.json",
        lambda told: told["tables"].update({"confused-pairs": digest}),
    )
    cover_up(bundle)

    assert reproduce(bundle).differences == (
        "confused-pairs, row 1 (1), count: was 5, is 4",
    )


def test_reproduce__forged_rows_are_found(bundle: Path) -> None:
    store = Store(bundle / "store")
    rows = read_excerpt(store, Excerpt("predictions"))
    said = rows["predicted_class"].to_pylist()
    wrong = said.index("V", 1)
    place = rows.schema.get_field_index("predicted_class")
    said[wrong] = "A" if said[wrong] != "A" else "5"
    forged = rows.set_column(place, rows.schema.field(place), pa.array(said))
    write_excerpt(store, "predictions", forged)
    cover_up(bundle)

    found = reproduce(bundle)

    assert not found.equal
    assert all(said.startswith("confused-pairs") for said in found.differences)


def test_reproduce__rows_are_gone(bundle: Path) -> None:
    for path in Store(bundle / "store").parts("predictions"):
        path.unlink()

    said = "\n".join(reproduce(bundle).differences)

    assert "part-excerpt.parquet is missing" in said
    assert "it cannot be computed again: Unknown run" in said


def test_reproduce__rows_with_other_columns(bundle: Path) -> None:
    path = next(Store(bundle / "store").parts("predictions"))
    pq.write_table(pa.table({"run_id": ["x"]}), path)

    said = "\n".join(reproduce(bundle).differences)

    assert "has other columns than the table" in said


def test_reproduce__missing_and_additional_files(bundle: Path) -> None:
    (bundle / "README.md").unlink()
    (bundle / "more.txt").write_text("More.")

    assert reproduce(bundle).differences == (
        "README.md is missing",
        "more.txt is not described",
    )


def test_reproduce__damaged_table(bundle: Path) -> None:
    (bundle / f"{TABLE}.parquet").write_bytes(b"PAR1 nothing")

    said = "\n".join(reproduce(bundle).differences)

    assert "confused-pairs.parquet is no Parquet file" in said


def test_reproduce__table_with_more_rows_than_memory_holds(
    bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "ROWS_AT_MOST", 0)

    said = "\n".join(reproduce(bundle).differences)

    assert "rows, expected at most 0: it was not read" in said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"thing": "nothing"}, "Unknown thing to cite 'nothing'"),
        ({"version": 2}, "reads version 1: update signatlas"),
        ({"format": "other"}, "not one of a citable bundle"),
        ({"tables": ["a"]}, "tables is .* which cannot be"),
        ({"tables": {"a": 1}}, "tables is .* which cannot be"),
        ({"tolerance": "large"}, "tolerance is 'large', which cannot be"),
        ({"parameters": {"run": "x", "more": 1}}, "Unknown parameter"),
        ({"parameters": {}}, "needs to be told its run"),
    ],
)
def test_reproduce__question_that_cannot_be(
    bundle: Path, changes: dict[str, object], said: str
) -> None:
    change(bundle / "question.json", lambda told: told.update(changes))

    with pytest.raises(CallError, match=said):
        reproduce(bundle)


@pytest.mark.parametrize("text", ["", "{", "[]", "[" * 100_000, '{"@graph": 1}'])
@pytest.mark.parametrize("name", ["question.json", "ro-crate-metadata.json"])
def test_reproduce__damaged_json_is_a_sentence(
    bundle: Path, name: str, text: str
) -> None:
    (bundle / name).write_text(text)

    with pytest.raises(CallError, match=r"JSON|no @graph|not one of"):
        reproduce(bundle)


def test_reproduce__store_of_a_newer_version(bundle: Path) -> None:
    (bundle / "store" / "store.json").write_text('{"schema_version": 999}')

    with pytest.raises(StoreError, match="a newer signatlas"):
        reproduce(bundle)


def test_reproduce__other_versions_and_other_rows_are_noted(
    bundle: Path, cited: Cited
) -> None:
    def told(read: dict[str, Any]) -> None:
        read["software"]["numpy"] = "0.1"
        read["rows"]["predictions"] = "0" * 64

    change(bundle / "question.json", told)
    cover_up(bundle)

    found = reproduce(bundle, cited.store.root)

    assert found.equal
    assert found.notes[0].startswith("numpy was 0.1, is ")
    assert found.notes[1:] == (
        "rows of table predictions are not those that the bundle was made from",
    )


def test_reproduce__store_without_the_run(bundle: Path, tmp_path: Path) -> None:
    found = reproduce(bundle, tmp_path / "empty")

    assert "it cannot be computed again: Unknown run" in found.differences[0]
    assert "its rows are not in this store" in found.notes[0]
