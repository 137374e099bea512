"""Which tables can be exported: labels, predictions, features, embeddings."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

import pyarrow as pa

from ingest.exports.table_facts import TableFacts, column, run_facts
from ingest.exports.tables import Batches, ExportedTable, rows_at_hand
from store.columns import FLAG, SMALL, TEXT, Column, optional
from store.consent import Credit, check_exportable
from store.consent import credits as credits_of
from store.crop_ids import corpus_of
from store.db import Database
from store.errors import CallError, UnknownNameError
from store.label_export import labelled_crops
from store.labelled_set import labelled_set
from store.labels import events
from store.schema import table

LABEL_COLUMNS: Final = (
    column("crops", "crop_id"),
    Column("handshape", TEXT, "Handshape that the crop has by now."),
    Column("annotator", TEXT, "Who gave it; several are separated by `; `."),
    *(
        replace(column(where, name), nullable=True)
        for where, name in (
            ("crops", "corpus"),
            ("crops", "clip_id"),
            ("clips", "gloss"),
            ("clips", "signer"),
            ("crops", "frame_index"),
            ("crops", "time_ms"),
            ("crops", "hand"),
            ("corpora", "synthetic"),
        )
    ),
)
PREDICTION_COLUMNS: Final = (
    column("predictions", "item_id"),
    column("predictions", "corpus"),
    optional("clip_id", TEXT, "Clip that the item is in, or is."),
    optional("frame_index", SMALL, "Frame of a crop within its clip, from 0."),
    optional("hand", TEXT, "Hand of a crop: left or right; empty of clips."),
    column("clips", "gloss"),
    column("clips", "signer"),
    Column("second_hand", FLAG, "The hand that is not dominant, of a two-handed sign."),
    *(
        column("predictions", name)
        for name in (
            "true_class",
            "predicted_class",
            "probability",
            "top_classes",
            "top_probabilities",
            "part",
        )
    ),
    optional("fold", SMALL, "Fold that tested the item, from 0; missing: none did."),
)


def labels(database: Database) -> ExportedTable:
    """Return the labels that count at this moment, a row for each labelled crop."""
    found = labelled_crops(database, labelled_set(database, events(database)))
    names = [c.name for c in LABEL_COLUMNS]
    listed = [{n: v for n, v in asdict(row).items() if n in names} for row in found]
    facts = TableFacts(
        "labels",
        "One crop of a hand with the handshape that annotators gave it.",
        LABEL_COLUMNS,
        ("crop_id",),
        credits_of(database, {corpus_of(row.crop_id) for row in found}),
    )
    rows = pa.Table.from_pylist(listed, schema=facts.as_text)
    return ExportedTable(facts, rows.num_rows, lambda _: rows_at_hand(rows))


def label_events(database: Database) -> ExportedTable:
    """Return everything that annotators ever did, oldest first."""
    told = table("label_events")
    listed = events(database)
    corpora = {corpus_of(crop) for event in listed for crop in event.crops}
    facts = TableFacts(
        told.name, told.row, told.columns, told.key, credits_of(database, corpora)
    )
    return ExportedTable(
        facts, len(listed), _asked(database, "label_events", until_ms=None)
    )


def predictions(database: Database, run_id: str) -> ExportedTable:
    """Return what a run says of every crop or clip.

    Raises:
        UnknownNameError: there is no such run, or it says nothing.
    """
    items = _items(database, run_id, "predictions")
    facts = TableFacts(
        "predictions",
        table("predictions").row,
        PREDICTION_COLUMNS,
        ("item_id",),
        credits_of(database, items),
        run_facts(database, run_id),
        f"Said by run {run_id}.",
    )
    rows = sum(items.values())
    asked = _asked(database, "predictions_of_run", run_id=run_id)
    return ExportedTable(facts, rows, asked)


def embeddings(
    database: Database, run_id: str, corpora: Sequence[str] = ()
) -> ExportedTable:
    """Return where a run places every crop or clip; `corpora`: only theirs.

    Raises:
        UnknownNameError: there is no such run, or it places nothing of a corpus.
        CallError: no corpus may be exported.
    """
    items = _items(database, run_id, "embeddings")
    kept = _allowed(database, items, corpora)
    asked = {"question": "export_embeddings", "run_id": run_id}
    return _vectors(database, "embeddings", kept, [run_id], asked)


def features(
    database: Database, name: str, corpora: Sequence[str] = ()
) -> ExportedTable:
    """Return the vectors of a feature set; `corpora`: only of their hands.

    Raises:
        UnknownNameError: there is no such set, or a corpus does not have it.
        CallError: no corpus may be exported.
    """
    rows = database.rows("feature_corpora")
    found = {r["corpus"]: r for r in rows if r["features"] == name}
    if not found:
        raise UnknownNameError("feature set", name, {r["features"] for r in rows})
    items = {corpus: row["hands"] for corpus, row in found.items()}
    kept = _allowed(database, items, corpora)
    runs = sorted({found[corpus]["run_id"] for corpus in kept.items})
    asked = {"question": "export_features", "features": name}
    return _vectors(database, "features", kept, runs, asked)


@dataclass(frozen=True, slots=True)
class _Allowed:
    """How many items of each corpus may be exported, and corpora that may not."""

    items: dict[str, int]
    credits: list[Credit]
    left_out: tuple[str, ...]


def _allowed(
    database: Database, items: dict[str, int], corpora: Sequence[str]
) -> _Allowed:
    """Return what of vectors may be exported: pictures can be made of them in part.

    Raises:
        UnknownNameError: there are no items of a corpus.
        CallError: nothing may be exported.
    """
    for corpus in corpora:
        if corpus not in items:
            raise UnknownNameError("corpus with such rows", corpus, items)
    wanted = credits_of(database, corpora or items)
    allowed = [credit for credit in wanted if credit.exportable]
    if not allowed:
        check_exportable(database, corpora or items)
    return _Allowed(
        {credit.corpus: items[credit.corpus] for credit in allowed},
        allowed,
        tuple(credit.corpus for credit in wanted if not credit.exportable),
    )


def _vectors(
    database: Database,
    table_name: str,
    kept: _Allowed,
    runs: Sequence[str],
    asked: dict[str, str],
) -> ExportedTable:
    told = table(table_name)
    facts = TableFacts(
        told.name,
        told.row,
        told.columns,
        told.key,
        kept.credits,
        [fact for run in runs for fact in run_facts(database, run)],
    )
    return ExportedTable(
        facts,
        sum(kept.items.values()),
        _asked(database, corpora=list(kept.items), **asked),
        left_out=kept.left_out,
    )


def _items(database: Database, run_id: str, told: str) -> dict[str, int]:
    """Return how many items of each corpus a run has predictions or embeddings of."""
    rows = database.rows("run_items", run_id=run_id)
    items = {row["corpus"]: row["items"] for row in rows if row["told"] == told}
    if not items:
        known = [r["run_id"] for r in database.rows("runs_newest_first")]
        if run_id in known:
            raise CallError(f"Run {run_id} has no {told}.")
        raise UnknownNameError(f"run with {told}", run_id, known)
    return items


def _asked(
    database: Database, question: str, **parameters: Any
) -> Callable[[bool], AbstractContextManager[Batches]]:
    return lambda as_text: database.stream(
        question, lists_as_json=as_text, **parameters
    )
