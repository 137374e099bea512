"""Corpora that are compared: what their handshapes are counted from, and by which rows."""

from typing import Final, get_args

from dashboard.citing.judged_hands import judged_hands, judged_rows
from dashboard.citing.reading import clips_of, labels_of
from dashboard.citing.thing import Reads
from dashboard.reading.compare_reading import (
    any_handshape,
    counted_rows,
    read_counts,
)
from dashboard.reading.judged_signs import counted_hands
from dashboard.records.compare_records import Counting, Counts, Kind, Side, Source
from models.evaluation_reading import run_row
from store import consent
from store.db import Database
from store.errors import CallError, UnknownNameError
from store.excerpts import Excerpt
from store.labelled_set import labelled_set
from store.labels import events

LEAST: Final = 2
KINDS: Final[dict[str, Kind]] = {kind: kind for kind in get_args(Kind)}
BY_CLASSIFIER: Final = ("corrected", "raw")
TABLES: Final = {
    "lexicon": "lexicon",
    "lexicon-rated": "lexicon",
    "truth": "truth_signs",
    "corpus": "clips",
}


def sources_of(database: Database, told: str) -> list[Source]:
    """Return what is compared.

    Args:
        database: the store.
        told: e.g. `wlasl=corrected:train-1,dgs=truth`: of each corpus its id and from
            what it is counted.

    Raises:
        CallError: fewer than two are told, or one is not told wholly.
        UnknownNameError: there is no such way of counting.
    """
    found = [_source(database, text.strip()) for text in told.split(",")]
    if len(found) < LEAST:
        raise CallError(f"{told!r} is one corpus; two or more are compared.")
    return found


def side_of(database: Database, source: Source, counting: Counting, name: str) -> Side:
    """Return what the signs of a corpus count."""
    return Side(source, _counts(database, source, counting), name)


def side_reads(database: Database, source: Source) -> Reads:
    """Return the rows from which a corpus is counted."""
    corpora = (source.corpus,)
    if source.kind in BY_CLASSIFIER:
        runs, _, excerpts = judged_rows(database, source.run_id)
        return Reads(excerpts, runs, corpora)
    if source.kind == "labels":
        crops = [row["crop_id"] for row in _labelled(database, source.corpus)]
        return Reads((clips_of(crops), *labels_of(database, crops)), (), corpora)
    where = {"corpus": corpora}
    return Reads((Excerpt(TABLES[source.kind], where),), (), corpora)


def _source(database: Database, told: str) -> Source:
    corpus, sign, by = told.partition("=")
    kind, _, run_id = by.partition(":")
    if not sign or (kind in BY_CLASSIFIER) != bool(run_id):
        raise CallError(
            f"{told!r} does not say from what a corpus is counted, e.g. dgs=truth or "
            "dgs=corrected:RUN."
        )
    if kind not in KINDS:
        raise UnknownNameError("way of counting", kind, KINDS)
    name = str(run_row(database, run_id)["recipe_name"] or "") if run_id else ""
    (credit,) = consent.credits(database, [corpus])
    return Source(corpus, credit.title, KINDS[kind], run_id, name, credit.synthetic)


def _counts(database: Database, source: Source, counting: Counting) -> Counts:
    if source.kind == "labels":
        hands = _labelled(database, source.corpus)
        rows = [(h["gloss"], h["clip_id"], h["handshape"], 1.0) for h in hands]
        return counted_rows(rows, counting, known=any_handshape())
    if source.kind not in BY_CLASSIFIER:
        return read_counts(database, source, counting)
    told, labels = judged_hands(database, source.run_id)
    chosen = told.chosen(source.corpus, None) & ~labels.aside
    if not chosen.any():
        raise CallError(f"Run {source.run_id} says nothing of corpus {source.corpus}.")
    knows = told.known is not None or labels.of(chosen).labelled.any()
    corrected = source.kind == "corrected" and bool(knows)
    return counted_hands(told, labels, chosen, counting=counting, corrected=corrected)


def _labelled(database: Database, corpus: str) -> list[dict[str, str]]:
    """Return the labelled hands of a corpus, each with its handshape."""
    shapes = labelled_set(database, events(database)).handshapes
    hands = database.rows("labelled_hands", crops=list(shapes))
    return [
        {**hand, "handshape": shapes[hand["crop_id"]]}
        for hand in hands
        if hand["corpus"] == corpus
    ]
