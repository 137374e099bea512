"""A run's predictions read from the store, as answers to be measured or compared."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from models.evaluation import UNSEEN, Answers, look_alike_pairs
from models.mutual_information import codes_of
from store.db import Database
from store.errors import CallError, UnknownNameError

MEASURED_PARTS: Final = ("test", "unseen")
"""Parts that the classifier was not trained or calibrated on."""
LOOK_ALIKES: Final = 10


@dataclass(frozen=True, slots=True)
class Words:
    """What a run tells apart, in words.

    Attributes:
        kind: a class of it.
        items: the things that are of these classes.
    """

    kind: str
    items: str


HANDSHAPES: Final = Words("handshape", "hands")
_WORDS: Final = {
    "gloss": Words("gloss", "clips"),
    "letter": Words("letter", "pictures"),
}


def words_of(target: str) -> Words:
    """Return what a run tells apart, by the target of its predictions."""
    return _WORDS.get(target, HANDSHAPES)


@dataclass(frozen=True, slots=True)
class RunAnswers:
    """What a run says of hands, or clips, of known class that it was not trained on.

    Attributes:
        run_id: the run.
        items: ids of crops or clips; of photographs of which it says nothing, their
            clips', shape (N,).
        folds: the fold that tested each; -1: none, shape (N,).
        answers: what it says.
        row: the run's row, `recipe` and `metrics` read.
    """

    run_id: str
    items: NDArray[np.str_]
    folds: NDArray[np.int64]
    answers: Answers
    row: dict[str, Any]


def run_row(database: Database, run_id: str) -> dict[str, Any]:
    """Return the row of a run that has predictions, its JSON read.

    Raises:
        UnknownNameError: there is no such run.
    """
    rows = {row["run_id"]: row for row in database.rows("runs_predicting")}
    if run_id not in rows:
        raise UnknownNameError("run with predictions", run_id, rows)
    row = rows[run_id]
    return {
        **row,
        "recipe": json.loads(row["recipe"]),
        "metrics": json.loads(row["metrics"]),
    }


def read_answers(
    database: Database, run_id: str, classes: Sequence[str] = ()
) -> RunAnswers:
    """Return a run's answers; photographs of which it says nothing are mistakes.

    Args:
        database: the store.
        run_id: a run with predictions.
        classes: names to count by; further ones are added.

    Raises:
        UnknownNameError: there is no such run.
        CallError: none of known class was tested.
    """
    row = run_row(database, run_id)
    words = words_of(row["target"])
    listed = [
        told
        for told in database.rows("predictions_of_run", run_id=run_id)
        if told["true_class"] is not None and told["part"] in MEASURED_PARTS
    ]
    if not listed:
        raise CallError(
            f"Run {run_id} says nothing of {words.items} of known {words.kind} that it "
            "was not trained on: label some, and predict them."
        )
    missed = _missed(database, row)
    names = _classes(listed, missed, classes)
    number = {name: code for code, name in enumerate(names)}
    said = [number[told["predicted_class"]] for told in listed]
    true = [told["true_class"] for told in (*listed, *missed)]
    owners = [_owner(told) for told in (*listed, *missed)]
    answers = Answers(
        true=np.array([number[name] for name in true], np.intp),
        predicted=np.array([*said, *[UNSEEN] * len(missed)], np.intp),
        probability=np.array(
            [*(told["probability"] for told in listed), *[0.0] * len(missed)]
        ),
        groups=codes_of(np.array(owners, dtype=np.str_)).astype(np.intp),
        classes=names,
    )
    items = [told["item_id"] for told in (*listed, *missed)]
    folds = [-1 if told["fold"] is None else told["fold"] for told in listed]
    return RunAnswers(
        run_id,
        np.array(items, dtype=np.str_),
        np.array([*folds, *[-1] * len(missed)], np.int64),
        answers,
        row,
    )


def pairs_by_fold(
    run: RunAnswers, classes: Sequence[str], *, most: int = LOOK_ALIKES
) -> dict[int, list[tuple[int, int]]]:
    """Return the look-alike pairs of each fold, by its validation confusion alone.

    Args:
        run: the baseline.
        classes: names to count by.
        most: pairs a fold.
    """
    number = {name: code for code, name in enumerate(classes)}
    counts: defaultdict[int, NDArray[np.float64]] = defaultdict(
        lambda: np.zeros((len(classes), len(classes)))
    )
    for fold, true, said, cases in run.row["metrics"].get("validation_confusion", []):
        if true in number and said in number:
            counts[int(fold)][number[true], number[said]] += cases
    return {fold: look_alike_pairs(table, most) for fold, table in counts.items()}


def _missed(database: Database, row: dict[str, Any]) -> list[dict[str, Any]]:
    """Return labelled photographs without a prediction, where all were to have one."""
    of_hands = words_of(row["target"]) == HANDSHAPES
    if row["metrics"].get("folds", 0) == 1 or not of_hands:
        return []
    corpora = row["recipe"].get("corpora") or [row["corpus"]]
    rows = database.rows("photographs_missed", run_id=row["run_id"], corpora=corpora)
    return [
        {
            "item_id": told["clip_id"],
            "corpus": told["corpus"],
            "true_class": told["handshape"],
            "signer": told["signer"],
            "fold": None,
        }
        for told in rows
    ]


def _classes(
    listed: Sequence[dict[str, Any]],
    missed: Sequence[dict[str, Any]],
    known: Sequence[str],
) -> tuple[str, ...]:
    found = {told["true_class"] for told in (*listed, *missed)}
    found |= {told["predicted_class"] for told in listed}
    return (*known, *sorted(found - set(known)))


def _owner(told: dict[str, Any]) -> str:
    signer = told["signer"]
    return f"{told['corpus']}/{signer}" if signer else f"\0{told['item_id']}"
