"""Frequencies of a run's predictions: raw and corrected, beside what is published."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow.compute as pc

from models.prevalence import (
    DEFAULT_THRESHOLD,
    METHODS,
    Method,
    Reals,
    coverage_curve,
    raw_counts,
)
from models.prevalence_counting import (
    UNITS,
    Markedness,
    Origins,
    Unit,
    groups,
    item_weights,
    markedness,
)
from models.prevalence_intervals import DRAWS, Frequencies, Judged, frequencies
from models.prevalence_known import Known
from models.prevalence_said import origins, probabilities_in, read_learnt, said_by
from store.db import Database
from store.errors import CallError, UnknownNameError

TAUGHT: Final = ("train", "validation")
"""Parts whose hands are not counted: the classifier was made with their labels."""
CURVE: Final = tuple(float(t) for t in np.round(np.linspace(0, 1, 21), 2))


@dataclass(frozen=True, slots=True)
class Counted:
    """Predictions to be counted, read once for any threshold, unit or method.

    Attributes:
        run_id: who says it.
        classes: names, in the order of the probabilities.
        probabilities: of N hands, shape (N, C).
        origins: where they come from.
        known: labelled hands that the classifier was not trained on; None: none are.
    """

    run_id: str
    classes: tuple[str, ...]
    probabilities: Reals
    origins: Origins
    known: Known | None


@dataclass(frozen=True, slots=True)
class RunFrequencies:
    """How common each class is, by every method that can be used.

    Attributes:
        classes: names.
        unit: what is counted once.
        threshold: least probability of what raw counts keep.
        hands, coverage: hands counted; share of their weight that raw counts keep.
        curve: coverage at each of `CURVE`.
        by_method: shares with intervals; corrected ones only where mistakes are known.
        markedness: of the shares, by method.
    """

    classes: tuple[str, ...]
    unit: Unit
    threshold: float
    hands: int
    coverage: float
    curve: tuple[float, ...]
    by_method: dict[Method, Frequencies]
    markedness: dict[Method, Markedness]


def read_frequencies(
    database: Database,
    run_id: str,
    *,
    corpus: str | None = None,
    unit: str = "crop",
    threshold: float = DEFAULT_THRESHOLD,
) -> RunFrequencies:
    """Return how common each class is by a run's predictions; see `frequencies_of`.

    Raises:
        UnknownNameError: there is no such run, or no such unit.
        CallError: it says nothing of the corpus.
    """
    chosen = next((known for known in UNITS if known == unit), None)
    if chosen is None:
        raise UnknownNameError("unit", unit, UNITS)
    counted = read_counted(database, run_id, corpus=corpus)
    return frequencies_of(counted, unit=chosen, threshold=threshold)


def read_counted(
    database: Database, run_id: str, *, corpus: str | None = None
) -> Counted:
    """Return what a run says of all hands, and what is known of its mistakes.

    Args:
        database: the store.
        run_id: a training or prediction with predictions.
        corpus: count only its hands.

    Raises:
        UnknownNameError: there is no such run.
        CallError: it says nothing of the corpus.
    """
    learnt = read_learnt(database, run_id)
    chosen = said_by(database, run_id)
    if corpus is not None:
        chosen = chosen.filter(pc.field("corpus") == corpus)
    if not chosen.num_rows:
        raise CallError(f"Run {run_id} says nothing of corpus {corpus!r}.")
    free = chosen.filter(~pc.field("part").isin(list(TAUGHT)))
    chosen = free if free.num_rows else chosen
    return Counted(
        run_id,
        learnt.classes,
        probabilities_in(chosen, learnt.classes),
        origins(chosen),
        learnt.known,
    )


def frequencies_of(
    counted: Counted,
    *,
    unit: Unit = "crop",
    threshold: float = DEFAULT_THRESHOLD,
    methods: Sequence[Method] = METHODS,
    left_out: Sequence[str] = (),
    draws: int = DRAWS,
    seed: int = 0,
) -> RunFrequencies:
    """Return the frequencies of what was read.

    Args:
        counted: from `read_counted`.
        unit: what is counted once: each crop, token (clip), sign or signer.
        threshold: least probability of what raw counts keep.
        methods: wanted; corrections need known mistakes and are left out without.
        left_out: classes left out of ranks and the four commonest.
        draws: bootstrap samples.
        seed: of them.
    """
    weights = item_weights(counted.origins, unit)
    judged = Judged(
        counted.probabilities,
        weights,
        groups(counted.origins.signers).astype(np.intp),
        groups(counted.origins.signs).astype(np.intp),
    )
    usable = [m for m in methods if _usable(m, judged, counted.known)]
    found = {
        method: frequencies(
            judged, counted.known, method, threshold=threshold, draws=draws, seed=seed
        )
        for method in usable
    }
    return RunFrequencies(
        classes=counted.classes,
        unit=unit,
        threshold=threshold,
        hands=len(weights),
        coverage=raw_counts(judged.said, weights, threshold=threshold).coverage,
        curve=tuple(coverage_curve(judged.said, weights, CURVE).tolist()),
        by_method=found,
        markedness={
            method: markedness(counted.classes, f.shares, left_out=left_out)
            for method, f in found.items()
        },
    )


def _usable(method: Method, judged: Judged, known: Known | None) -> bool:
    if method == "labelled":
        return judged.given is not None
    return method == "raw" or known is not None
