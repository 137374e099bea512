import pytest

from store.db import Database
from store.errors import StoreError
from store.layout import Store
from store.runs import (
    STALE_MS,
    Progress,
    Run,
    end_run,
    now_ms,
    report_progress,
    running,
    start_run,
)

RUN = Run("ingest", "a", {"size": "tiny"}, seed=7)


def test_run_id__follows_from_what_was_told() -> None:
    same = Run("ingest", "a", {"size": "tiny"}, seed=7, note="other words")
    other = Run("ingest", "a", {"size": "small"}, seed=7)

    assert RUN.run_id == same.run_id
    assert RUN.run_id != other.run_id
    assert RUN.run_id.startswith("ingest-a-")


def test_end_run__replaces_the_running_row(store: Store) -> None:
    database = Database(store)
    started_ms = start_run(store, RUN)
    assert [r["state"] for r in database.rows("runs_newest_first")] == ["running"]

    end_run(store, RUN, state="finished", started_ms=started_ms, metrics={"clips": 3})

    (row,) = database.rows("runs_newest_first")
    assert row["state"] == "finished"
    assert row["metrics"] == '{"clips": 3}'
    assert row["ended_ms"] >= row["started_ms"]


def test_running__none(store: Store) -> None:
    assert running(store) == []


def test_running__heard_of_and_then_ended(store: Store) -> None:
    report_progress(store, RUN, Progress("ingest", "a", done=1, total=3))
    (progress,) = running(store)
    assert (progress.done, progress.total, progress.unit) == (1, 3, "clips")

    end_run(store, RUN, state="finished", started_ms=now_ms(), metrics={})

    assert running(store) == []


def test_is_stale__after_a_silence() -> None:
    progress = Progress("ingest", "a", done=1, total=3, updated_ms=1_000)

    assert not progress.is_stale(1_000 + STALE_MS)
    assert progress.is_stale(1_001 + STALE_MS)


def test_running__a_broken_progress_file_is_named(store: Store) -> None:
    path = store.run_dir("r") / "progress.json"
    path.parent.mkdir(parents=True)
    path.write_text("{")

    with pytest.raises(StoreError, match=r"progress\.json is no progress file"):
        running(store)
