"""Questions about corpora side by side: handshapes, how they differ, what they contrast."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import streamlit as st

from dashboard.asking import KEPT_S, Stamp, ask, current_store, database_at, stamp_of
from dashboard.digests import digest_of
from dashboard.frequency_labels import Labelling
from dashboard.queries import (
    cluster_queries,
    description_queries,
    frequency_queries,
    prediction_queries,
)
from dashboard.reading.compare_reading import (
    CODED,
    any_handshape,
    coded_signs,
    compared,
    counted_rows,
    read_counts,
)
from dashboard.reading.counts_prepared import counted_by, prepared_counts
from dashboard.reading.description_reading import ANY_PARAMETER
from dashboard.reading.judged_signs import counted_hands
from dashboard.records.compare_records import (
    Comparison,
    Contrasting,
    Counting,
    Counts,
    Kind,
    Language,
    Scope,
    Side,
    Source,
    side_names,
)
from dashboard.records.frequency_records import FrequencyItems, Mask
from models.descriptions.parameters import PARAMETERS
from models.minimal_contrasts import (
    MinimalPair,
    contrasts,
    minimal_pairs,
    shared_contrasts,
    shared_pairs,
)
from store.consent import Credit
from store.errors import CallError
from store.layout import Store

PAIRS_AT_MOST: Final = 200_000
"""Minimal pairs of one corpus that are read."""
_TABLES = ("clips", "truth_signs", "lexicon", "predictions")
Asked = tuple[tuple[Source, Counting], ...]


def sources() -> dict[str, list[Source]]:
    """Return by corpus from what its handshapes can be counted, the best first.

    Corpora without any are left out.
    """
    runs = prediction_queries.classifier_runs()
    labelled = cluster_queries.labelled().corpora()
    found: dict[str, list[Source]] = {}
    for row in ask("handshape_sources", ("corpora", "clips", "truth_signs", "lexicon")):
        corpus = row["corpus"]
        kinds: list[tuple[Kind, Any]] = [
            ("lexicon", row["entries"]),
            ("lexicon-rated", row["rated"]),
            ("truth", row["truth"]),
            ("corpus", row["named"]),
        ]
        plain = [
            Source(corpus, row["title"], kind, synthetic=row["synthetic"])
            for kind, number in kinds
            if number
        ]
        told = [
            Source(corpus, row["title"], kind, run.run_id, run.name, row["synthetic"])
            for run in runs
            if corpus in run.corpora
            for kind in _WAYS
        ]
        labels = Source(corpus, row["title"], "labels", synthetic=row["synthetic"])
        listed = [*plain, *told, *([labels] if corpus in labelled else [])]
        if listed:
            found[corpus] = listed
    return found


_WAYS: tuple[Kind, ...] = ("corrected", "raw")


def sides(sources: Sequence[Source], counting: Counting) -> list[Side]:
    """Return what the signs of corpora count, each by its source.

    A classifier whose mistakes nothing tells is counted raw.

    Raises:
        CallError: a classifier says nothing of its corpus that could be counted.
    """
    told = [_counted(source, counting) for source in sources]
    names = side_names([source for source, _ in told])
    return [
        Side(source, counts, name)
        for (source, counts), name in zip(told, names, strict=True)
    ]


def comparison(sides: Sequence[Side], scope: Scope) -> Comparison | None:
    """Return corpora compared; None where one has none of the handshapes compared."""
    return _compared(_key(sides), scope, sides)


def contrasting(sides: Sequence[Side]) -> Contrasting:
    """Return the minimal pairs of corpora, and what they have in common."""
    store = current_store()
    tables = ("lexicon", "descriptions", "description_pairs", "runs")
    state = stamp_of(store, tables)
    return _contrasting(_key(sides), store.root, state, sides)


def glosses_with_clips(corpora: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return for each gloss in small letters a corpus that has a clip of it, and its gloss."""
    rows = ask("glosses_with_clips", ("clips",), corpora=tuple(corpora))
    return {row["name"]: (row["corpus"], row["gloss"]) for row in rows}


def credit_lines(corpora: Sequence[str]) -> list[str]:
    """Return for each corpus its title, licence and citation, and what is not allowed."""
    rows = ask("corpus_credits", ("corpora",), corpora=tuple(corpora))
    return [Credit(**row).line for row in rows]


def _counted(source: Source, counting: Counting) -> tuple[Source, Counts]:
    """Return what signs count, and from what it was counted in the end."""
    store = current_store()
    stamp = stamp_of(store, _TABLES)
    if source.kind == "labels":
        return source, _labelled(source.corpus, counting)
    if not source.run_id:
        return source, _rows(source, counting, store.root, stamp)
    told = frequency_queries.items(source.run_id)
    labels = frequency_queries.labelling(source.run_id)
    chosen = frequency_queries.counted_hands(source.run_id, source.corpus, None)
    if not chosen.any():
        raise CallError(
            f"{source.run_name} ({source.run_id}) was made with all hands of "
            f"{source.corpus} that it judged: none is left to be counted. Choose "
            "another source at the side."
        )
    knows = told.known is not None or labels.of(chosen).labelled.any()
    if source.kind == "corrected" and not knows:
        source = replace(source, kind="raw")
    state = counted_by(stamp, labels.aside, labels.given)
    return source, _hands(source, counting, state, store.root, told, labels, chosen)


def _labelled(corpus: str, counting: Counting) -> Counts:
    hands = cluster_queries.inventory().hands
    chosen = hands.at(np.flatnonzero(hands.corpus.are(corpus)).tolist())
    rows = [(hand.gloss, hand.clip_id, hand.handshape, 1.0) for hand in chosen]
    if not rows:
        raise CallError(
            f"The hands of {corpus} that were labelled are not in the store any more. "
            "Choose another source at the side."
        )
    return counted_rows(rows, counting, known=any_handshape())


@st.cache_resource(max_entries=16, ttl=KEPT_S, show_spinner=False)
def _rows(source: Source, counting: Counting, root: Path, stamp: Stamp) -> Counts:
    del stamp
    return read_counts(database_at(root), source, counting)


@st.cache_resource(max_entries=8, ttl=KEPT_S, show_spinner="Counting")
def _hands(
    source: Source,
    counting: Counting,
    state: str,
    root: Path,
    _told: FrequencyItems,
    _labels: Labelling,
    _chosen: Mask,
) -> Counts:
    return prepared_counts(
        Store(root),
        source,
        counting,
        labels=state,
        make=lambda: counted_hands(
            _told,
            _labels,
            _chosen,
            counting=counting,
            corrected=source.kind == "corrected",
        ),
    )


@st.cache_resource(max_entries=16, ttl=KEPT_S, show_spinner="Comparing")
def _compared(key: str, scope: Scope, _sides: Sequence[Side]) -> Comparison | None:
    del key
    return compared(_sides, scope)


@st.cache_resource(max_entries=8, ttl=KEPT_S, show_spinner="Looking for minimal pairs")
def _contrasting(
    key: str, root: Path, stamp: Stamp, _sides: Sequence[Side]
) -> Contrasting:
    del key, stamp
    languages = []
    for side in _sides:
        pairs, told_by, parameters = _pairs_of(side.source.corpus, root)
        made = contrasts(pairs, side.counts.handshape_of())
        languages.append(Language(side, pairs, told_by, parameters, made))
    told = [language for language in languages if language.pairs]
    whole = len(told) == len(languages)
    return Contrasting(
        tuple(languages),
        tuple(shared_contrasts([lang.contrasts for lang in told]) if whole else ()),
        tuple(shared_pairs([lang.pairs for lang in told]) if whole else ()),
    )


def _pairs_of(
    corpus: str, root: Path
) -> tuple[list[MinimalPair], str, tuple[str, ...]]:
    """Return the minimal pairs of a corpus, what tells them, and in which parameters.

    Coded entries that differ in one parameter, else descriptions that do.
    """
    coded = _coded_pairs(corpus, root, stamp_of(current_store(), ("lexicon",)))
    if coded is not None:
        return coded, "codes", CODED
    described = {one.corpus: one for one in description_queries.described_corpora()}
    if corpus not in described or not described[corpus].runs:
        return [], "", ()
    run = described[corpus].runs[0]
    signs = description_queries.signs(corpus)
    gloss = {sign.description_id: sign.gloss for sign in signs}
    rows = description_queries.pairs(
        run.run_id, parameter=ANY_PARAMETER, at_most=PAIRS_AT_MOST
    )
    found = [
        MinimalPair(gloss[row.first], gloss[row.second], row.parameter)
        for row in rows
        if row.parameter and row.first in gloss and row.second in gloss
    ]
    return found, f"descriptions, run {run.run_id}", PARAMETERS


@st.cache_resource(max_entries=4, ttl=KEPT_S, show_spinner=False)
def _coded_pairs(corpus: str, root: Path, stamp: Stamp) -> list[MinimalPair] | None:
    """Return the minimal pairs of coded entries; None where the corpus has no entry."""
    del stamp
    entries = database_at(root).rows("lexicon_of", corpus=corpus)
    return minimal_pairs(coded_signs(entries)) if entries else None


def _key(sides: Sequence[Side]) -> str:
    """Return a key of what is counted of some sides, and of what they are called."""
    told = [side.counts.counts.tobytes() for side in sides]
    drawn = [s.counts.drawn.tobytes() for s in sides if s.counts.drawn is not None]
    names = [
        "\0".join((*side.counts.classes, side.name, side.source.by)).encode()
        for side in sides
    ]
    return digest_of(*told, *drawn, *names)
