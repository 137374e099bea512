"""How common handshapes are, counted from a store, without a page."""

from collections.abc import Callable
from typing import Literal

from dashboard.frequency_labels import Labelling
from dashboard.records.frequency_records import (
    NEVER,
    FrequencyItems,
    HandshapeFrequency,
    Interval,
    Mask,
)
from models.prevalence import Method
from models.prevalence_counting import Unit
from models.prevalence_intervals import Frequencies, frequencies

Correction = Literal["labelled", "calibrated", "saerens", "adjusted"]
Asked = tuple[str, str | None, str | None, Unit]
"""Run, corpus, signer and unit; None: all."""
Estimate = Callable[[Method, float], Frequencies]
"""Returns frequencies by a method, of hands of at least a probability."""


def handshape_rows(
    told: FrequencyItems,
    labels: Labelling,
    chosen: Mask,
    *,
    unit: Unit,
    threshold: float,
    correction: Correction,
    estimate: Estimate,
) -> list[HandshapeFrequency]:
    """Return how common each handshape is, the commonest first.

    Args:
        told: the hands.
        labels: how far their labelling has come.
        chosen: which of them are counted.
        unit: what counts once.
        threshold: least probability of the hands in raw counts.
        correction: how; by labels only where one counts.
        estimate: `estimated` of the same hands, or an answer that was kept.
    """
    by_labels = correction == "labelled" and labels.of(chosen).labelled.any()
    way: Method = "calibrated" if correction == "labelled" else correction
    raw = estimate("raw", threshold)
    mended = None
    if by_labels or told.known is not None:
        mended = estimate("labelled" if by_labels else way, 0.0)
    labelled = told.labelled_shares(chosen, unit)
    classes = labels.classes if by_labels else told.classes
    rows = [
        HandshapeFrequency(
            name,
            _at(raw, place) if place < len(told.classes) else NEVER,
            _at(mended, place) if mended else None,
            None
            if labelled is None or place >= len(labelled)
            else float(labelled[place]),
        )
        for place, name in enumerate(classes)
    ]
    return sorted(rows, key=lambda row: (-row.best.share, row.handshape))


def estimated(
    told: FrequencyItems,
    labels: Labelling,
    chosen: Mask,
    *,
    unit: Unit,
    method: Method,
    threshold: float,
) -> Frequencies:
    """Return the frequencies of chosen hands by one method."""
    judged, known = told.judged(chosen, unit), told.known
    if method == "labelled":
        judged, known = labels.judged(judged, chosen), labels.known(known)
    return frequencies(judged, known, method, threshold=threshold)


def _at(found: Frequencies, place: int) -> Interval:
    ends = float(found.low[place]), float(found.high[place])
    return Interval(float(found.shares[place]), *ends)
