"""All that a classifier said of hands, prepared once: pages count it in many ways."""

import json
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dashboard.records.frequency_records import FrequencyItems
from dashboard.records.words import Words
from models.prevalence import Likeliest, Shares, likeliest
from models.prevalence_alike import Kinds, kinds_of, posterior
from models.prevalence_calibration import Calibration
from models.prevalence_known import (
    Calibrated,
    Known,
    calibration_of,
    expected_factors,
    known_shares,
)
from models.prevalence_labelled import doubts
from models.prevalence_queue import lots_of
from models.prevalence_reading import probabilities_in, read_learnt
from store.db import Database
from store.prepared import prepared

FORM: Final = 2
"""Raised whenever another form of what is prepared is read."""
TABLES: Final = ("predictions", "clips")
_WORDS: Final = {
    "true": "true_class",
    "part": "part",
    "corpus": "corpus",
    "clip": "clip_id",
    "signer": "signer",
    "sign": "gloss",
}
_OF_CORPUS: Final = ("signer", "sign")
_AT_ONCE: Final = 65_536


def read_items(database: Database, run_id: str) -> FrequencyItems:
    """Return all hands that a classifier judged.

    Raises:
        UnknownNameError: there is no such run.
    """
    told = prepared(
        database.store,
        f"judged.{run_id}",
        form=FORM,
        tables=TABLES,
        make=lambda: _judged(database, run_id),
    )
    learnt = prepared(
        database.store,
        f"learnt.{run_id}",
        form=FORM,
        tables=TABLES,
        make=lambda: _learnt(database, run_id),
    )
    return _items(told, _known(learnt))


def _judged(database: Database, run_id: str) -> pa.Table:
    """Return a row of each hand, and what is made of all: no label changes it."""
    learnt = read_learnt(database, run_id)
    rows = database.query("predictions_of", run_id=run_id)
    probabilities = probabilities_in(rows, learnt.classes)
    said = likeliest(probabilities)
    ids = rows["item_id"].combine_chunks()
    columns: dict[str, Any] = {
        "item_id": ids,
        "probabilities": _listed(probabilities),
        "said": said.codes.astype(np.int32),
        "sure": said.sure,
        "lot": lots_of(run_id, ids.to_pylist()),
        "second": rows["second_hand"],
    }
    columns |= {name: _coded(rows, name) for name in _WORDS}
    facts: dict[str, bytes] = {"classes": json.dumps(learnt.classes).encode()}
    counted = ~Words.of_column(rows["part"]).are("train", "validation")
    if learnt.known is None:
        columns["doubt"] = _doubts(probabilities, counted, None)
    else:
        rows_told = calibration_of(learnt.known).applied(probabilities)
        told = Calibrated(rows_told, kinds_of(rows_told))
        factors = expected_factors(learnt.known, told, counted.astype(float))
        columns["calibrated"] = _listed(told.probabilities)
        columns["kind"] = told.kinds.codes.astype(np.int32)
        columns["doubt"] = _doubts(told.probabilities, counted, factors)
        facts["kinds"] = told.kinds.probabilities.tobytes()
        facts["start"] = (factors * known_shares(learnt.known)).tobytes()
    return pa.table(columns).replace_schema_metadata(facts)


def _doubts(
    probabilities: Shares, counted: NDArray[np.bool_], factors: Shares | None
) -> NDArray[np.float64]:
    """Return how unsure the run is of each counted hand, whatever labels come in."""
    found = np.zeros(len(counted))
    for first in range(0, len(counted), _AT_ONCE):
        here = slice(first, first + _AT_ONCE)
        rows = np.asarray(probabilities[here], np.float64)
        found[here] = doubts(rows if factors is None else posterior(rows, factors))
    found[~counted] = 0.0
    return found


def _learnt(database: Database, run_id: str) -> pa.Table:
    """Return a row of each hand of known class, and the calibration that they tell."""
    known = read_learnt(database, run_id).known
    if known is None:
        return pa.table({"true": pa.array([], pa.int32())})
    calibration = calibration_of(known)
    columns = {
        "probabilities": _listed(known.probabilities),
        "true": known.true.astype(np.int32),
        "signer": known.signers.astype(np.int32),
    }
    told = {
        "slope": calibration.slope,
        "strength": calibration.strength,
        "offsets": calibration.offsets.tolist(),
    }
    return pa.table(columns).replace_schema_metadata({"calibration": json.dumps(told)})


def _known(learnt: pa.Table) -> Known | None:
    if not learnt.num_rows:
        return None
    told = json.loads(learnt.schema.metadata[b"calibration"])
    return Known(
        _numbers(learnt, "probabilities").astype(np.float64),
        _numbers(learnt, "true").astype(np.intp),
        _numbers(learnt, "signer").astype(np.intp),
        Calibration(told["slope"], np.array(told["offsets"]), told["strength"]),
    )


def _items(told: pa.Table, known: Known | None) -> FrequencyItems:
    facts = told.schema.metadata
    classes = tuple(json.loads(facts[b"classes"]))
    calibrated = None
    if b"kinds" in facts:
        means = np.frombuffer(facts[b"kinds"]).reshape(-1, len(classes))
        kinds = Kinds(_numbers(told, "kind"), means)
        start = np.frombuffer(facts[b"start"])
        calibrated = Calibrated(_numbers(told, "calibrated"), kinds, start)
    said = Likeliest(_numbers(told, "said"), _numbers(told, "sure"), len(classes))
    words = {name: Words.of_column(told[name]) for name in _WORDS}
    return FrequencyItems(
        classes=classes,
        item_ids=told["item_id"].combine_chunks(),
        probabilities=_numbers(told, "probabilities"),
        said=said,
        calibrated=calibrated,
        doubt=_numbers(told, "doubt"),
        lots=_numbers(told, "lot"),
        **words,
        second=told["second"].to_numpy(),
        known=known,
    )


def _listed(values: Shares) -> pa.FixedSizeListArray:
    """Return rows of numbers as a column, in 32 bits."""
    flat = pa.array(np.ascontiguousarray(values, np.float32).ravel())
    return pa.FixedSizeListArray.from_arrays(flat, values.shape[1])


def _numbers(table: pa.Table, name: str) -> NDArray[Any]:
    """Return a column as it lies in the file, rows of lists as (N, C)."""
    column = table[name].combine_chunks()
    if not pa.types.is_fixed_size_list(column.type):
        numbers: NDArray[Any] = column.to_numpy()
        return numbers
    rows: NDArray[Any] = column.flatten().to_numpy()
    return rows.reshape(-1, column.type.list_size)


def _coded(rows: pa.Table, name: str) -> pa.DictionaryArray:
    """Return words as a dictionary; of signers and signs each with its corpus."""
    column = rows[_WORDS[name]]
    if name in _OF_CORPUS:
        column = pc.binary_join_element_wise(rows["corpus"], column, "/")  # type: ignore[attr-defined]
    return column.combine_chunks().dictionary_encode()
