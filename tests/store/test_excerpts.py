from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from store import excerpts
from store.errors import StoreError
from store.excerpts import (
    Excerpt,
    check_parts,
    excerpt_bytes,
    read_excerpt,
    write_excerpt,
)
from store.layout import Store, create_store
from store.write import write_rows


def add_tree(store: Store, run_id: str, joins: int) -> None:
    rows = [
        {
            "run_id": run_id,
            "join_number": number,
            "left": f"a{number}",
            "right": "b",
            "similarity": 1.0,
            "members": 2,
        }
        for number in range(joins)
    ]
    where = {"run_id": run_id}
    write_rows(store, "description_tree", rows, part="all", partition=where)


def joins_of(rows: pa.Table) -> list[tuple[str, int]]:
    return [(row["run_id"], row["join_number"]) for row in rows.to_pylist()]


def test_read_excerpt__empty_store(store: Store) -> None:
    assert read_excerpt(store, Excerpt("description_tree")).num_rows == 0
    assert excerpt_bytes(store, Excerpt("description_tree", {"run_id": ["a"]})) == 0


def test_read_excerpt__rows_that_fit_every_condition(store: Store) -> None:
    add_tree(store, "one", 3)
    add_tree(store, "two", 1)
    every = Excerpt("description_tree")
    chosen = Excerpt("description_tree", {"run_id": ["one"], "left": ["a2", "a1", "x"]})

    assert joins_of(read_excerpt(store, every)) == [
        ("one", 0),
        ("one", 1),
        ("one", 2),
        ("two", 0),
    ]
    assert joins_of(read_excerpt(store, chosen)) == [("one", 1), ("one", 2)]
    assert (
        read_excerpt(store, Excerpt("description_tree", {"run_id": []})).num_rows == 0
    )
    assert 0 < excerpt_bytes(store, chosen) < excerpt_bytes(store, every)


def test_write_excerpt__reads_back_equal_by_partition(
    store: Store, tmp_path: Path
) -> None:
    add_tree(store, "one", 3)
    add_tree(store, "two", 1)
    rows = read_excerpt(store, Excerpt("description_tree"))
    other = create_store(tmp_path / "other")

    write_excerpt(other, "description_tree", rows)

    check_parts(other)
    assert len(list(other.parts("description_tree"))) == 2
    assert read_excerpt(other, Excerpt("description_tree")).equals(rows)


@pytest.mark.parametrize("data", [b"", b"PAR1 no"])
def test_check_parts__no_parquet(store: Store, data: bytes) -> None:
    add_tree(store, "one", 1)
    next(store.parts("description_tree")).write_bytes(data)

    with pytest.raises(StoreError, match=r"description_tree .* cannot be read"):
        check_parts(store)
    with pytest.raises(StoreError, match=r"description_tree .* cannot be read"):
        read_excerpt(store, Excerpt("description_tree"))


def test_check_parts__other_columns(store: Store) -> None:
    add_tree(store, "one", 1)
    pq.write_table(pa.table({"run_id": ["one"]}), next(store.parts("description_tree")))

    with pytest.raises(StoreError, match="other columns than the table"):
        check_parts(store)


def test_check_parts__more_rows_than_memory_holds(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_tree(store, "one", 3)
    monkeypatch.setattr(excerpts, "ROWS_AT_MOST", 2)

    with pytest.raises(StoreError, match="has 3 rows, expected at most 2"):
        check_parts(store)
