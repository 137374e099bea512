"""A clock that is set back changes neither what counts nor what is shown as running."""

import os
import time
from dataclasses import asdict

import pytest

from dashboard.asking import stamp_of
from store.db import Database
from store.labels import LabelEvent, add_event, events, last_undoable, replay
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
from store.saved_queries import save_query, saved_queries, write_version
from store.temporary import this_process

HOUR_S = 3600
CROPS = ["a/1", "a/2"]


class Clock:
    """A clock that can be set; it goes on by a millisecond with each look."""

    def __init__(self) -> None:
        self.now_ns = time.time_ns()

    def look_ns(self) -> int:
        self.now_ns += 1_000_000
        return self.now_ns

    def set_back(self, hours: float = 1) -> None:
        self.now_ns -= round(hours * HOUR_S * 1e9)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(time, "time_ns", made.look_ns)
    return made


def named(cluster: int, handshape: str) -> LabelEvent:
    return LabelEvent("ann", "name", "r", cluster, handshape=handshape)


def test_labels__the_later_wins_though_its_clock_says_earlier(
    store: Store, clock: Clock
) -> None:
    first = add_event(store, named(0, "A"))
    clock.set_back()
    later = add_event(store, named(0, "B"))

    listed = events(Database(store))

    assert listed == [first, later]
    assert later.at_ms < first.at_ms
    assert replay(CROPS, [0, 0], "r", listed).names == {0: "B"}
    assert last_undoable(listed, "ann") == later


def test_labels__an_undo_after_the_clock_was_set_back(
    store: Store, clock: Clock
) -> None:
    first = add_event(store, named(0, "A"))
    clock.set_back(hours=24)
    add_event(store, LabelEvent("ann", "undo", undoes=first.event_id))

    assert replay(CROPS, [0, 0], "r", events(Database(store))).names == {}


def test_labels__many_within_one_moment_keep_their_order(store: Store) -> None:
    added = [
        add_event(
            store, LabelEvent("ann", "note", "r", 0, note=str(number), at_ms=1_000)
        )
        for number in range(20)
    ]

    assert events(Database(store)) == added


def test_labels__written_again_under_their_id_are_there_once(store: Store) -> None:
    first = add_event(store, named(0, "A"))
    add_event(store, named(1, "B"))

    assert add_event(store, first) == first
    assert len(events(Database(store))) == 2


def test_saved_query__the_later_version_counts(store: Store, clock: Clock) -> None:
    first = save_query(store, "mine", "SELECT 1")
    clock.set_back()
    write_version(store, type(first)(**asdict(first) | {"statement": "SELECT 2"}))

    assert [q.statement for q in saved_queries(Database(store))] == ["SELECT 2"]


def test_runs__the_later_is_the_newest_and_takes_no_negative_time(
    store: Store, clock: Clock
) -> None:
    earlier, later = Run("embed", "a", {"seed": 1}), Run("embed", "a", {"seed": 2})
    for run in (earlier, later):
        started_ms = start_run(store, run)
        clock.set_back()
        end_run(store, run, state="finished", started_ms=started_ms, metrics={})
        clock.set_back()

    rows = Database(store).rows("runs_newest_first")

    assert [row["run_id"] for row in rows] == [later.run_id, earlier.run_id]
    assert all(row["ended_ms"] >= row["started_ms"] for row in rows)
    assert rows[0]["started_ms"] > rows[1]["ended_ms"]


def test_progress__of_a_process_that_was_killed_is_over(store: Store) -> None:
    """So that neither a page nor a repair waits for it."""
    gone = this_process().rpartition("-")[0] + "-999999999"
    told = Progress("ingest", "a", 1, 3, updated_ms=now_ms(), writer=gone)

    assert told.is_stale(now_ms())
    assert not Progress("ingest", "a", 1, 3, updated_ms=now_ms()).is_stale(now_ms())


def test_progress__left_before_the_clock_was_set_back_is_over(
    store: Store, clock: Clock
) -> None:
    run = Run("ingest", "a", {})
    report_progress(store, run, Progress("ingest", "a", 1, 3))
    assert len(running(store)) == 1

    clock.set_back(hours=2 * STALE_MS / 1000 / HOUR_S)

    assert running(store) == []


def test_cached_answer__two_parts_within_one_tick_of_the_disk(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second part leaves no trace in the folder's time, but is seen a second later."""
    add_event(store, named(0, "A"))
    folder = store.table_dir("label_events")
    tick_ns = folder.stat().st_mtime_ns
    monkeypatch.setattr(time, "monotonic", lambda: 100.0)
    before = stamp_of(store, ("label_events",))

    add_event(store, named(0, "B"))
    os.utime(folder, ns=(tick_ns, tick_ns))
    monkeypatch.setattr(time, "monotonic", lambda: 101.0)

    assert stamp_of(store, ("label_events",)) != before
    old_ns = tick_ns - 60_000_000_000
    os.utime(folder, ns=(old_ns, old_ns))
    settled = stamp_of(store, ("label_events",))
    monkeypatch.setattr(time, "monotonic", lambda: 900.0)
    assert stamp_of(store, ("label_events",)) == settled
