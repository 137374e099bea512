from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from store.columns import TEXT, Column, Table, vector
from store.errors import CallError, RowsError, StoreError, UnknownNameError
from store.layout import Store
from store.schema import TABLES
from store.write import write_part, write_rows

PROBLEM = {
    "problem_id": "a/1",
    "corpus": "a",
    "clip_id": None,
    "step": "ingest",
    "kind": "empty-file",
    "place": "x.mp4",
    "what": "x.mp4 is empty.",
    "remedy": "Copy it again.",
    "lost": True,
    "run_id": "r",
}
A = {"corpus": "a"}


def files(store: Store) -> list[str]:
    return sorted(path.name for path in store.root.rglob("*") if path.is_file())


def test_write_rows__empty_writes_nothing(store: Store) -> None:
    written = write_rows(store, "problems", [], part="x", partition=A)

    assert written is None
    assert files(store) == ["store.json"]


def test_write_rows__empty_takes_an_earlier_part_away(store: Store) -> None:
    write_rows(store, "problems", [PROBLEM], part="x", partition=A)

    write_rows(store, "problems", [], part="x", partition=A)

    assert files(store) == ["store.json"]


def test_write_rows__part_lies_in_its_partition_and_reads_back(store: Store) -> None:
    path = write_rows(store, "problems", [PROBLEM], part="x", partition=A)

    assert path is not None
    assert path.relative_to(store.root) == Path(
        "tables/problems/corpus=a/part-x.parquet"
    )
    assert pq.ParquetFile(path).read().to_pylist() == [PROBLEM]


def test_write_rows__same_rows_give_the_same_bytes(store: Store) -> None:
    first = write_rows(store, "problems", [PROBLEM], part="x", partition=A)
    assert first is not None
    before = first.read_bytes()

    write_rows(store, "problems", [PROBLEM], part="x", partition=A)

    assert first.read_bytes() == before
    assert files(store) == ["part-x.parquet", "store.json"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"what": None}, "what must not be missing"),
        ({"lost": "perhaps"}, "column lost"),
        ({"surprise": 1}, "no column surprise"),
    ],
)
def test_write_rows__unfit_rows_are_refused(
    store: Store, change: dict[str, object], sentence: str
) -> None:
    with pytest.raises(RowsError, match=sentence):
        write_rows(store, "problems", [PROBLEM | change], part="x", partition=A)

    assert files(store) == ["store.json"]


def test_write_rows__missing_column_is_named(store: Store) -> None:
    row = {name: value for name, value in PROBLEM.items() if name != "remedy"}

    with pytest.raises(RowsError, match="lacks column remedy"):
        write_rows(store, "problems", [row], part="x", partition=A)


def test_write_rows__ragged_rows_are_refused(store: Store) -> None:
    short = {name: value for name, value in PROBLEM.items() if name != "remedy"}

    with pytest.raises(RowsError, match="a row lacks remedy"):
        write_rows(store, "problems", [PROBLEM, short], part="x", partition=A)


def test_write_rows__key_twice_is_refused(store: Store) -> None:
    with pytest.raises(RowsError, match="1 rows repeat a key"):
        write_rows(store, "problems", [PROBLEM, PROBLEM], part="x", partition=A)


def test_write_rows__unknown_table_names_the_nearest(store: Store) -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'problems'"):
        write_rows(store, "problem", [PROBLEM], part="x", partition=A)


@pytest.mark.parametrize("corpus", ["", "../up", "A B", "x/y"])
def test_write_rows__partition_cannot_leave_its_folder(
    store: Store, corpus: str
) -> None:
    row = PROBLEM | {"corpus": corpus}

    with pytest.raises(CallError, match="cannot be a corpus"):
        write_rows(store, "problems", [row], part="x", partition={"corpus": corpus})


def test_write_part__vectors_keep_nan_and_length(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    columns = (Column("name", TEXT, "Name."), Column("values", vector(3), "Values."))
    monkeypatch.setitem(TABLES, "made", Table("made", "A row.", columns, ("name",), ()))
    values = np.array([[1, np.nan, 3], [4, 5, 6]], np.float32)

    path = write_part(store, "made", {"name": ["a", "b"], "values": values}, part="x")

    assert path is not None
    read = np.array(pq.read_table(path)["values"].to_pylist(), np.float32)
    np.testing.assert_array_equal(read, values)
    with pytest.raises(RowsError, match="2 values where 3 belong"):
        write_part(
            store, "made", {"name": ["a", "b"], "values": values[:, :2]}, part="x"
        )


def test_write_part__a_folder_in_the_way_is_one_sentence(store: Store) -> None:
    (store.root / "tables/problems/corpus=a").mkdir(parents=True)
    (store.root / "tables/problems/corpus=a/part-x.parquet").mkdir()

    with pytest.raises(StoreError, match=r"Cannot write .*part-x.parquet"):
        write_rows(store, "problems", [PROBLEM], part="x", partition=A)

    assert files(store) == ["store.json"]
