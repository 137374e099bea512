"""Hands labelled in the order that is drawn for them change the frequencies at once."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from dashboard.queries import frequency_queries
from dashboard.reading.frequency_counting import Correction
from models.prevalence_queue import queue_note
from store.labels import LabelEvent, add_event
from store.layout import Store
from tests.dashboard.cluster_maker import CORPUS
from tests.dashboard.page_reader import Opener, component, pick, texts, title
from tests.dashboard.prediction_maker import (
    add_later_prediction,
    add_predictions,
    crops_and_shapes,
)

UseStore = Callable[[Path], None]
EVERY_HAND = 288


@pytest.fixture
def later(clustered_store: Store, use_store: UseStore) -> str:
    """A run that says of hands without labels what they show, but takes each 1 for V."""
    run_id = add_later_prediction(add_predictions(clustered_store))
    use_store(clustered_store.root)
    return run_id


def next_crops(run_id: str, count: int) -> list[str]:
    places = frequency_queries.labelling(run_id).waiting[CORPUS][:count]
    return frequency_queries.items(run_id).ids(places)


def give_labels(store: Store, crops: Sequence[str], *, note: str = "") -> None:
    ids, shapes, _ = crops_and_shapes()
    for shape in sorted(set(shapes)):
        named = [c for c in crops if shapes[ids.index(c)] == shape]
        if named:
            event = LabelEvent(
                "ana", "assign", crops=tuple(named), handshape=shape, note=note
            )
            add_event(store, event)


def distance_from_truth(run_id: str, correction: Correction) -> float:
    """Return the L1 distance; all six handshapes are alike common."""
    rows = frequency_queries.handshape_frequencies(
        (run_id, None, None, "crop"), threshold=0.0, correction=correction
    )
    return float(sum(abs(row.best.share - 1 / 6) for row in rows))


def test_labelling__nothing_labelled_yet(later: str) -> None:
    labels = frequency_queries.labelling(later)

    assert len(labels.waiting[CORPUS]) == EVERY_HAND
    assert not labels.given.labelled.any()


def test_labelling__in_turn_counts_at_once(later: str, clustered_store: Store) -> None:
    crops = next_crops(later, 60)

    give_labels(clustered_store, crops, note=queue_note(later))

    labels = frequency_queries.labelling(later)
    assert labels.in_turn[CORPUS] == 60
    assert len(labels.waiting[CORPUS]) == EVERY_HAND - 60
    assert distance_from_truth(later, "labelled") < 0.5 * distance_from_truth(
        later, "saerens"
    )


def test_labelling__label_of_a_cluster_stands_for_its_hand(
    later: str, clustered_store: Store
) -> None:
    last = next_crops(later, EVERY_HAND)[-1]

    give_labels(clustered_store, [last])

    labels = frequency_queries.labelling(later)
    assert labels.in_turn[CORPUS] == 0
    assert labels.given.chances[labels.given.labelled].tolist() == [1.0]


def test_labelling__handshape_that_the_classifier_does_not_know(
    later: str, clustered_store: Store
) -> None:
    (crop,) = next_crops(later, 1)

    event = LabelEvent(
        "ana", "assign", crops=(crop,), handshape="ILY", note=queue_note(later)
    )
    add_event(clustered_store, event)

    rows = frequency_queries.handshape_frequencies(
        (later, None, None, "crop"), threshold=0.0, correction="labelled"
    )
    found = next(row for row in rows if row.handshape == "ILY")
    assert found.raw.share == 0
    assert found.best.share >= 0.99 / EVERY_HAND
    assert sum(row.best.share for row in rows) == pytest.approx(1)


def test_labelling__hands_put_aside_are_not_counted(
    later: str, clustered_store: Store
) -> None:
    crops = next_crops(later, 3)

    add_event(clustered_store, LabelEvent("ana", "junk", crops=tuple(crops)))

    counted = frequency_queries.counted_hands(later, None, None)
    assert int(counted.sum()) == EVERY_HAND - 3
    assert not np.isin(next_crops(later, EVERY_HAND), crops).any()


def test_frequencies__label_the_next_hands(
    open_page: Opener, later: str, clustered_store: Store
) -> None:
    app = open_page(
        clustered_store.root, "frequencies", run=later, label=CORPUS, annotator="Ana"
    )
    assert title(app) == f"The next 50 hands of {CORPUS} to label"
    first = [tile["crop"] for tile in component(app, "crop_picker")["tiles"][:2]]

    pick(app, [0, 1])
    app.selectbox(key="frequencies_shape").set_value("B").run()
    app.button(key="frequencies_do_assign").click().run()

    left = [tile["crop"] for tile in component(app, "crop_picker")["tiles"]]
    assert len(left) == 50
    assert not set(first) & set(left)
    assert "2 labelled in this order so far" in texts(app)


def test_frequencies__way_to_the_next_hands(
    open_page: Opener, later: str, clustered_store: Store
) -> None:
    app = open_page(clustered_store.root, "frequencies", run=later)
    assert "Surer by labels" in [item.value for item in app.subheader]

    app.button(key=f"frequencies_label_{CORPUS}").click().run()

    assert title(app) == f"The next 50 hands of {CORPUS} to label"
    assert "type your name" in texts(app)


def test_frequencies__by_labels_once_there_are_some(
    open_page: Opener, later: str, clustered_store: Store
) -> None:
    give_labels(clustered_store, next_crops(later, 40), note=queue_note(later))

    app = open_page(clustered_store.root, "frequencies", run=later)

    assert app.selectbox(key="frequencies_way").value == "labelled"
    assert "Counted by labels of some hands" in texts(app)
