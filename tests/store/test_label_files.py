from pathlib import PurePath

import pytest

from store.db import Database
from store.label_files import (
    crop_of_file,
    file_name,
    folder_name,
    handshape_of_folder,
)
from store.label_history import EventLog, last_redoable
from store.labelled_set import JUNK, LabelledSet
from store.labels import LabelEvent, add_event, last_undoable
from store.layout import Store
from store.pictures import read_pictures
from tests.store.village_maker import CROPS, ODD, RUN, labelled_in, name_event


def test_labelled_set__nothing_labelled(store: Store) -> None:
    assert labelled_in(store) == LabelledSet({}, {}, ())


def test_labelled_set__clusters_single_crops_and_junk(village: Store) -> None:
    add_event(village, name_event("ann", 0, "A"))
    add_event(village, name_event("bob", 0, "S", at_ms=2))
    add_event(village, LabelEvent("ann", "junk", RUN, crops=(CROPS[0],), at_ms=3))
    add_event(
        village,
        LabelEvent("ann", "assign", crops=(CROPS[2],), handshape="5", at_ms=4),
    )

    labelled = labelled_in(village)

    assert labelled.handshapes == {CROPS[1]: "S", CROPS[2]: "5"}
    assert labelled.ratings == {
        "ann": {CROPS[0]: JUNK, CROPS[1]: "A", CROPS[2]: "5"},
        "bob": {CROPS[0]: "S", CROPS[1]: "S"},
    }
    assert labelled.annotators_of(CROPS[1]) == ["bob"]
    assert labelled.corpora() == ["village"]


def test_labelled_set__corpora_whose_names_begin_alike() -> None:
    corpora = ["a", "a-b", "a.c", "a0", "ab"]
    crops = sorted(f"{name}/{clip}/f0/left/p0" for name in corpora for clip in "xy")

    found = LabelledSet(dict.fromkeys(crops, "V"), {}, ()).corpora()

    assert sorted(found) == corpora
    assert LabelledSet({}, {}, ()).corpora() == []


def test_labelled_set__clustering_that_is_gone(store: Store) -> None:
    add_event(store, name_event("ann", 0, "A"))

    assert labelled_in(store).lost_runs == (RUN,)


# Reading events as they come


def test_event_log__sees_what_others_add(village: Store) -> None:
    log = EventLog(Database(village))
    assert log.read() == ()

    first = add_event(village, name_event("ann", 0, "A", at_ms=1))
    assert log.read() == (first,)
    many = [
        add_event(village, name_event("bob", 1, "B", at_ms=2 + i)) for i in range(20)
    ]

    assert log.read() == (first, *many)


def test_last_redoable__undo_redo_and_something_new() -> None:
    one, two = name_event("ann", 0, "A", 1), name_event("ann", 1, "B", 2)
    undo_two = LabelEvent("ann", "undo", undoes=two.event_id, at_ms=3)
    undo_one = LabelEvent("ann", "undo", undoes=one.event_id, at_ms=4)
    redo_one = LabelEvent("ann", "undo", undoes=undo_one.event_id, at_ms=5)
    redo_two = LabelEvent("ann", "undo", undoes=undo_two.event_id, at_ms=6)
    new = name_event("ann", 0, "C", 7)
    undone = [one, two, undo_two, undo_one]

    assert last_redoable([], "ann") is None
    assert last_redoable(undone, "ann") == undo_one
    assert last_redoable(undone, "bob") is None
    assert last_undoable([*undone, redo_one], "ann") == one
    assert last_redoable([*undone, redo_one], "ann") == undo_two
    assert last_redoable([*undone, redo_one, redo_two], "ann") is None
    assert last_redoable([*undone, new], "ann") is None


# Pictures


def test_read_pictures__by_clip_by_search_and_unknown(village: Store) -> None:
    asked = [CROPS[0], CROPS[3], "village/v9/f0/right/p00", "Not an id", "../x/y/z/q"]

    found = read_pictures(Database(village), asked)

    assert found == {crop: b"JPEG of " + crop.encode() for crop in (CROPS[0], CROPS[3])}


# Names of files


@pytest.mark.parametrize("name", ["A", "bent-B", ODD, ".", "..", "a.b", "~", "50 %"])
def test_folder_name__is_read_back(name: str) -> None:
    folder = folder_name(name)

    assert handshape_of_folder(folder) == name
    assert "/" not in folder
    assert folder not in (".", "..")


def test_file_name__is_read_back() -> None:
    assert file_name(CROPS[0]) == "village~v0~f0003~right~p00.jpg"
    assert crop_of_file(PurePath("x") / file_name(CROPS[0])) == CROPS[0]
