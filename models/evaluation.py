"""How good a classifier is, and what it confuses: figures of true and predicted classes.

Hands of which nothing could be said (no hand was seen) count as mistakes: their predicted
class is `UNSEEN`.

References: Guo et al., On calibration of modern neural networks, ICML 2017,
arXiv:1706.04599 (expected calibration error).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import default_rng
from numpy.typing import NDArray

from store.errors import CallError

Reals = NDArray[np.float64]
Codes = NDArray[np.intp]
UNSEEN: Final = -1
BINS: Final = 15
DRAWS: Final = 500
LOW_HIGH: Final = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Answers:
    """What a classifier said of N hands of known class.

    Attributes:
        true: classes as numbers from 0, shape (N,).
        predicted: the same; `UNSEEN` where it said nothing.
        probability: of the predicted class; 0 where it said nothing.
        groups: signers as numbers from 0: they are drawn whole in the bootstrap.
        classes: names.
    """

    true: Codes
    predicted: Codes
    probability: Reals
    groups: Codes
    classes: tuple[str, ...]

    def __post_init__(self) -> None:
        if not len(self.true):
            raise CallError("There is no prediction of a known class to measure.")

    @property
    def right(self) -> NDArray[np.bool_]:
        """Whether each is right."""
        same: NDArray[np.bool_] = self.true == self.predicted
        return same


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure and its 95 % bootstrap interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """How well one class is recognised.

    Attributes:
        name: of the class.
        cases: hands that truly have it.
        precision, recall, f1: 0 where they cannot be computed.
    """

    name: str
    cases: int
    precision: Interval
    recall: Interval
    f1: Interval


@dataclass(frozen=True, slots=True)
class ConfusedPair:
    """One class misread as another; the reverse is a pair of its own.

    Attributes:
        true, predicted: names.
        cases: how often.
        share: of the true class's hands.
    """

    true: str
    predicted: str
    cases: int
    share: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All figures of one set of answers.

    Attributes:
        cases: hands counted, `unseen` among them.
        unseen: hands of which nothing was said.
        calibration_error: of those of which something was said, from 0 to 1.
        classes: figures of each class.
        confused: pairs, commonest share first.
    """

    cases: int
    unseen: int
    accuracy: Interval
    macro_f1: Interval
    calibration_error: float
    classes: tuple[ClassFigures, ...]
    confused: tuple[ConfusedPair, ...]


def evaluate(answers: Answers, *, draws: int = DRAWS, seed: int = 0) -> Evaluation:
    """Return all figures, with intervals by a bootstrap over signers."""
    weights = drawn_groups(answers.groups, draws, seed)
    tables = np.concatenate(
        [confusion(answers)[None], _confusions(answers, weights)]
    )  # (1 + draws, C, C + 1)
    precision, recall, f1 = _rates(tables)
    present = tables[0].sum(axis=1) > 0
    right = np.trace(tables, axis1=1, axis2=2) / tables.sum(axis=(1, 2))
    figures = tuple(
        ClassFigures(
            name,
            int(tables[0, i].sum()),
            interval_of(precision[:, i]),
            interval_of(recall[:, i]),
            interval_of(f1[:, i]),
        )
        for i, name in enumerate(answers.classes)
        if present[i] or tables[0, :, i].any()
    )
    return Evaluation(
        cases=len(answers.true),
        unseen=int((answers.predicted == UNSEEN).sum()),
        accuracy=interval_of(right),
        macro_f1=interval_of(_macro(tables, f1)),
        calibration_error=calibration_error(answers),
        classes=figures,
        confused=tuple(confused_pairs(answers)),
    )


def confusion(answers: Answers) -> Reals:
    """Return counts of true by predicted classes, shape (C, C + 1); last: unseen."""
    counts: Reals = _confusions(answers, np.ones((1, len(answers.true))))[0]
    return counts


def confused_pairs(answers: Answers) -> list[ConfusedPair]:
    """Return what is misread as what, the largest share of a class first."""
    counts = confusion(answers)[:, :-1]
    sizes = confusion(answers).sum(axis=1)
    pairs = [
        ConfusedPair(
            answers.classes[true],
            answers.classes[said],
            int(counts[true, said]),
            float(counts[true, said] / sizes[true]),
        )
        for true, said in np.argwhere(counts > 0)
        if true != said
    ]
    return sorted(pairs, key=lambda p: (-p.share, -p.cases, p.true, p.predicted))


def calibration_error(answers: Answers, *, bins: int = BINS) -> float:
    """Return how far probabilities are from shares that are right, over bins."""
    said = answers.predicted != UNSEEN
    if not said.any():
        return 0.0
    probability, right = answers.probability[said], answers.right[said]
    which = np.minimum((probability * bins).astype(np.intp), bins - 1)
    claimed = np.bincount(which, weights=probability, minlength=bins)
    true = np.bincount(which, weights=right.astype(np.float64), minlength=bins)
    return float(np.abs(claimed - true).sum() / said.sum())


def look_alike_pairs(counts: Reals, most: int) -> list[tuple[int, int]]:
    """Return the unordered class pairs that are confused most, at most so many.

    Args:
        counts: validation confusion of the baseline, true by predicted, shape (C, C).
        most: pairs wanted; those never confused are not among them.
    """
    sizes = np.maximum(counts.sum(axis=1, keepdims=True), 1.0)
    shares = counts / sizes
    crossed = np.triu(shares + shares.T, k=1)
    order = np.argsort(-crossed, axis=None, kind="stable")[:most]
    pairs = [divmod(int(flat), len(counts)) for flat in order]
    return [(i, j) for i, j in pairs if crossed[i, j] > 0]


def pair_mistakes(answers: Answers, pairs: Sequence[tuple[int, int]]) -> Reals:
    """Return 1 for each hand that was misread as the other class of a pair, shape (N,)."""
    size = len(answers.classes) + 1
    wanted = np.zeros((size, size), dtype=bool)
    for one, other in pairs:
        wanted[one, other] = wanted[other, one] = True
    return wanted[answers.true, answers.predicted].astype(np.float64)


def drawn_groups(groups: Codes, draws: int, seed: int) -> Reals:
    """Return how often each case counts in bootstrap samples of groups, (draws, N).

    Cases are drawn one by one where there is one group only.
    """
    present, codes = np.unique(groups, return_inverse=True)
    if len(present) == 1:
        codes = np.arange(len(groups))
    count = int(codes.max()) + 1
    even = np.full(count, 1 / count)
    drawn = default_rng(seed).multinomial(count, even, size=draws)
    return drawn[:, codes].astype(np.float64)


def interval_of(values: Reals) -> Interval:
    """Return the first value with the 95 % interval of the others, bootstrap samples."""
    drawn = values[1:] if len(values) > 1 else values
    low, high = np.percentile(drawn, LOW_HIGH)
    return Interval(float(values[0]), float(low), float(high))


def _confusions(answers: Answers, weights: Reals) -> Reals:
    classes = len(answers.classes)
    columns = np.where(answers.predicted == UNSEEN, classes, answers.predicted)
    cells = answers.true * (classes + 1) + columns
    counts = [np.bincount(cells, w, minlength=classes * (classes + 1)) for w in weights]
    return np.array(counts, dtype=np.float64).reshape(-1, classes, classes + 1)


def _macro(tables: Reals, f1: Reals) -> Reals:
    """Return the mean F1 of each table over the classes that have cases in it."""
    there = tables.sum(axis=2) > 0
    mean: Reals = (f1 * there).sum(axis=1) / there.sum(axis=1)
    return mean


def _rates(tables: Reals) -> tuple[Reals, Reals, Reals]:
    """Return precision, recall and F1 of each table and class, each (tables, C)."""
    hits = np.diagonal(tables[:, :, :-1], axis1=1, axis2=2)
    true, said = tables.sum(axis=2), tables[:, :, :-1].sum(axis=1)
    precision = hits / np.maximum(said, 1e-12)
    recall = hits / np.maximum(true, 1e-12)
    f1 = 2 * hits / np.maximum(true + said, 1e-12)
    return precision, recall, f1
