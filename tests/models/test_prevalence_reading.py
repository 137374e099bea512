"""Frequencies of a made run, read from the store."""

import numpy as np
import pytest

from models.prevalence_reading import frequencies_of, read_counted
from store.db import Database
from store.errors import CallError, UnknownNameError
from store.layout import Store
from store.runs import Run, end_run, start_run
from store.write import write_rows
from tests.models.hand_maker import open_hand, write_corpus

NAMES = ("A", "B")
TRAINING = Run("train", "hands", {"name": "made", "corpora": ["hands"]}, 0)


def made_run(store: Store, said: list[str], true: list[str | None]) -> str:
    """A run that is 80 % sure of what it says of hands."""
    write_corpus(store, "hands", [open_hand()] * len(said))
    run_id = TRAINING.run_id
    rows = [
        {
            "run_id": run_id,
            "item_id": f"hands/clip{i:03d}/f0000/right/p00",
            "corpus": "hands",
            "target": "handshape",
            "true_class": known,
            "predicted_class": name,
            "probability": 0.8,
            "top_classes": [name, NAMES[name == "A"]],
            "top_probabilities": [0.8, 0.2],
            "part": "test" if known else "unseen",
            "calibrated": True,
        }
        for i, (name, known) in enumerate(zip(said, true, strict=True))
    ]
    started_ms = start_run(store, TRAINING)
    write_rows(store, "predictions", rows, part="all", partition={"run_id": run_id})
    metrics = {"classes": list(NAMES), "folds": 2}
    end_run(store, TRAINING, state="finished", started_ms=started_ms, metrics=metrics)
    return run_id


# Of ten known B five are said to be A; of ten known A none is said to be B.
SAID = ["A"] * 15 + ["B"] * 5
TRUE: list[str | None] = [*(["A"] * 10), *(["B"] * 10)]


def test_frequencies_of__corrected_by_what_is_known_of_mistakes(store: Store) -> None:
    run_id = made_run(store, [*SAID, *["A"] * 15, *["B"] * 5], [*TRUE, *[None] * 20])

    found = frequencies_of(read_counted(Database(store), run_id), draws=20)

    assert found.hands == 40
    assert found.by_method["raw"].shares.tolist() == pytest.approx([0.75, 0.25])
    adjusted = found.by_method["adjusted"].shares
    assert adjusted.tolist() == pytest.approx([0.5, 0.5], abs=1e-3)
    assert found.markedness["adjusted"].ranks.keys() == {"A", "B"}


def test_frequencies_of__threshold_and_curve(store: Store) -> None:
    counted = read_counted(Database(store), made_run(store, SAID, TRUE))

    found = frequencies_of(counted, threshold=0.9, methods=["raw"], draws=5)

    assert found.coverage == 0
    assert np.isnan(found.by_method["raw"].shares).all()
    assert (found.curve[0], found.curve[-1]) == (1, 0)


def test_frequencies_of__no_known_class(store: Store) -> None:
    counted = read_counted(Database(store), made_run(store, ["A", "B"], [None, None]))

    found = frequencies_of(counted, draws=5)

    assert list(found.by_method) == ["raw"]


def test_read_counted__signs_without_gloss_are_their_clips(store: Store) -> None:
    counted = read_counted(Database(store), made_run(store, SAID, TRUE))

    assert len(set(counted.origins.signs)) == 20
    assert len(set(counted.origins.signers)) == 10


def test_read_counted__unknown_run(store: Store) -> None:
    with pytest.raises(UnknownNameError, match="run with predictions 'train-x'"):
        read_counted(Database(store), "train-x")


def test_read_counted__corpus_without_predictions(store: Store) -> None:
    run_id = made_run(store, SAID, TRUE)

    with pytest.raises(CallError, match="says nothing of corpus 'other'"):
        read_counted(Database(store), run_id, corpus="other")
