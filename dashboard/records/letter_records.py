"""What the page of letters shows: corpora, trained rows of the table, near-duplicates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final

from models.letters.rows import ROWS, Row

PARTS: Final = ("train", "test")
PUBLISHED_ON: Final = "sign-mnist"
"""The corpus that published figures are of."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A published figure of earlier work on Sign-Language MNIST."""

    name: str
    accuracy: float


REFERENCES: Final = (
    Reference("earlier: CNN, 85,912 parameters", 0.8387),
    Reference("earlier: k-NN", 0.84),
    Reference("earlier: CNN, 8.26 M parameters", 0.93),
    Reference("earlier: the same, augmented", 0.9753),
    Reference("earlier: CNN, 319,352 parameters", 0.994),
)
"""As the paper compares itself with them."""


@dataclass(frozen=True, slots=True)
class ClassCount:
    """How many pictures of one letter are in each part."""

    letter: str
    train: int
    test: int


@dataclass(frozen=True, slots=True)
class LetterCorpus:
    """One corpus of letters.

    Attributes:
        corpus: its id.
        title: its name for people.
        synthetic: whether its pictures are rendered.
        classes: its letters, in the order of their numbers.
    """

    corpus: str
    title: str
    synthetic: bool
    classes: tuple[ClassCount, ...]

    @property
    def train(self) -> int:
        """How many pictures train."""
        return sum(counts.train for counts in self.classes)

    @property
    def test(self) -> int:
        """How many pictures test."""
        return sum(counts.test for counts in self.classes)


@dataclass(frozen=True, slots=True)
class LetterRun:
    """One row of the table, trained on one corpus with one seed."""

    run_id: str
    row: str
    seed: int | None
    metrics: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class RowFigures:
    """One row of the table over its seeds: means, and the range of accuracy.

    `without_duplicates`: accuracy on test pictures with no near-duplicate in training;
    `groupwise`: on a split that keeps near-duplicates together; `of_views`: by the mean
    over changed views of a picture. None: not measured, or not published.
    """

    name: str
    what: str
    corpus: str
    seeds: int
    accuracy: float | None
    accuracy_low: float | None
    accuracy_high: float | None
    macro_f1: float | None
    of_views: float | None
    without_duplicates: float | None
    groupwise: float | None
    parameters: int | None
    seconds: float | None
    images_per_second: float | None
    paper_accuracy: float | None
    paper_f1: float | None
    paper_parameters: int | None


@dataclass(frozen=True, slots=True)
class Twin:
    """A test picture and the training picture it is almost equal to."""

    test_id: str
    train_id: str
    correlation: float
    same_letter: bool


@dataclass(frozen=True, slots=True, eq=False)
class Leakage:
    """What a test has in common with its training set.

    Attributes:
        test: how many test pictures there are.
        twins: those with a near-duplicate in training, the most alike first.
        bins: number of test pictures by the correlation with the nearest training
            picture: from, to, how many.
        apart: whether all signers are known and none is in both parts, so that
            near-duplicates are look-alikes and no copies.
    """

    test: int
    twins: tuple[Twin, ...]
    bins: tuple[tuple[float, float, int], ...]
    apart: bool


def row_figures(corpus: str, runs: Sequence[LetterRun]) -> list[RowFigures]:
    """Return the figures of every row that was trained, in the order of the table."""
    known = {row.name: row for row in ROWS}
    trained = {run.row for run in runs}
    others = sorted(trained - known.keys())
    return [
        _figures(
            corpus, name, known.get(name), [run for run in runs if run.row == name]
        )
        for name in (*(name for name in known if name in trained), *others)
    ]


def best(figures: Sequence[RowFigures]) -> RowFigures | None:
    """Return the row of highest accuracy; None where none was measured."""
    measured = [row for row in figures if row.accuracy is not None]
    return max(measured, key=lambda row: row.accuracy or 0.0, default=None)


def _figures(
    corpus: str, name: str, row: Row | None, runs: Sequence[LetterRun]
) -> RowFigures:
    accuracies = _values(runs, "accuracy")
    parameters = _mean(runs, "parameters")
    return RowFigures(
        name=name,
        what=row.what if row else "",
        corpus=corpus,
        seeds=len(runs),
        accuracy=_mean(runs, "accuracy"),
        accuracy_low=min(accuracies, default=None),
        accuracy_high=max(accuracies, default=None),
        macro_f1=_mean(runs, "macro_f1"),
        of_views=_mean(runs, "accuracy_of_views"),
        without_duplicates=_mean(runs, "accuracy_without_duplicates"),
        groupwise=_mean(runs, "accuracy_groupwise"),
        parameters=None if parameters is None else round(parameters),
        seconds=_mean(runs, "seconds"),
        images_per_second=_mean(runs, "images_per_second"),
        paper_accuracy=row.accuracy if row else None,
        paper_f1=row.f1 if row else None,
        paper_parameters=row.parameters if row else None,
    )


def _values(runs: Sequence[LetterRun], measure: str) -> list[float]:
    return [run.metrics[measure] for run in runs if measure in run.metrics]


def _mean(runs: Sequence[LetterRun], measure: str) -> float | None:
    values = _values(runs, measure)
    return fmean(values) if values else None
