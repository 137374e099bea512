"""Questions about how common handshapes are."""

from pathlib import Path
from typing import Literal

import numpy as np
import streamlit as st

from dashboard.asking import KEPT_S, Stamp, current_store, database_at, stamp_of
from dashboard.frequency_records import (
    FrequencyItems,
    HandshapeFrequency,
    Interval,
    Texts,
)
from models.prevalence import Method, whole_probabilities
from models.prevalence_counting import Unit
from models.prevalence_intervals import Frequencies, frequencies
from models.prevalence_reading import read_learnt

Asked = tuple[str, str | None, str | None, Unit]
"""Run, corpus, signer and unit; None: all."""
Correction = Literal["adjusted", "saerens"]


def items(run_id: str) -> FrequencyItems:
    """Return all hands that a classifier judged."""
    return _items(run_id, current_store().root, _stamp())


def handshape_frequencies(
    asked: Asked, *, threshold: float, correction: Correction = "saerens"
) -> list[HandshapeFrequency]:
    """Return how common each handshape is, the commonest first.

    Args:
        asked: whose hands, and what counts once.
        threshold: least probability of the hands in raw counts.
        correction: by the validation confusion, or by probabilities.
    """
    run_id, corpus, signer, unit = asked
    told = items(run_id)
    where = (current_store().root, _stamp())
    raw = _frequencies(asked, "raw", threshold, *where)
    mended = None
    if told.known is not None:
        mended = _frequencies(asked, correction, 0.0, *where)
    labelled = told.labelled_shares(told.chosen(corpus, signer), unit)
    rows = [
        HandshapeFrequency(
            name,
            _at(raw, place),
            _at(mended, place) if mended else None,
            None if labelled is None else float(labelled[place]),
        )
        for place, name in enumerate(told.classes)
    ]
    return sorted(rows, key=lambda row: (-row.best.share, row.handshape))


def _at(found: Frequencies, place: int) -> Interval:
    ends = float(found.low[place]), float(found.high[place])
    return Interval(float(found.shares[place]), *ends)


def _stamp() -> Stamp:
    return stamp_of(current_store(), ("predictions", "clips"))


@st.cache_resource(max_entries=64, ttl=KEPT_S, show_spinner="Counting")
def _frequencies(
    asked: Asked, method: Method, threshold: float, root: Path, stamp: Stamp
) -> Frequencies:
    run_id, corpus, signer, unit = asked
    told = _items(run_id, root, stamp)
    judged = told.judged(told.chosen(corpus, signer), unit)
    return frequencies(judged, told.known, method, threshold=threshold)


@st.cache_resource(max_entries=3, ttl=KEPT_S, show_spinner=False)
def _items(run_id: str, root: Path, stamp: Stamp) -> FrequencyItems:
    del stamp
    database = database_at(root)
    rows = database.query("predictions_of", run_id=run_id)
    learnt = read_learnt(database, run_id)
    tops = rows["top_classes"].to_pylist()
    classes = learnt.classes
    number = {name: place for place, name in enumerate(classes)}

    def texts(column: str) -> Texts:
        return np.array(rows[column].to_pylist(), object)

    return FrequencyItems(
        classes=classes,
        item_ids=np.asarray(rows["item_id"].to_pylist(), np.str_),
        probabilities=whole_probabilities(
            [[number[name] for name in top] for top in tops],
            rows["top_probabilities"].to_pylist(),
            classes=len(classes),
        ),
        true=texts("true_class"),
        part=texts("part"),
        corpus=texts("corpus"),
        clip=texts("clip_id"),
        signer=_apart(texts("corpus"), texts("signer")),
        sign=_apart(texts("corpus"), texts("gloss")),
        second=np.asarray(rows["second_hand"].to_pylist(), bool),
        known=learnt.known,
    )


def _apart(corpora: Texts, names: Texts) -> Texts:
    """Return names that are told apart by corpus; None where unknown."""
    pairs = zip(corpora, names, strict=True)
    return np.array([name and f"{corpus}/{name}" for corpus, name in pairs], object)
