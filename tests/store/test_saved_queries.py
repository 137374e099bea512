from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from store.db import Database
from store.errors import CallError, StoreError
from store.layout import Store, create_store
from store.saved_queries import save_query, saved_queries, write_version


def names(store: Store) -> list[str]:
    return [query.name for query in saved_queries(Database(store))]


def test_saved__none(store: Store) -> None:
    assert saved_queries(Database(store)) == []


def test_saved__by_name_as_they_were_given(store: Store) -> None:
    odd = "<b>x</b> 手 'a'; DROP TABLE clips"
    second = save_query(store, f" {odd}\n", "SELECT 2")
    first = save_query(store, "--", "SELECT '1'\n-- \u2028")

    assert saved_queries(Database(store)) == [first, second]
    assert second.name == odd


def test_saved__renamed_changed_deleted_and_back(store: Store) -> None:
    query = save_query(store, "one", "SELECT 1")

    renamed = write_version(store, replace(query, name="two"))
    write_version(store, replace(renamed, statement="SELECT 2"), deleted=True)
    gone = names(store)
    write_version(store, renamed)

    assert gone == []
    assert saved_queries(Database(store))[0].statement == "SELECT 1"
    assert names(store) == ["two"]


def test_saved__many_at_once_lose_nothing(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda i: save_query(store, "same", f"SELECT {i}"), range(24)))

    kept = {query.statement for query in saved_queries(Database(store))}
    assert kept == {f"SELECT {i}" for i in range(24)}


@pytest.mark.parametrize("name", ["", " \n", "x" * 81])
def test_save__needs_a_name(store: Store, name: str) -> None:
    with pytest.raises(CallError, match="1 to 80 characters"):
        save_query(store, name, "SELECT 1")


def test_save__needs_a_statement(store: Store) -> None:
    with pytest.raises(CallError, match="no query"):
        save_query(store, "one", " \n")


def test_save__store_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    store = create_store(tmp_path / "store")
    (store.root / "tables" / "saved_queries").write_text("in the way")

    with pytest.raises(StoreError, match="Cannot write"):
        save_query(store, "one", "SELECT 1")
