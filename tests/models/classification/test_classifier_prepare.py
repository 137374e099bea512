"""What is looked at before a training: hands, splits, and what cannot work."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from models.classification.recipe import ClassifierRecipe, read_classifier_recipe
from models.classification.steps import prepare
from store.db import Database
from store.errors import CallError, UnknownNameError
from store.labels import LabelEvent, add_event
from store.layout import Store
from tests.models.classification.classifier_maker import (
    RECIPE,
    handshapes_of,
    write_hands,
    write_recipe,
)


def recipe_of(
    folder: Path, text: str = RECIPE, *, corpus: str = "hands"
) -> ClassifierRecipe:
    return read_classifier_recipe(write_recipe(folder, text), corpora=(corpus,))


def test_prepare__what_annotators_put_aside_is_left_out(
    store: Store, tmp_path: Path
) -> None:
    write_hands(store)
    crop = "hands/clip000/f0000/right/p00"
    add_event(store, LabelEvent("ann", "junk", crops=(crop,)))

    prepared = prepare(Database(store), recipe_of(tmp_path))

    assert len(prepared.hands) == 59
    assert crop not in prepared.hands.crop_ids


def test_prepare__one_example_of_a_class(store: Store, tmp_path: Path) -> None:
    names = handshapes_of(60)
    names[7] = "Y"
    write_hands(store, handshapes=names)

    prepared = prepare(Database(store), recipe_of(tmp_path))

    assert any("One example each have Y" in note for note in prepared.notes)


def test_prepare__class_of_one_signer_is_absent_from_training(
    store: Store, tmp_path: Path
) -> None:
    names = handshapes_of(60)
    names[7] = names[17] = "Y"
    write_hands(store, handshapes=names)

    prepared = prepare(Database(store), recipe_of(tmp_path))

    assert any("Absent from training in a fold" in note for note in prepared.notes)


def test_prepare__almost_equal_pictures_across_the_split(
    store: Store, tmp_path: Path
) -> None:
    write_hands(store)
    _copy_picture(store, "hands/clip000", "hands/clip001")

    prepared = prepare(Database(store), recipe_of(tmp_path))

    assert any("almost equal picture in training" in note for note in prepared.notes)


def _copy_picture(store: Store, source: str, target: str) -> None:
    (path,) = store.parts("crops")
    rows = pq.ParquetFile(path).read().to_pylist()
    image = next(row["image"] for row in rows if row["clip_id"] == source)
    for row in rows:
        if row["clip_id"] == target:
            row["image"] = image
    schema = pq.ParquetFile(path).schema_arrow
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), path)


def test_prepare__one_handshape_only(store: Store, tmp_path: Path) -> None:
    write_hands(store, handshapes=["5"] * 20)

    with pytest.raises(CallError, match="needs hands of two handshapes; 1 is labelled"):
        prepare(Database(store), recipe_of(tmp_path))


def test_prepare__unknown_corpus(store: Store, tmp_path: Path) -> None:
    write_hands(store)

    with pytest.raises(UnknownNameError, match="Did you mean 'hands'"):
        prepare(Database(store), recipe_of(tmp_path, corpus="hand"))


def test_prepare__features_not_computed(store: Store, tmp_path: Path) -> None:
    write_hands(store)
    text = RECIPE.replace('"joint_angles"', '"hog"')

    with pytest.raises(CallError, match="has no values of 'hog' yet"):
        prepare(Database(store), recipe_of(tmp_path, text))
