import shutil

import pytest

from store.db import Database
from store.errors import CallError, StoreError
from store.label_history import EventLog
from store.labels import (
    Action,
    LabelEvent,
    add_event,
    events,
    in_force,
    last_undoable,
    replay,
)
from store.layout import Store

CROPS = ["a/1", "a/2", "b/1", "b/2", "c/1"]
CLUSTERS = [0, 0, 1, 1, 2]
RUN = "cluster-x"


def name(cluster: int, handshape: str) -> LabelEvent:
    return LabelEvent("ann", "name", RUN, cluster, handshape=handshape)


def test_replay__no_events() -> None:
    state = replay(CROPS, CLUSTERS, RUN, [])

    assert state.cluster.tolist() == CLUSTERS
    assert state.labels() == {}


def test_replay__no_crops() -> None:
    state = replay([], [], RUN, [name(0, "A")])

    assert state.labels() == {}
    assert state.new_cluster() == 0


def test_replay__name_labels_the_cluster() -> None:
    state = replay(CROPS, CLUSTERS, RUN, [name(0, "A")])

    assert state.labels() == {"a/1": "A", "a/2": "A"}


def test_replay__other_clusterings_are_left_alone() -> None:
    other = LabelEvent("ann", "name", "cluster-y", 0, handshape="B")

    assert replay(CROPS, CLUSTERS, RUN, [other]).labels() == {}


def test_replay__merge_keeps_the_name_of_either() -> None:
    merge = LabelEvent("ann", "merge", RUN, 0, into_cluster=1)

    into_unnamed = replay(CROPS, CLUSTERS, RUN, [name(0, "A"), merge])
    into_named = replay(CROPS, CLUSTERS, RUN, [name(0, "A"), name(1, "B"), merge])

    assert into_unnamed.names == {1: "A"}
    assert into_named.names == {1: "B"}
    assert into_named.members(1).tolist() == ["a/1", "a/2", "b/1", "b/2"]
    assert into_named.members(0).tolist() == []


def test_replay__move_splits_and_a_merge_takes_what_is_there_then() -> None:
    split = LabelEvent("ann", "move", RUN, 0, ("a/2",), into_cluster=3)
    merge = LabelEvent("ann", "merge", RUN, 0, into_cluster=1)

    state = replay(CROPS, CLUSTERS, RUN, [split, merge])

    assert state.members(3).tolist() == ["a/2"]
    assert state.members(1).tolist() == ["a/1", "b/1", "b/2"]
    assert state.new_cluster() == 4


def test_replay__junk_hides_and_assign_brings_back() -> None:
    junk = LabelEvent("ann", "junk", RUN, 0)
    assign = LabelEvent("ann", "assign", crops=("a/1",), handshape="S")

    state = replay(CROPS, CLUSTERS, RUN, [name(0, "A"), junk, assign])

    assert state.labels() == {"a/1": "S"}
    assert state.members(0).tolist() == ["a/1"]


def test_in_force__undo_of_an_undo_restores() -> None:
    first = name(0, "A")
    undo = LabelEvent("ann", "undo", undoes=first.event_id)
    again = LabelEvent("ann", "undo", undoes=undo.event_id)

    assert in_force([first, undo]) == []
    assert in_force([first, undo, again]) == [first]


def test_last_undoable__only_ones_own() -> None:
    mine, theirs = name(0, "A"), LabelEvent("bob", "name", RUN, 1, handshape="B")
    undo = LabelEvent("ann", "undo", undoes=mine.event_id)

    assert last_undoable([mine, theirs], "ann") == mine
    assert last_undoable([mine, theirs, undo], "ann") is None
    assert last_undoable([], "ann") is None


def test_events__two_annotators_lose_nothing(store: Store) -> None:
    added = [
        add_event(store, LabelEvent(who, "name", RUN, 0, handshape="A", at_ms=at_ms))
        for at_ms in (1_000, 2_000)
        for who in ("ann", "bob")
    ]

    read = events(Database(store))

    assert sorted(read, key=lambda e: e.event_id) == read
    assert {e.event_id for e in read} == {e.event_id for e in added}
    assert len(events(Database(store), until_ms=1_000)) == 2


@pytest.mark.parametrize(
    ("action", "lacking"),
    [
        ("assign", "crops, handshape"),
        ("name", "run_id, cluster, handshape"),
        ("junk", "crops or cluster"),
        ("undo", "undoes"),
        ("dance", "no label action"),
    ],
)
def test_label_event__says_what_it_lacks(action: Action, lacking: str) -> None:
    with pytest.raises(CallError, match=lacking):
        LabelEvent("ann", action)


def test_label_event__needs_an_annotator() -> None:
    with pytest.raises(CallError, match="annotator's name"):
        LabelEvent(" ", "note", note="hello")


@pytest.mark.parametrize("copies", [1, 20])
def test_event_log__a_part_of_another_name_is_told(store: Store, copies: int) -> None:
    add_event(store, name(0, "A"))
    (part,) = store.parts("label_events")
    for number in range(copies):
        shutil.copy(part, part.with_name(f"part-copy{number}.parquet"))

    with pytest.raises(StoreError, match=r"part-copy\d+\.parquet"):
        EventLog(Database(store)).read()
