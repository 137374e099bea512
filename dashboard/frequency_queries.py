"""Questions about how common handshapes are."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np
import streamlit as st

from dashboard import cluster_queries
from dashboard.asking import KEPT_S, Stamp, current_store, database_at, stamp_of
from dashboard.frequency_labels import Labelling, labelling_of, run_doubts
from dashboard.frequency_records import (
    NEVER,
    FrequencyItems,
    HandshapeFrequency,
    Interval,
    Mask,
    Texts,
)
from models.prevalence import Method, Reals, whole_probabilities
from models.prevalence_counting import Unit
from models.prevalence_intervals import Frequencies, frequencies
from models.prevalence_reading import read_learnt
from store.labelled_set import labelled_set
from store.labels import LabelEvent

Asked = tuple[str, str | None, str | None, Unit]
"""Run, corpus, signer and unit; None: all."""
Correction = Literal["labelled", "calibrated", "saerens", "adjusted"]
Written = tuple[int, str]
"""How many label events there are, and the last: events are only ever added."""


def items(run_id: str) -> FrequencyItems:
    """Return all hands that a classifier judged."""
    return _items(run_id, current_store().root, _stamp())


def labelling(run_id: str) -> Labelling:
    """Return how far the labelling of a classifier's hands has come by now."""
    listed = cluster_queries.label_events()
    written = (len(listed), listed[-1].event_id if listed else "")
    return _labelling(run_id, written, current_store().root, _stamp(), listed)


def counted_hands(run_id: str, corpus: str | None, signer: str | None) -> Mask:
    """Return which hands are counted: those put aside are not."""
    return items(run_id).chosen(corpus, signer) & ~labelling(run_id).aside


def handshape_frequencies(
    asked: Asked, *, threshold: float, correction: Correction = "calibrated"
) -> list[HandshapeFrequency]:
    """Return how common each handshape is, the commonest first.

    Args:
        asked: whose hands, and what counts once.
        threshold: least probability of the hands in raw counts.
        correction: how; by labels only where one counts.
    """
    run_id, corpus, signer, unit = asked
    told, labels = items(run_id), labelling(run_id)
    chosen = counted_hands(run_id, corpus, signer)
    by_labels = correction == "labelled" and labels.of(chosen).labelled.any()
    way: Method = "calibrated" if correction == "labelled" else correction
    raw = _frequencies(asked, "raw", threshold)
    mended = None
    if by_labels or told.known is not None:
        mended = _frequencies(asked, "labelled" if by_labels else way, 0.0)
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


def _at(found: Frequencies, place: int) -> Interval:
    ends = float(found.low[place]), float(found.high[place])
    return Interval(float(found.shares[place]), *ends)


def _frequencies(asked: Asked, method: Method, threshold: float) -> Frequencies:
    run_id, corpus, signer, _ = asked
    labels = labelling(run_id)
    chosen = counted_hands(run_id, corpus, signer)
    # Labels change only what is counted by them, and who is put aside.
    told = labels.of(chosen).labels if method == "labelled" else labels.aside
    state = (current_store().root, _stamp(), told.tobytes())
    return _estimated(asked, method, threshold, state, _labels=labels, _chosen=chosen)


def _stamp() -> Stamp:
    return stamp_of(current_store(), ("predictions", "clips"))


@st.cache_resource(max_entries=64, ttl=KEPT_S, show_spinner="Counting")
def _estimated(
    asked: Asked,
    method: Method,
    threshold: float,
    state: tuple[Path, Stamp, bytes],
    _labels: Labelling,
    _chosen: Mask,
) -> Frequencies:
    run_id, _, _, unit = asked
    root, stamp, _ = state
    hands = _items(run_id, root, stamp)
    judged, known = hands.judged(_chosen, unit), hands.known
    if method == "labelled":
        judged, known = _labels.judged(judged, _chosen), _labels.known(known)
    return frequencies(judged, known, method, threshold=threshold)


@st.cache_resource(max_entries=3, ttl=KEPT_S, show_spinner=False)
def _labelling(
    run_id: str,
    written: Written,
    root: Path,
    stamp: Stamp,
    _listed: Sequence[LabelEvent],
) -> Labelling:
    del written
    return labelling_of(
        _items(run_id, root, stamp),
        run_id,
        doubt=_doubts(run_id, root, stamp),
        said=labelled_set(database_at(root), _listed),
        listed=_listed,
    )


@st.cache_resource(max_entries=3, ttl=KEPT_S, show_spinner=False)
def _doubts(run_id: str, root: Path, stamp: Stamp) -> Reals:
    return run_doubts(_items(run_id, root, stamp))


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
