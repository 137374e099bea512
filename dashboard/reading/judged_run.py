"""All that a classifier said of hands, prepared once: pages count it in many ways."""

import json
from functools import partial
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dashboard.records.frequency_records import FrequencyItems, counted_of
from dashboard.records.words import Words
from models.prevalence import Likeliest, Shares, likeliest
from models.prevalence_alike import Kinds, Start, posterior, shares_of_kinds, slices
from models.prevalence_calibration import Calibration
from models.prevalence_known import (
    Calibrated,
    Known,
    calibrated,
    calibration_of,
    expected_factors,
    known_shares,
)
from models.prevalence_labelled import doubts
from models.prevalence_queue import lots_of
from models.prevalence_said import probabilities_in, read_learnt, said_by
from store.arrow_arrays import in_one
from store.db import Database
from store.prepared import list_column, numbers_in, prepared

FORM: Final = 4
"""Raised whenever another form of what is prepared is read."""
TABLES: Final = ("predictions", "clips")
JUDGED: Final = "judged"
"""What is prepared last, beside the run's id."""
_WORDS: Final = {
    "true": "true_class",
    "part": "part",
    "corpus": "corpus",
    "clip": "clip_id",
    "signer": "signer",
    "sign": "gloss",
}
_OF_CORPUS: Final = ("signer", "sign")


def read_items(database: Database, run_id: str) -> FrequencyItems:
    """Return all hands that a classifier judged.

    Raises:
        UnknownNameError: there is no such run.
    """
    ready = partial(prepared, database.store, form=FORM, tables=TABLES)
    learnt = ready(f"learnt.{run_id}", make=lambda: _learnt(database, run_id))
    classes, known = _classes(learnt), _known(learnt)
    told = ready(
        f"{JUDGED}.{run_id}", make=lambda: _judged(database, run_id, classes, known)
    )
    return _items(told, classes, known)


def _judged(
    database: Database, run_id: str, classes: tuple[str, ...], known: Known | None
) -> pa.Table:
    """Return a row of each hand, and what is made of all: no label changes it."""
    rows = said_by(database, run_id)
    probabilities = probabilities_in(rows, classes)
    said = likeliest(probabilities)
    ids = in_one(rows["item_id"])
    columns: dict[str, Any] = {
        "item_id": ids,
        "probabilities": _in_32_bits(probabilities),
        "said": said.codes.astype(np.int32),
        "sure": said.sure,
        "lot": lots_of(run_id, ids.to_pylist()),
        "second": rows["second_hand"],
    }
    columns |= {name: _coded(rows, name) for name in _WORDS}
    counted = counted_of(Words.of_column(rows["part"]))
    if known is None:
        return pa.table(columns | {"doubt": _doubts(probabilities, counted, None)})
    told = calibrated(known, probabilities)
    weights = counted.astype(float)
    factors = expected_factors(known, told, weights)
    columns["calibrated"] = _in_32_bits(told.probabilities)
    columns["kind"] = told.kinds.codes.astype(np.int32)
    columns["doubt"] = _doubts(told.probabilities, counted, factors)
    facts = {
        "kinds": told.kinds.probabilities.tobytes(),
        "start": (factors * known_shares(known)).tobytes(),
        "start_of_kinds": shares_of_kinds(
            told.kinds, weights, known_shares(known)
        ).tobytes(),
    }
    return pa.table(columns).replace_schema_metadata(facts)


def _doubts(
    probabilities: Shares, counted: NDArray[np.bool_], factors: Shares | None
) -> NDArray[np.float64]:
    """Return how unsure the run is of each counted hand, whatever labels come in."""
    found = np.zeros(len(counted))
    for here in slices(len(counted)):
        rows = np.asarray(probabilities[here], np.float64)
        found[here] = doubts(rows if factors is None else posterior(rows, factors))
    found[~counted] = 0.0
    return found


def _learnt(database: Database, run_id: str) -> pa.Table:
    """Return a row of each hand of known class, and the calibration that they tell."""
    learnt = read_learnt(database, run_id)
    facts = {"classes": json.dumps(learnt.classes)}
    known = learnt.known
    if known is None:
        nothing = pa.table({"true": pa.array([], pa.int32())})
        return nothing.replace_schema_metadata(facts)
    columns = {
        "probabilities": _in_32_bits(known.probabilities),
        "true": known.true.astype(np.int32),
        "signer": known.signers.astype(np.int32),
    }
    calibration = calibration_of(known)
    told = {
        "slope": calibration.slope,
        "strength": calibration.strength,
        "offsets": calibration.offsets.tolist(),
    }
    facts["calibration"] = json.dumps(told)
    return pa.table(columns).replace_schema_metadata(facts)


def _classes(learnt: pa.Table) -> tuple[str, ...]:
    return tuple(json.loads(learnt.schema.metadata[b"classes"]))


def _known(learnt: pa.Table) -> Known | None:
    if not learnt.num_rows:
        return None
    told = json.loads(learnt.schema.metadata[b"calibration"])
    return Known(
        numbers_in(learnt["probabilities"]).astype(np.float64),
        numbers_in(learnt["true"]).astype(np.intp),
        numbers_in(learnt["signer"]).astype(np.intp),
        Calibration(told["slope"], np.array(told["offsets"]), told["strength"]),
    )


def _items(
    told: pa.Table, classes: tuple[str, ...], known: Known | None
) -> FrequencyItems:
    facts, by_known = told.schema.metadata, None
    if known is not None:
        means = np.frombuffer(facts[b"kinds"]).reshape(-1, len(classes))
        kinds = Kinds(numbers_in(told["kind"]), means)
        start = Start(
            np.frombuffer(facts[b"start"]), np.frombuffer(facts[b"start_of_kinds"])
        )
        by_known = Calibrated(numbers_in(told["calibrated"]), kinds, start)
    said = Likeliest(numbers_in(told["said"]), numbers_in(told["sure"]), len(classes))
    words = {name: Words.of_column(told[name]) for name in _WORDS}
    return FrequencyItems(
        classes=classes,
        item_ids=in_one(told["item_id"]),
        probabilities=numbers_in(told["probabilities"]),
        said=said,
        calibrated=by_known,
        doubt=numbers_in(told["doubt"]),
        lots=numbers_in(told["lot"]),
        **words,
        second=told["second"].to_numpy(),
        known=known,
    )


def _in_32_bits(values: Shares) -> pa.FixedSizeListArray:
    return list_column(values.astype(np.float32))


def _coded(rows: pa.Table, name: str) -> pa.DictionaryArray:
    """Return words as a dictionary; of signers and signs each with its corpus."""
    column = rows[_WORDS[name]]
    if name in _OF_CORPUS:
        column = pc.binary_join_element_wise(rows["corpus"], column, "/")  # type: ignore[attr-defined]
    return in_one(column).dictionary_encode()
