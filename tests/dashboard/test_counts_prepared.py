"""What is counted of whole corpora is read by the next server, unless a label changed it."""

import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import streamlit as st

from dashboard.queries import compare_queries, frequency_queries
from dashboard.records.compare_records import Side
from dashboard.records.frequency_records import HandshapeFrequency
from models.prevalence import DEFAULT_THRESHOLD
from models.prevalence_queue import queue_note
from store.labels import Action, LabelEvent, add_event
from store.layout import Store
from store.prepared import prepared_dir
from tests.dashboard.cluster_maker import CORPUS
from tests.dashboard.prediction_maker import (
    BETTER,
    add_later_prediction,
    add_predictions,
    crops_and_shapes,
)
from tests.store.settling import settled

UseStore = Callable[[Path], None]


@pytest.fixture
def judged_store(clustered_store: Store, use_store: UseStore) -> Store:
    use_store(clustered_store.root)
    return settled(add_predictions(clustered_store))


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was counted and not read, in the order in which it was."""
    found: list[str] = []

    def note(module: ModuleType, name: str) -> None:
        counts = getattr(module, name)

        def noted(*args: object, **rest: object) -> object:
            found.append(str(rest.get("method", name)))
            return counts(*args, **rest)

        monkeypatch.setattr(module, name, noted)

    note(frequency_queries, "estimated")
    note(compare_queries, "counted_hands")
    return found


def frequencies(
    run_id: str = BETTER,
    *,
    signer: str | None = None,
    threshold: float = DEFAULT_THRESHOLD,
) -> list[HandshapeFrequency]:
    """As a server that was just started tells them."""
    st.cache_resource.clear()
    return frequency_queries.handshape_frequencies(
        (run_id, CORPUS, signer, "token"), threshold=threshold, correction="labelled"
    )


def settled_later(store: Store) -> str:
    """Add a run that judges hands without labels, long ago; return it."""
    run_id = add_later_prediction(store)
    settled(store)
    return run_id


def label(
    store: Store,
    action: Action,
    crop: str,
    *,
    handshape: str | None = None,
    note: str = "",
) -> LabelEvent:
    event = LabelEvent("ana", action, crops=(crop,), handshape=handshape, note=note)
    return add_event(store, event)


def side(by: str) -> Side:
    st.cache_resource.clear()
    source = next(s for s in compare_queries.sources()[CORPUS] if s.kind == by)
    return compare_queries.sides([source], "sign")[0]


def test_frequencies__are_read_by_the_next_server(
    judged_store: Store, counted: list[str]
) -> None:
    first = frequencies()
    again = frequencies()

    assert counted == ["raw", "labelled"]
    assert again == first


@pytest.mark.parametrize("corrected", [True, False])
def test_signs__are_read_by_the_next_server(
    judged_store: Store, counted: list[str], corrected: bool
) -> None:
    first = side("corrected" if corrected else "raw").counts
    again = side("corrected" if corrected else "raw").counts

    assert counted == ["counted_hands"]
    assert np.array_equal(again.counts, first.counts)
    assert first.drawn is not None
    assert again.drawn is not None
    assert np.array_equal(again.drawn, first.drawn)
    assert (again.classes, again.signs, again.known, again.glossed, again.items) == (
        (first.classes, first.signs, first.known, first.glossed, first.items)
    )


def test_frequencies__of_a_signer_or_a_threshold_are_counted_each_time(
    judged_store: Store, counted: list[str]
) -> None:
    told = frequency_queries.items(BETTER)
    signer = told.signer.some(told.counted).there()[0]
    for _ in range(2):
        frequencies(signer=signer)
        frequencies(threshold=0.5)

    # By a threshold only raw counts change.
    assert counted == [
        *("raw", "labelled", "raw", "labelled"),
        *("raw", "labelled", "raw"),
    ]


def test_label__is_counted_at_once_and_by_the_next_server(
    judged_store: Store, counted: list[str]
) -> None:
    before, signs = frequencies(), side("corrected").counts
    crops, shapes, _ = crops_and_shapes()
    wrong = tuple(
        crop for crop, shape in zip(crops, shapes, strict=True) if shape == "1"
    )

    add_event(
        judged_store, LabelEvent("ana", "assign", crops=wrong, handshape="curved_v")
    )
    at_once = frequencies()
    later, signs_later = frequencies(), side("corrected").counts
    again = frequencies()

    assert [row.handshape for row in before] != [row.handshape for row in at_once]
    assert later == at_once == again
    assert "curved_v" in signs_later.classes
    assert "curved_v" not in signs.classes
    assert counted.count("raw") == 1


def test_hand_put_aside_for_another__is_counted_again(judged_store: Store) -> None:
    run_id = settled_later(judged_store)
    first, *crops = frequency_queries.items(run_id).ids(range(288))
    *_, left, right = crops
    label(judged_store, "assign", first, handshape="V")

    mistaken = label(judged_store, "junk", left)
    before = frequencies(run_id)
    add_event(judged_store, LabelEvent("ana", "undo", undoes=mistaken.event_id))
    label(judged_store, "junk", right)
    at_once = frequencies(run_id)
    shutil.rmtree(prepared_dir(judged_store))

    assert at_once == frequencies(run_id)
    assert at_once != before


def test_label_given_in_its_turn_instead__is_counted_again(
    judged_store: Store,
) -> None:
    run_id = settled_later(judged_store)
    place = frequency_queries.labelling(run_id).waiting[CORPUS][:1]
    crop, *_ = frequency_queries.items(run_id).ids(place)

    of_its_own = label(judged_store, "assign", crop, handshape="V")
    before = frequencies(run_id)
    add_event(judged_store, LabelEvent("ana", "undo", undoes=of_its_own.event_id))
    label(judged_store, "assign", crop, handshape="V", note=queue_note(run_id))
    at_once = frequencies(run_id)
    shutil.rmtree(prepared_dir(judged_store))

    assert at_once == frequencies(run_id)
    assert at_once != before
