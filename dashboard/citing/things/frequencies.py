"""How common handshapes are by a classifier, as page Frequencies shows them."""

from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from dashboard.charts.frequencies import frequency_bars
from dashboard.citing.judged_hands import judged_hands, judged_rows
from dashboard.citing.reading import corpora_of
from dashboard.citing.thing import Computed, Reads, Thing
from dashboard.reading.frequency_counting import (
    Correction,
    estimated,
    handshape_rows,
)
from dashboard.records.frequency_records import HandshapeFrequency, Interval
from models.prevalence import DEFAULT_THRESHOLD
from models.prevalence_counting import Unit
from store.db import Database
from store.errors import CallError

SETTLED: Final = 1e-4
"""Iterations end when no share moves by more than 1e-5: so far may two machines differ."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose handshapes are counted, and how; None: all corpora, all signers."""

    run: str
    corpus: str | None = None
    signer: str | None = None
    unit: Unit = "token"
    threshold: float = DEFAULT_THRESHOLD
    correction: Correction = "calibrated"


def compute(database: Database, asked: Asked) -> Computed:
    """Return shares of handshapes with their intervals, the commonest first.

    Raises:
        UnknownNameError: there is no such run.
        CallError: no hand fits.
    """
    told, labels = judged_hands(database, asked.run)
    chosen = told.chosen(asked.corpus, asked.signer) & ~labels.aside
    if not chosen.any():
        raise CallError(
            f"Run {asked.run} says nothing of hands of corpus {asked.corpus or 'any'} "
            f"and signer {asked.signer or 'any'}."
        )
    rows = handshape_rows(
        told,
        labels,
        chosen,
        unit=asked.unit,
        threshold=asked.threshold,
        correction=asked.correction,
        estimate=lambda method, least: estimated(
            told, labels, chosen, unit=asked.unit, method=method, threshold=least
        ),
    )
    return Computed({"frequencies": _table(rows)}, lambda: frequency_bars(rows))


def reads(database: Database, asked: Asked) -> Reads:
    """Return the predictions counted, those that tell the mistakes, clips and labels."""
    runs, items, excerpts = judged_rows(database, asked.run)
    return Reads(excerpts, runs, corpora_of(items))


def _table(rows: list[HandshapeFrequency]) -> pa.Table:
    ways: dict[str, list[Interval | None]] = {
        "corrected": [row.corrected for row in rows],
        "raw": [row.raw for row in rows],
    }
    columns: dict[str, pa.Array] = {"handshape": pa.array([r.handshape for r in rows])}
    for way, told in ways.items():
        columns |= _interval_columns(way, told)
    columns["labelled"] = pa.array([row.labelled for row in rows], pa.float64())
    return pa.table(columns)


def _interval_columns(way: str, told: list[Interval | None]) -> dict[str, pa.Array]:
    ends = {way: "share", f"{way}_low": "low", f"{way}_high": "high"}
    return {
        name: pa.array([i and getattr(i, end) for i in told], pa.float64())
        for name, end in ends.items()
    }


THING: Final = Thing(
    "frequencies",
    "How common handshapes are",
    Asked,
    compute,
    reads,
    tolerance=SETTLED,
)
