"""Letters are read whole, and validation is drawn from train alone."""

from pathlib import Path

import numpy as np
import pytest

from models.letters.data import letter_corpora, read_letters, validation_rows
from store.db import Database
from store.errors import CallError, UnknownNameError
from store.layout import create_store
from tests.models.letters.letter_maker import CORPUS, bars, letters_store


def test_read_letters__parts_and_classes(tmp_path: Path) -> None:
    store = letters_store(tmp_path)

    letters = read_letters(Database(store), CORPUS)

    assert letters.classes == ("a", "b", "c")
    assert len(letters.train) == 48
    assert letters.test.ids[0] == f"{CORPUS}/test/00000"
    assert letters.test.labels.tolist() == [0, 1, 2] * 4
    assert (letters.test.pixels == bars(np.arange(12) % 3, seed=4)).all()
    assert letters.about == "bars: 48 train, 12 test pictures, 3 classes"


def test_letter_corpora__an_empty_store_names_the_commands(tmp_path: Path) -> None:
    database = Database(create_store(tmp_path))

    with pytest.raises(CallError, match="signatlas ingest fingerspelling"):
        letter_corpora(database, [])


def test_letter_corpora__an_unknown_one_names_the_nearest(tmp_path: Path) -> None:
    database = Database(letters_store(tmp_path))

    with pytest.raises(UnknownNameError, match="Did you mean 'bars'"):
        letter_corpora(database, ["bar"])


def test_read_letters__a_class_that_train_lacks(tmp_path: Path) -> None:
    database = Database(letters_store(tmp_path, train=2))

    with pytest.raises(CallError, match="no train picture shows c"):
        read_letters(database, CORPUS)


def test_read_letters__no_test_part(tmp_path: Path) -> None:
    database = Database(letters_store(tmp_path, test=0))

    with pytest.raises(CallError, match="no test pictures"):
        read_letters(database, CORPUS)


def test_validation_rows__whole_signers(tmp_path: Path) -> None:
    store = letters_store(tmp_path, train=120, signers=20)
    train = read_letters(Database(store), CORPUS).train

    held = validation_rows(train, seed=0)

    assert held.sum() == 12
    assert not set(train.signers[held]) & set(train.signers[~held])


def test_validation_rows__a_tenth_of_each_class_without_signers(tmp_path: Path) -> None:
    train = read_letters(Database(letters_store(tmp_path, train=90)), CORPUS).train

    held = validation_rows(train, seed=0)

    assert np.bincount(train.labels[held]).tolist() == [3, 3, 3]
    assert (validation_rows(train, seed=1) != held).any()
