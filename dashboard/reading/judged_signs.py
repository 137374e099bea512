"""What signs count for which handshape by a classifier; without a page."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dashboard.frequency_labels import Labelling
from dashboard.records.compare_records import Counting, Counts
from dashboard.records.frequency_records import FrequencyItems, Mask
from models.prevalence import DEFAULT_THRESHOLD, Method, Reals
from models.prevalence_alike import grouped_posterior, posterior
from models.prevalence_intervals import Judged, drawn_frequencies
from models.prevalence_known import Known

Codes = NDArray[np.intp]


def counted_hands(
    told: FrequencyItems,
    labels: Labelling,
    chosen: Mask,
    *,
    counting: Counting,
    corrected: bool,
) -> Counts:
    """Return what each sign counts by a classifier, raw or corrected for its mistakes.

    Corrected: by labels where some hands have one, else by its calibrated probabilities.
    """
    judged, known, classes = told.judged(chosen, counting), told.known, told.classes
    by_labels = corrected and labels.of(chosen).labelled.any()
    method: Method = (
        "raw" if not corrected else "labelled" if by_labels else "calibrated"
    )
    if by_labels:
        judged, known = labels.judged(judged, chosen), labels.known(known)
        classes = labels.classes
    if corrected and known is not None:
        judged = replace(judged, factors=judged.factors_by(known))
    signs, of_hands = _signs(told, chosen, len(judged.weights))
    counts = (
        _expected(judged, known, of_hands, len(signs))
        if corrected
        else _sure_enough(judged, of_hands, len(signs))
    )
    return Counts(
        classes=classes,
        signs=tuple(signs),
        glossed=bool((told.sign.codes[chosen] >= 0).any()),
        counts=counts,
        drawn=drawn_frequencies(judged, known, method),
        known=frozenset(classes),
        items=int((judged.weights > 0).sum()),
    )


def _signs(told: FrequencyItems, chosen: Mask, judged: int) -> tuple[list[str], Codes]:
    """Return the names of signs, sorted, and the sign of each hand that is judged.

    Where no gloss is known every clip is a sign of its own.
    """
    clips = len(told.sign.names) + told.clip.codes.astype(np.intp)
    codes = np.where(told.sign.codes >= 0, told.sign.codes, clips)
    there, of_chosen = np.unique(codes[chosen], return_inverse=True)
    names = [_name(told, int(code)) for code in there]
    signs = sorted(set(names))
    place = {name: number for number, name in enumerate(signs)}
    of_chosen = np.array([place[name] for name in names], np.intp)[of_chosen]
    if judged == len(of_chosen):
        return signs, of_chosen
    every = np.zeros(len(chosen), np.intp)
    every[chosen] = of_chosen
    return signs, every


def _name(told: FrequencyItems, code: int) -> str:
    glosses = told.sign.names
    if code < len(glosses):
        return glosses[code].partition("/")[2]
    return told.clip.names[code - len(glosses)]


def _sure_enough(judged: Judged, signs: Codes, count: int) -> Reals:
    said = judged.said
    weights = np.where(said.sure >= DEFAULT_THRESHOLD, judged.weights, 0.0)
    cells = signs * said.classes + said.codes
    counts: Reals = np.bincount(cells, weights, count * said.classes).astype(float)
    return counts.reshape(count, said.classes)


def _expected(judged: Judged, known: Known | None, signs: Codes, count: int) -> Reals:
    """Return sums of what is known of hands: their label, or else their probabilities."""
    rows, factors = judged.probabilities, np.ones(judged.probabilities.shape[1])
    if known is not None:
        rows = judged.calibrated_by(known).probabilities
        factors = judged.factors_by(known)
    sums = grouped_posterior(rows, judged.weights, factors, signs, count)
    if judged.given is not None:
        places = np.flatnonzero(judged.given.labelled)
        told_by_label = -posterior(np.asarray(rows[places], np.float64), factors)
        told_by_label[np.arange(len(places)), judged.given.labels[places]] += 1.0
        np.add.at(sums, signs[places], told_by_label * judged.weights[places, None])
    return sums
