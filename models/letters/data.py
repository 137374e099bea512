"""Pictures of letters from a store, ready to be learnt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.random import default_rng
from numpy.typing import NDArray

from store.db import Database
from store.errors import CallError, UnknownNameError

PIXELS: Final = 784
INGEST: Final = (
    "run `signatlas ingest sign-mnist DIR`, `signatlas ingest letters-28 --from "
    "sign_digits DIR` or `signatlas ingest fingerspelling`"
)
VALIDATION_SHARE: Final = 0.1
LEAST_SIGNERS: Final = 10
"""With so many known signers in train, whole signers validate."""
ABOUT: Final = {
    "sign-mnist": "Sign-Language MNIST, Kaggle's files",
    "digits-28": "photographs of digits shown by hand, 28 x 28",
    "synthetic-letters": "rendered fingerspelling (synthetic), 28 x 28",
}
"""What the corpora are, for people."""

Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Pictures:
    """N pictures of letters.

    Attributes:
        ids: their `letter_id`.
        pixels: uint8, shape (N, 784).
        labels: numbers of their classes, from 0, shape (N,).
        signers: who shows them; empty where unknown.
    """

    ids: NDArray[np.str_]
    pixels: NDArray[np.uint8]
    labels: NDArray[np.intp]
    signers: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.ids)

    def chosen(self, rows: Rows | NDArray[np.bool_]) -> "Pictures":
        """Return some of the pictures."""
        return Pictures(
            self.ids[rows], self.pixels[rows], self.labels[rows], self.signers[rows]
        )


@dataclass(frozen=True, slots=True)
class Letters:
    """A corpus of letters.

    Attributes:
        corpus: its id.
        classes: names, in the order of the files' numbers.
        train, test: as the corpus gives them.
    """

    corpus: str
    classes: tuple[str, ...]
    train: Pictures
    test: Pictures

    @property
    def about(self) -> str:
        """What the data is, with counts, for people."""
        name = ABOUT.get(self.corpus, self.corpus)
        return (
            f"{name}: {len(self.train):,} train, {len(self.test):,} test pictures, "
            f"{len(self.classes)} classes"
        )


def letter_corpora(database: Database, named: Sequence[str]) -> list[str]:
    """Return the corpora of letters to use: those named, or all that the store has.

    Raises:
        UnknownNameError: a corpus has no letters.
        CallError: the store has no letters at all.
    """
    held = [row["corpus"] for row in database.rows("letter_corpora")]
    if not held:
        raise CallError(f"The store has no pictures of letters: {INGEST}.")
    for name in named:
        if name not in held:
            raise UnknownNameError("corpus of letters", name, held)
    return list(named) or held


def read_letters(database: Database, corpus: str) -> Letters:
    """Return a corpus of letters, checked.

    Raises:
        CallError: it has no letters, no train or test part, or a class is missing in
            train.
    """
    found = database.query("letters_of", corpus=corpus)
    if not found.num_rows:
        raise CallError(f"Corpus {corpus!r} has no pictures of letters: {INGEST}.")
    labels = found["label"].to_numpy()
    _, first, codes = np.unique(labels, return_index=True, return_inverse=True)
    names = [found["letter"][int(row)].as_py() for row in first]
    parts = np.array(found["part"].to_pylist())
    everything = _pictures(found, codes)
    letters = Letters(
        corpus,
        tuple(names),
        everything.chosen(parts == "train"),
        everything.chosen(parts == "test"),
    )
    return checked(letters)


def checked(letters: Letters) -> Letters:
    """Return the same letters.

    Raises:
        CallError: a part is empty, or a class is missing in train.
    """
    for part, pictures in (("train", letters.train), ("test", letters.test)):
        if not len(pictures):
            raise CallError(
                f"Corpus {letters.corpus} has no {part} pictures: ingest both parts."
            )
    missing = np.setdiff1d(np.arange(len(letters.classes)), letters.train.labels)
    if missing.size:
        named = ", ".join(letters.classes[code] for code in missing)
        raise CallError(
            f"Corpus {letters.corpus}: no train picture shows {named}, so it cannot be "
            "learnt. Ingest files with every class in train."
        )
    return letters


def validation_rows(train: Pictures, *, seed: int) -> NDArray[np.bool_]:
    """Return which pictures validate, shape (N,).

    A tenth of the signers, where ten or more are known and the others show every class;
    else a tenth of each class.
    """
    rng = default_rng(seed)
    signers = np.unique(train.signers)
    if len(signers) >= LEAST_SIGNERS and "" not in signers:
        count = max(2, round(VALIDATION_SHARE * len(signers)))
        held = np.isin(train.signers, rng.permutation(signers)[:count])
        if not np.setdiff1d(train.labels, train.labels[~held]).size:
            return held
    held = np.zeros(len(train), bool)
    for label in np.unique(train.labels):
        rows = rng.permutation(np.flatnonzero(train.labels == label))
        held[rows[: int(VALIDATION_SHARE * len(rows))]] = True
    return held


def _pictures(found: pa.Table, codes: NDArray[np.intp]) -> Pictures:
    pixels = np.frombuffer(b"".join(found["pixels"].to_pylist()), np.uint8)
    return Pictures(
        ids=np.array(found["letter_id"].to_pylist(), dtype=np.str_),
        pixels=pixels.reshape(len(codes), PIXELS),
        labels=codes.astype(np.intp),
        signers=np.array([s or "" for s in found["signer"].to_pylist()], dtype=np.str_),
    )
