"""Questions about how common handshapes are."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from dashboard.asking import KEPT_S, Stamp, current_store, database_at, stamp_of
from dashboard.frequency_labels import Labelling, labelling_of
from dashboard.queries import cluster_queries
from dashboard.reading.counts_prepared import counted_by, prepared_frequencies
from dashboard.reading.frequency_counting import (
    Asked,
    Correction,
    estimated,
    handshape_rows,
)
from dashboard.reading.judged_apart import read_items_apart
from dashboard.reading.judged_run import TABLES
from dashboard.records.frequency_records import FrequencyItems, HandshapeFrequency, Mask
from models.prevalence import Method
from models.prevalence_intervals import Frequencies
from store.labels import LabelEvent
from store.layout import Store

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
    return handshape_rows(
        items(run_id),
        labelling(run_id),
        counted_hands(run_id, corpus, signer),
        unit=unit,
        threshold=threshold,
        correction=correction,
        estimate=lambda method, least: _frequencies(asked, method, least),
    )


def _frequencies(asked: Asked, method: Method, threshold: float) -> Frequencies:
    run_id, corpus, signer, _ = asked
    # The stamp first: what is counted of hands read later is not kept under it.
    stamp = _stamp()
    labels = labelling(run_id)
    chosen = counted_hands(run_id, corpus, signer)
    # Labels change only what is counted by them, and who is put aside.
    given = labels.of(chosen) if method == "labelled" else None
    state = (current_store().root, stamp, counted_by(stamp, labels.aside, given))
    return _estimated(asked, method, threshold, state, _labels=labels, _chosen=chosen)


def _stamp() -> Stamp:
    return stamp_of(current_store(), TABLES)


@st.cache_resource(max_entries=64, ttl=KEPT_S, show_spinner="Counting")
def _estimated(
    asked: Asked,
    method: Method,
    threshold: float,
    state: tuple[Path, Stamp, str],
    _labels: Labelling,
    _chosen: Mask,
) -> Frequencies:
    run_id, _, _, unit = asked
    root, stamp, counted = state
    return prepared_frequencies(
        Store(root),
        asked,
        method,
        threshold,
        labels=counted,
        make=lambda: estimated(
            _items(run_id, root, stamp),
            _labels,
            _chosen,
            unit=unit,
            method=method,
            threshold=threshold,
        ),
    )


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
        said=cluster_queries.labelled(_listed),
        listed=_listed,
    )


@st.cache_resource(
    max_entries=3, ttl=KEPT_S, show_spinner="Reading what the classifier said"
)
def _items(run_id: str, root: Path, stamp: Stamp) -> FrequencyItems:
    del stamp
    return read_items_apart(database_at(root), run_id)
