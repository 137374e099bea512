"""The figures of a run that its row in the store carries."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.classification.items import Items
from models.classification.splits import Split
from models.evaluation import UNSEEN, Answers, evaluate
from models.mutual_information import codes_of


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the classifier of a fold says of all N items: calibrated, shape (N, C)."""

    split: Split
    probabilities: NDArray[np.float64]


def run_metrics(
    items: Items,
    classes: Sequence[str],
    folds: Sequence[Spoken],
    missed: Sequence[tuple[str, str]] = (),
) -> dict[str, object]:
    """Return test figures, and the validation confusion of every fold.

    Args:
        items: all hands, or clips, of the run.
        classes: names.
        folds: what each says.
        missed: clip and handshape of labelled photographs without a usable hand: they
            are counted as mistakes where every hand is tested.
    """
    whole = len(folds) > 1
    found = evaluate(test_answers(items, classes, folds, missed if whole else ()))
    return {
        "accuracy": found.accuracy.value,
        "accuracy_low": found.accuracy.low,
        "accuracy_high": found.accuracy.high,
        "macro_f1": found.macro_f1.value,
        "calibration_error": found.calibration_error,
        "cases": found.cases,
        "unseen": found.unseen,
        "folds": len(folds),
        "classes": list(classes),
        "validation_confusion": _validation_confusion(items, classes, folds),
    }


def test_answers(
    items: Items,
    classes: Sequence[str],
    folds: Sequence[Spoken],
    missed: Sequence[tuple[str, str]],
) -> Answers:
    """Return what each fold says of the hands that it tests, and the missed ones."""
    number = {name: code for code, name in enumerate(classes)}
    rows = np.concatenate([fold.split.test for fold in folds])
    said = np.concatenate([fold.probabilities[fold.split.test] for fold in folds])
    lost = [number[name] for _, name in missed if name in number]
    true = [number[name] for name in items.true[rows].tolist()]
    # A missed photograph's signer is its own group: it is drawn alone.
    owners = [*items.signers[rows].tolist(), *(f"\0{i}" for i in range(len(lost)))]
    return Answers(
        true=np.array([*true, *lost], np.intp),
        predicted=np.array([*said.argmax(axis=1), *[UNSEEN] * len(lost)], np.intp),
        probability=np.concatenate([said.max(axis=1), np.zeros(len(lost))]),
        groups=codes_of(np.array(owners)).astype(np.intp),
        classes=tuple(classes),
    )


def _validation_confusion(
    items: Items, classes: Sequence[str], folds: Sequence[Spoken]
) -> list[list[object]]:
    """Return fold, true class, predicted class and count of each cell that is not 0."""
    cells: list[list[object]] = []
    for fold in folds:
        rows = fold.split.validation
        true = items.true[rows].tolist()
        said = np.array(classes)[fold.probabilities[rows].argmax(axis=1)].tolist()
        pairs, counts = np.unique([true, said], axis=1, return_counts=True)
        for (one, other), count in zip(pairs.T.tolist(), counts.tolist(), strict=True):
            cells.append([fold.split.fold, one, other, count])
    return cells
