"""Choosing a classifier, a part of its split, and another to compare it with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dashboard.records.prediction_records import ClassifierRun
from dashboard.state import Choice
from dashboard.widgets.choosing import choose
from dashboard.widgets.filters import pick
from dashboard.wording import amount, percent, share

PART_NAMES: Final = {
    "test": "Test",
    "unseen": "Not labelled when it was trained",
    "validation": "Validation",
    "train": "Training",
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The classifier shown, the part of its split, and the one it is compared with."""

    run: ClassifierRun
    part: str
    against: ClassifierRun | None


def choose_classifier(
    runs: Sequence[ClassifierRun], run: Choice, part: Choice, against: Choice
) -> Chosen:
    """Draw the choices and return what was chosen.

    Args:
        runs: classifiers with labelled items, at least one; those of one subject
            together, the newest first.
        run: where the choice of the classifier is kept.
        part: where that of the part is kept.
        against: where that of the other classifier is kept.
    """
    by_id = {told.run_id: told for told in runs}
    run_id = choose(
        run,
        "Classifier",
        list(by_id),
        default=runs[0].run_id,
        named=lambda run_id: _listed(by_id[run_id]) if run_id in by_id else run_id,
    )
    chosen = by_id[run_id]
    parts = chosen.judged_parts()
    of = choose(
        part,
        f"{chosen.subject.item.capitalize()}s of the split",
        parts,
        default=parts[0],
        named=lambda name: _part_listed(chosen, name),
    )
    others = [
        other.run_id
        for other in runs
        if other is not chosen
        and other.subject == chosen.subject
        and of in other.judged_parts()
    ]
    compared = None
    if others:
        named = pick(
            against,
            "Compare with",
            others,
            anything="no other",
            named=lambda run_id: _listed(by_id[run_id]) if run_id in by_id else run_id,
        )
        compared = by_id.get(named or "") if named in others else None
    return Chosen(chosen, of, compared)


def _listed(run: ClassifierRun) -> str:
    first = run.part(run.judged_parts()[0])
    right = percent(share(first.right, first.labelled))
    return f"{run.subject.kinds}: {run.name} · {right} right · {run.run_id}"


def _part_listed(run: ClassifierRun, part: str) -> str:
    told = run.part(part)
    return f"{PART_NAMES.get(part, part)} ({amount(told.labelled)})"
