"""Whose handshapes are counted, and how: the choices at the side of Frequencies."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from dashboard import state
from dashboard.queries import frequency_queries
from dashboard.reading.frequency_counting import Correction
from dashboard.records.frequency_records import UNIT_NAMES, Mask
from dashboard.records.prediction_records import ClassifierRun
from dashboard.widgets.choosing import choose
from dashboard.widgets.filters import pick
from models.prevalence import DEFAULT_THRESHOLD
from models.prevalence_counting import Unit

CORRECTIONS: Final[dict[Correction, str]] = {
    "labelled": "by labels of some hands, as far as they go",
    "calibrated": "by its probabilities, calibrated by hands with labels",
    "saerens": "by its probabilities as they are (Saerens et al., 2002)",
    "adjusted": "by the confusion matrix of hands with labels",
}
THRESHOLDS: Final = [step / 20 for step in range(20)]


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose handshapes are counted, and how."""

    run: ClassifierRun
    corpus: str | None
    signer: str | None
    unit: Unit
    threshold: float
    correction: Correction

    @property
    def kept(self) -> dict[str, str]:
        """The choices that an address keeps."""
        given = {"corpus": self.corpus, "signer": self.signer, "unit": self.unit}
        return {"run": self.run.run_id, **{k: v for k, v in given.items() if v}}


def ask(runs: Sequence[ClassifierRun]) -> Asked:
    """Draw the choices and return what was chosen."""
    by_id = {run.run_id: run for run in runs}
    run_id = choose(
        state.FREQUENCIES_RUN,
        "Classifier",
        list(by_id),
        default=runs[0].run_id,
        named=lambda run_id: f"{by_id[run_id].name} · {run_id}",
    )
    run = by_id[run_id]
    told = frequency_queries.items(run_id)
    corpus = pick(
        state.FREQUENCIES_CORPUS, "Corpus", run.corpora, anything="All corpora"
    )
    signers = told.signer.some(told.chosen(corpus, None)).there()
    signer = pick(
        state.FREQUENCIES_SIGNER,
        "Signer",
        signers,
        anything="All signers",
        named=lambda name: name.partition("/")[2],
    )
    unit = choose(
        state.FREQUENCIES_UNIT,
        "What counts once",
        list(UNIT_NAMES),
        default="token",
        named=lambda name: next(v for k, v in UNIT_NAMES.items() if k == name),
    )
    units: dict[str, Unit] = {name: name for name in UNIT_NAMES}
    threshold = _threshold()
    correction = _correction(
        run_id, frequency_queries.counted_hands(run_id, corpus, signer)
    )
    return Asked(run, corpus, signer, units[unit], threshold, correction)


def _correction(run_id: str, counted: Mask) -> Correction:
    """Return how to correct: by labels first, where some hands but not all have one."""
    labelled = frequency_queries.labelling(run_id).of(counted).labelled
    ways: dict[str, Correction] = {
        name: name for name in CORRECTIONS if name != "labelled" or labelled.any()
    }
    some = labelled.any() and not labelled.all()
    chosen = choose(
        state.FREQUENCIES_WAY,
        "Correction",
        list(ways),
        default="labelled" if some else "calibrated",
        named=lambda name: CORRECTIONS[ways[name]],
    )
    return ways[chosen]


def _threshold() -> float:
    key = state.FREQUENCIES_THRESHOLD.key
    text = state.FREQUENCIES_THRESHOLD.read() or ""
    known = {f"{value:.2f}": value for value in THRESHOLDS}
    st.session_state[key] = known.get(text, DEFAULT_THRESHOLD)
    st.select_slider(
        "Least probability in raw counts",
        THRESHOLDS,
        format_func=lambda value: f"{value:.2f}",
        key=key,
        on_change=lambda: state.FREQUENCIES_THRESHOLD.write(
            f"{st.session_state[key]:.2f}"
        ),
    )
    return float(st.session_state[key])
