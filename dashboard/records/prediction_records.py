"""What a classifier said of hands or clips, and what can be counted in it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import leaves_list, linkage
from scipy.spatial.distance import squareform

PARTS: Final = ("test", "unseen", "validation", "train")
"""Parts of a split, in the order in which they are shown first."""
_TOO_FEW_TO_GROUP: Final = 2
Counts = NDArray[np.int64]
Texts = NDArray[np.object_]
Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Subject:
    """What classifiers tell apart, and how it is called.

    Attributes:
        target: of their predictions.
        item: one thing that they judge.
        kinds: the classes, as a heading.
    """

    target: str
    item: str
    kinds: str


HANDSHAPES: Final = Subject("handshape", "hand", "Handshapes")
SIGNS: Final = Subject("gloss", "clip", "Signs")
SUBJECTS: Final = (HANDSHAPES, SIGNS)


@dataclass(frozen=True, slots=True)
class PartTold:
    """How many items of one part were judged, and how many rightly."""

    part: str
    items: int
    labelled: int
    right: int


@dataclass(frozen=True, slots=True)
class ClassifierRun:
    """One classifier and the parts it was applied to."""

    run_id: str
    corpora: tuple[str, ...]
    calibrated: bool
    recipe: str
    parts: tuple[PartTold, ...]
    subject: Subject = HANDSHAPES

    @property
    def name(self) -> str:
        """What the run is called in a list: its recipe's name, else its id."""
        told = json.loads(self.recipe) if self.recipe else {}
        return str(told.get("name") or told.get("task") or self.run_id)

    def part(self, name: str) -> PartTold:
        """Return what is known of one part."""
        return next(told for told in self.parts if told.part == name)

    def judged_parts(self) -> list[str]:
        """Return the parts in which labels are known, test first."""
        known = {told.part for told in self.parts if told.labelled}
        return [*(p for p in PARTS if p in known), *sorted(known - set(PARTS))]


@dataclass(frozen=True, slots=True, eq=False)
class Predictions:
    """What a classifier said of N hands or clips, sorted by id. Texts: None if unknown."""

    item_ids: NDArray[np.str_]
    true_class: Texts
    predicted: Texts
    probability: NDArray[np.float64]
    part: Texts
    signer: Texts
    gloss: Texts

    def judged(self, part: str) -> Places:
        """Return the places of the labelled items of a part."""
        known = np.array([name is not None for name in self.true_class], bool)
        return np.flatnonzero((self.part == part) & known)

    def cell(self, part: str, true: str, predicted: str) -> Places:
        """Return the items of one class taken for another, the surest first."""
        there = (
            (self.part == part)
            & (self.true_class == true)
            & (self.predicted == predicted)
        )
        places = np.flatnonzero(there)
        return places[np.argsort(-self.probability[places], kind="stable")]

    def shown_as(self, true: str) -> Places:
        """Return the items of one class, in whatever part."""
        return np.flatnonzero(self.true_class == true)


@dataclass(frozen=True, slots=True)
class ConfusedPair:
    """How often items of one class were taken for another."""

    true: str
    predicted: str
    count: int
    share: float


@dataclass(frozen=True, slots=True, eq=False)
class Confusion:
    """Counts of true class (rows) against predicted class (columns)."""

    classes: tuple[str, ...]
    counts: Counts

    @property
    def right(self) -> int:
        """Items taken for what they are."""
        return int(np.trace(self.counts))

    @property
    def total(self) -> int:
        """All items counted."""
        return int(self.counts.sum())

    def shares(self) -> NDArray[np.float64]:
        """Return each row as shares of its items; NaN where a class has none."""
        sizes = self.counts.sum(axis=1, keepdims=True).astype(np.float64)
        with np.errstate(invalid="ignore"):
            shares: NDArray[np.float64] = self.counts / np.where(
                sizes > 0, sizes, np.nan
            )
        return shares

    def pairs(self) -> list[ConfusedPair]:
        """Return the confused pairs, the most frequent first; each way apart."""
        wrong = self.counts * ~np.eye(len(self.classes), dtype=bool)
        shares = self.shares()
        found = [
            ConfusedPair(
                self.classes[row],
                self.classes[column],
                int(wrong[row, column]),
                float(shares[row, column]),
            )
            for row, column in np.argwhere(wrong)
        ]
        return sorted(found, key=lambda pair: (-pair.count, -pair.share, pair.true))

    def ordered(self, order: str) -> "Confusion":
        """Return the same with classes by `name`, by `size`, or with look-alikes together."""
        places = _ORDERS[order](self)
        classes = tuple(self.classes[place] for place in places)
        return Confusion(classes, self.counts[np.ix_(places, places)])


def confusion(
    predictions: Predictions, part: str, classes: Sequence[str] = ()
) -> Confusion:
    """Return the confusion of one part.

    Args:
        predictions: of one run.
        part: of its split.
        classes: more classes to have a row and a column, e.g. those of another run.
    """
    places = predictions.judged(part)
    true, predicted = predictions.true_class[places], predictions.predicted[places]
    names = sorted({*true, *predicted, *classes}, key=_natural)
    number = {name: place for place, name in enumerate(names)}
    counts = np.zeros((len(names), len(names)), np.int64)
    rows = [number[name] for name in true]
    columns = [number[name] for name in predicted]
    np.add.at(counts, (rows, columns), 1)
    return Confusion(tuple(names), counts)


def _natural(name: str) -> tuple[int, str]:
    return (int(name), name) if name.isdecimal() else (10**9, name.casefold())


def _by_name(told: Confusion) -> list[int]:
    return list(range(len(told.classes)))


def _by_size(told: Confusion) -> list[int]:
    sizes = told.counts.sum(axis=1)
    return [int(place) for place in np.argsort(-sizes, kind="stable")]


def _alike(told: Confusion) -> list[int]:
    """Return an order in which classes taken for each other stand together."""
    if len(told.classes) <= _TOO_FEW_TO_GROUP:
        return _by_name(told)
    shares = np.nan_to_num(told.shares())
    near = (shares + shares.T) / 2
    np.fill_diagonal(near, 1.0)
    apart = squareform(1 - near, checks=False)
    leaves = leaves_list(linkage(apart, "average", optimal_ordering=True))
    return [int(leaf) for leaf in leaves]


_ORDERS: Final = {"alike": _alike, "size": _by_size, "name": _by_name}
ORDERS: Final = {
    "alike": "Look-alikes together",
    "size": "By size",
    "name": "By name",
}
