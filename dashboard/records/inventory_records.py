"""What the questions about the labelled set return."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dashboard.records.words import Words
from store.labelled_set import LabelledSet

Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class LabelledHand:
    """One labelled hand. `signer`, `orientation`, ...: None where unknown."""

    crop_id: str
    handshape: str
    clip_id: str
    corpus: str | None
    gloss: str | None
    signer: str | None
    orientation: str | None


@dataclass(frozen=True, slots=True, eq=False)
class LabelledHands:
    """N labelled hands, sorted by id, as columns."""

    crop_ids: pa.ChunkedArray
    clip_ids: pa.ChunkedArray
    handshape: Words
    corpus: Words
    gloss: Words
    signer: Words
    orientation: Words

    def __len__(self) -> int:
        return len(self.crop_ids)

    def at(self, places: Iterable[int]) -> Iterator[LabelledHand]:
        """Yield the hands at some places."""
        for place in places:
            yield LabelledHand(
                crop_id=self.crop_ids[place].as_py(),
                handshape=str(self.handshape.at(place)),
                clip_id=self.clip_ids[place].as_py(),
                corpus=self.corpus.at(place),
                gloss=self.gloss.at(place),
                signer=self.signer.at(place),
                orientation=self.orientation.at(place),
            )


@dataclass(frozen=True, slots=True, eq=False)
class HandshapeClass:
    """One handshape, and the places of its hands, rising."""

    name: str
    hands: LabelledHands
    places: Places

    def __len__(self) -> int:
        return len(self.places)

    @property
    def signers(self) -> list[str]:
        """Signers that show it, by name."""
        return self.hands.signer.some(self.places).there()

    @property
    def orientations(self) -> list[str]:
        """Orientations it is seen in, by name; none where no truth is known."""
        return self.hands.orientation.some(self.places).there()

    @property
    def corpora(self) -> list[str]:
        """Corpora that show it, by id."""
        return self.hands.corpus.some(self.places).there()

    def by_signer(self) -> dict[str | None, "HandshapeClass"]:
        """Return the same apart for each signer, by name, unknown ones last."""
        signers = self.hands.signer.some(self.places)
        found: dict[str | None, HandshapeClass] = {
            name: HandshapeClass(self.name, self.hands, self.places[signers.are(name)])
            for name in signers.there()
        }
        unknown = self.places[signers.unknown]
        if len(unknown):
            found[None] = HandshapeClass(self.name, self.hands, unknown)
        return found

    def examples(self, at_most: int) -> list[LabelledHand]:
        """Return hands of as many signers and orientations as there are."""
        signer, orientation = (
            words.some(self.places).codes
            for words in (self.hands.signer, self.hands.orientation)
        )
        of_pair = signer * (len(self.hands.orientation.names) + 1) + orientation
        _, firsts = np.unique(of_pair, return_index=True)
        others = np.setdiff1d(np.arange(len(self)), firsts)[:at_most]
        first = sorted(self.hands.at(self.places[firsts]), key=_by_signer)
        return [*first, *self.hands.at(self.places[others])][:at_most]


@dataclass(frozen=True, slots=True, eq=False)
class Inventory:
    """The labelled set as classes, the commonest first."""

    labelled: LabelledSet
    hands: LabelledHands
    classes: tuple[HandshapeClass, ...]


def labelled_hands(rows: pa.Table, handshapes: Mapping[str, str]) -> LabelledHands:
    """Return the answer to `labelled_hands`, with handshapes, which are by crop id."""
    given = [handshapes[crop] for crop in rows["crop_id"].to_pylist()]
    return LabelledHands(
        crop_ids=rows["crop_id"],
        clip_ids=rows["clip_id"],
        handshape=Words.of_column(pa.chunked_array([pa.array(given, pa.string())])),
        corpus=Words.of_column(rows["corpus"]),
        gloss=Words.of_column(rows["gloss"]),
        signer=Words.of_column(rows["signer"]),
        orientation=Words.of_column(rows["orientation"]),
    )


def classes_of(hands: LabelledHands) -> tuple[HandshapeClass, ...]:
    """Return hands by handshape, the commonest first, then by name."""
    codes = hands.handshape.codes
    order = np.argsort(codes, kind="stable")
    ends = np.cumsum(np.bincount(codes, minlength=len(hands.handshape.names)))
    found = [
        HandshapeClass(name, hands, places)
        for name, places in zip(
            hands.handshape.names, np.split(order, ends)[:-1], strict=True
        )
    ]
    return tuple(sorted(found, key=lambda class_: (-len(class_), class_.name)))


def _by_signer(hand: LabelledHand) -> tuple[str, str]:
    return hand.signer or "", hand.orientation or ""
