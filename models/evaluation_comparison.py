"""Two classifiers on the same hands: who is better, and on which look-alikes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.evaluation import (
    DRAWS,
    Answers,
    Interval,
    confusion,
    drawn_groups,
    interval_of,
    pair_mistakes,
)
from models.evaluation_reading import RunAnswers, pairs_by_fold
from store.errors import CallError

Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How one run differs from a baseline on the hands that both were tested on.

    Attributes:
        cases: hands in common.
        accuracy: of the run minus that of the baseline, with a paired interval.
        pairs: look-alike pairs, by the baseline's validation confusion alone.
        pair_mistakes, pair_mistakes_before: hands misread as the other of their pair,
            by the run and by the baseline.
        error_reduction: share of the baseline's mistakes on those pairs that the run
            does not make; None where the baseline made none.
        difference: row shares of the run minus those of the baseline, shape (C, C + 1);
            last column: nothing was said.
        classes: names of its rows.
    """

    cases: int
    accuracy: Interval
    pairs: tuple[tuple[str, str], ...]
    pair_mistakes: int
    pair_mistakes_before: int
    error_reduction: Interval | None
    difference: Reals
    classes: tuple[str, ...]


def compare_runs(
    run: RunAnswers, baseline: RunAnswers, *, draws: int = DRAWS, seed: int = 0
) -> Comparison:
    """Return how a run differs from a baseline; intervals draw signers.

    Args:
        run: answers.
        baseline: answers counted by the same classes.
        draws: bootstrap samples.
        seed: of them.

    Raises:
        CallError: they were tested on no hand in common, or count by other classes.
    """
    found = look_alike_mistakes(run, baseline)
    answers, before_answers = found.answers, found.baseline
    weights = drawn_groups(before_answers.groups, draws, seed)
    weights = np.concatenate([np.ones((1, len(found.now))), weights])
    gained = answers.right.astype(np.float64) - before_answers.right
    return Comparison(
        cases=len(found.now),
        accuracy=interval_of((weights @ gained) / weights.sum(axis=1)),
        pairs=found.pairs,
        pair_mistakes=int(found.now.sum()),
        pair_mistakes_before=int(found.before.sum()),
        error_reduction=error_reduction(weights @ found.now, weights @ found.before),
        difference=_shares(answers) - _shares(before_answers),
        classes=before_answers.classes,
    )


@dataclass(frozen=True, slots=True)
class LookAlikeMistakes:
    """Mistakes within look-alike pairs on N hands that two runs were tested on.

    Attributes:
        answers, baseline: what the run and the baseline say of them.
        now, before: 1 where the run, the baseline, misread a hand as the other of a
            pair of its fold, shape (N,).
        pairs: names of all pairs of all folds.
    """

    answers: Answers
    baseline: Answers
    now: Reals
    before: Reals
    pairs: tuple[tuple[str, str], ...]


def look_alike_mistakes(run: RunAnswers, baseline: RunAnswers) -> LookAlikeMistakes:
    """Return the mistakes on pairs chosen by the baseline's validation alone.

    Raises:
        CallError: they were tested on no hand in common, or count by other classes.
    """
    ours, theirs = common(run, baseline)
    pairs = pairs_by_fold(baseline, baseline.answers.classes)
    folds = baseline.folds[theirs]
    answers = _taken(run.answers, ours)
    before = _taken(baseline.answers, theirs)
    names = before.classes
    every = sorted({pair for found in pairs.values() for pair in found})
    return LookAlikeMistakes(
        answers,
        before,
        _on_pairs(answers, folds, pairs),
        _on_pairs(before, folds, pairs),
        tuple((names[i], names[j]) for i, j in every),
    )


def error_reduction(now: Reals, before: Reals) -> Interval | None:
    """Return the share of mistakes that are gone, with its interval.

    Args:
        now: sums of mistakes; the first one counts, the others are bootstrap samples.
        before: the same of the baseline.

    Returns:
        None where the baseline made no mistake.
    """
    if before[0] <= 0:
        return None
    usable = before > 0
    left = (now[usable] / before[usable]).astype(np.float64)
    return interval_of(1.0 - left)


def common(
    run: RunAnswers, baseline: RunAnswers
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the rows of the hands that both were tested on, in the same order.

    Raises:
        CallError: there are none, or the two count by other classes.
    """
    if run.answers.classes != baseline.answers.classes:
        raise CallError("The two runs must be read with the same classes.")
    _, ours, theirs = np.intersect1d(run.items, baseline.items, return_indices=True)
    if not len(ours):
        raise CallError(
            f"Runs {run.run_id} and {baseline.run_id} were tested on no hand in common."
        )
    return ours, theirs


def _taken(answers: Answers, rows: NDArray[np.intp]) -> Answers:
    return Answers(
        answers.true[rows],
        answers.predicted[rows],
        answers.probability[rows],
        answers.groups[rows],
        answers.classes,
    )


def _on_pairs(
    answers: Answers,
    folds: NDArray[np.int64],
    pairs: dict[int, list[tuple[int, int]]],
) -> Reals:
    """Return 1 for each hand misread within the look-alike pairs of its own fold."""
    found = np.zeros(len(folds))
    for fold, listed in pairs.items():
        found = np.where(folds == fold, pair_mistakes(answers, listed), found)
    return found


def _shares(answers: Answers) -> Reals:
    counts = confusion(answers)
    shares: Reals = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1.0)
    return shares
