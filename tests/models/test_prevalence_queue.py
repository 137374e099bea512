"""Who is labelled next, and which labels count."""

import numpy as np

from models.prevalence_labelled import NOT_LABELLED
from models.prevalence_queue import (
    Queue,
    asked_for,
    lots_of,
    queue_note,
    queue_of,
)
from store.labels import LabelEvent

NONE = NOT_LABELLED
# Priorities of one corpus: .5, .4, .3, .2 in this order; of the other: .9.
DOUBT = np.array([0.3, 0.4, 0.2, 0.5, 0.9])
LOTS = np.array([1.0, 1.0, 1.0, 1.0, 1.0])
CORPORA = {"a": np.arange(5) < 4, "b": np.arange(5) == 4}


def queue(labels: list[int], through: list[bool]) -> Queue:
    return queue_of(
        CORPORA,
        doubt=DOUBT,
        lots=LOTS,
        labels=np.array(labels),
        through_queue=np.array(through),
    )


def test_queue_of__no_label() -> None:
    found = queue([NONE] * 5, [False] * 5)

    assert found.waiting["a"].tolist() == [3, 1, 0, 2]
    assert found.waiting["b"].tolist() == [4]
    assert not found.given.labelled.any()


def test_queue_of__labels_in_their_turn_count_by_chance() -> None:
    found = queue([NONE, 1, NONE, 2, NONE], [False, True, False, True, False])

    # Hand 0 of doubt .3 is the first without a label: both before it were sure to be.
    assert found.waiting["a"].tolist() == [0, 2]
    assert found.given.labels.tolist() == [NONE, 1, NONE, 2, NONE]
    assert found.given.chances[[1, 3]].tolist() == [1, 1]
    assert found.in_turn == {"a": 2, "b": 0}


def test_queue_of__label_ahead_of_its_turn_waits() -> None:
    found = queue([NONE, NONE, 1, NONE, NONE], [False, False, True, False, False])

    assert found.ahead == 1
    assert not found.given.labelled.any()
    assert found.waiting["a"].tolist() == [3, 1, 0]


def test_queue_of__label_given_otherwise_stands_for_its_hand() -> None:
    found = queue([NONE, NONE, 1, NONE, NONE], [False] * 5)

    assert found.given.labels[2] == 1
    assert found.given.chances[2] == 1
    assert found.in_turn["a"] == 0
    assert found.waiting["a"].tolist() == [3, 1, 0]


def test_lots_of__even_between_0_and_1_and_the_same_again() -> None:
    items = [f"clip{i:04d}/f0000/right/p00" for i in range(2000)]

    lots = lots_of("train-x", items)

    assert lots.min() > 0
    assert lots.max() <= 1
    assert np.histogram(lots, bins=4, range=(0, 1))[0].min() > 430
    assert lots_of("train-x", items[:3]).tolist() == lots[:3].tolist()
    assert lots_of("train-y", items[:3]).tolist() != lots[:3].tolist()


def test_asked_for__by_the_note_and_not_taken_back() -> None:
    note = queue_note("train-x")
    first = LabelEvent("ana", "assign", crops=("c1", "c2"), handshape="A", note=note)
    other = LabelEvent("ana", "assign", crops=("c3",), handshape="A")
    second = LabelEvent("ana", "assign", crops=("c4",), handshape="B", note=note)
    undone = LabelEvent("ana", "undo", undoes=second.event_id)

    assert asked_for([first, other, second, undone], "train-x") == {"c1", "c2"}
    assert asked_for([first], "train-y") == set()
