"""The hands that a classifier is trained on or says something of, read from the store."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from models.classification.items import Items
from store.db import Database
from store.errors import CallError, UnknownNameError
from store.labelled_set import labelled_set
from store.labels import events


@dataclass(frozen=True, slots=True)
class Hands:
    """N hands, in order of their ids. An empty string: unknown.

    Attributes:
        crop_ids: ids of their 0-px crops.
        clip_ids, corpora, signers, glosses: where they are from; signers and glosses
            are told apart by corpus (`corpus/signer`).
        handshapes: what annotators say, else what the corpus says.
        second_hands: True for the hand that is not dominant in a two-handed clip.
    """

    crop_ids: NDArray[np.str_]
    clip_ids: NDArray[np.str_]
    corpora: NDArray[np.str_]
    signers: NDArray[np.str_]
    glosses: NDArray[np.str_]
    handshapes: NDArray[np.str_]
    second_hands: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.crop_ids)

    def where(self, rows: NDArray[np.bool_] | NDArray[np.intp]) -> "Hands":
        """Return some of the hands."""
        return Hands(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})

    @property
    def labelled(self) -> NDArray[np.bool_]:
        """Whether the handshape of each is known."""
        known: NDArray[np.bool_] = self.handshapes != ""
        return known

    @property
    def items(self) -> Items:
        """The hands as things told apart by handshape."""
        return Items(self.crop_ids, self.corpora, self.signers, self.handshapes)


def read_hands(database: Database, corpora: Sequence[str]) -> Hands:
    """Return the sharp hands of corpora; what annotators put aside is left out.

    Raises:
        UnknownNameError: there is no such corpus.
        CallError: no hand was seen in them.
    """
    known = [row["corpus"] for row in database.rows("corpus_ids")]
    for corpus in corpora:
        if corpus not in known:
            raise UnknownNameError("corpus", corpus, known)
    rows = database.query("hands_to_classify", corpora=list(corpora)).to_pydict()
    said = labelled_set(database, events(database))
    names = [
        said.handshapes.get(crop, handshape)
        for crop, handshape in zip(rows["crop_id"], rows["handshape"], strict=True)
    ]
    hands = Hands(
        crop_ids=_texts(rows["crop_id"]),
        clip_ids=_texts(rows["clip_id"]),
        corpora=_texts(rows["corpus"]),
        signers=_within(rows["corpus"], rows["signer"]),
        glosses=_within(rows["corpus"], rows["gloss"]),
        handshapes=_texts(names),
        second_hands=np.array(rows["second_hand"], dtype=bool),
    )
    kept = hands.where(~np.isin(hands.crop_ids, sorted(said.put_aside)))
    if not len(kept):
        raise CallError(
            f"No sharp hand is in {', '.join(corpora)}: lower the threshold with "
            "`signatlas blur-threshold`, or see what `signatlas status` says."
        )
    return kept


def missed_photographs(
    database: Database, corpora: Sequence[str], hands: Hands
) -> list[tuple[str, str]]:
    """Return clip and handshape of labelled photographs that have none of the hands."""
    rows = database.rows("photographs_labelled", corpora=list(corpora))
    there = set(hands.clip_ids.tolist())
    return [
        (row["clip_id"], row["handshape"])
        for row in rows
        if row["clip_id"] not in there
    ]


def _texts(values: Sequence[str | None]) -> NDArray[np.str_]:
    return np.array([value or "" for value in values], dtype=np.str_)


def _within(corpora: Sequence[str], names: Sequence[str | None]) -> NDArray[np.str_]:
    pairs = zip(corpora, names, strict=True)
    return _texts([f"{corpus}/{name}" if name else "" for corpus, name in pairs])
