"""Very many hands are prepared by a process of its own, else by whoever asks."""

import sys
from typing import Any

import pytest

from dashboard.reading import judged_apart, judged_run
from dashboard.reading.judged_apart import read_items_apart
from dashboard.reading.judged_run import read_items
from store.db import Database
from store.layout import Store
from store.prepared import prepared_dir
from tests.dashboard.prediction_maker import BETTER, add_predictions
from tests.store.settling import settled


@pytest.fixture
def judged_store(clustered_store: Store) -> Store:
    return settled(add_predictions(clustered_store))


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Runs whose hands were prepared in this process."""
    found: list[str] = []
    made = judged_run._judged

    def noted(database: Database, run_id: str, *rest: Any) -> Any:
        found.append(run_id)
        return made(database, run_id, *rest)

    monkeypatch.setattr(judged_run, "_judged", noted)
    return found


def test_many__are_prepared_apart_once(
    judged_store: Store, here: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judged_apart, "MANY", 1)
    database = Database(judged_store)

    items = read_items_apart(database, BETTER)
    kept = sorted(prepared_dir(judged_store).rglob("*.arrow"))
    again = read_items_apart(database, BETTER)

    assert here == []
    assert items.item_ids.equals(read_items(Database(judged_store), BETTER).item_ids)
    assert again.item_ids.equals(items.item_ids)
    assert sorted(prepared_dir(judged_store).rglob("*.arrow")) == kept != []


def test_few__are_prepared_here(judged_store: Store, here: list[str]) -> None:
    read_items_apart(Database(judged_store), BETTER)

    assert here == [BETTER]


def test_many__prepared_here_where_no_process_can(
    judged_store: Store, here: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judged_apart, "MANY", 1)
    monkeypatch.setattr(sys, "executable", "/bin/false")

    items = read_items_apart(Database(judged_store), BETTER)

    assert here == [BETTER]
    assert len(items.item_ids) > 0
