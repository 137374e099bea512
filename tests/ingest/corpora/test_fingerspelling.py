import numpy as np
import pytest
from numpy.random import default_rng
from typer.testing import CliRunner

from ingest.commands import ingest_app
from ingest.corpora.fingerspelling import (
    SIGNERS,
    Fingerspelling,
    render_fingerspelling,
    render_letter,
)
from ingest.signer.drawn_hands import invented_signer
from store.db import Database
from store.errors import CallError
from store.layout import Store

FEW = Fingerspelling(per_letter=5)


def test_fingerspelling__every_letter_in_both_parts_and_no_signer_in_both(
    store: Store,
) -> None:
    ended = CliRunner().invoke(
        ingest_app, ["fingerspelling", "--per-letter", "5", "--store", str(store.root)]
    )

    assert "synthetic pictures of letters, 96 to train (" in ended.output
    rows = Database(store).rows("letters_of", corpus="synthetic-letters")
    shown = {
        part: [row for row in rows if row["part"] == part] for part in ("train", "test")
    }
    letters = {part: {row["letter"] for row in some} for part, some in shown.items()}
    assert len(letters["train"]) == 24
    assert letters["train"] == letters["test"]
    signers = {part: {row["signer"] for row in some} for part, some in shown.items()}
    assert not signers["train"] & signers["test"]
    (corpus,) = Database(store).rows("corpus_row", corpus="synthetic-letters")
    assert (corpus["media"], corpus["synthetic"]) == ("letters", True)


def test_render_fingerspelling__the_same_seed_gives_the_same_pictures() -> None:
    one, again = render_fingerspelling(FEW), render_fingerspelling(FEW)

    for part in SIGNERS:
        assert (one.parts[part].pixels == again.parts[part].pixels).all()


def test_render_fingerspelling__another_seed_gives_others() -> None:
    one, other = (
        render_fingerspelling(Fingerspelling(per_letter=5, seed=seed)).parts["test"]
        for seed in (0, 1)
    )

    assert (one.pixels != other.pixels).any(axis=1).all()


def test_render_letter__a_hand_stands_out_from_its_background() -> None:
    picture = render_letter("B", invented_signer(3, seed=0), default_rng(0))

    assert picture.shape == (28, 28)
    assert np.ptp(picture) > 60


def test_fingerspelling__none_left_to_test() -> None:
    with pytest.raises(CallError, match="leave none to test: give 5 or more"):
        Fingerspelling(per_letter=4)


def test_fingerspelling__parts() -> None:
    assert Fingerspelling().parts == {"train": 4800, "test": 1200}
