"""The clips that a run embedded, prepared to be searched: about their mean, unit length."""

from typing import Final
from uuid import uuid4

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from models.retrieval.index_exact import Vectors
from models.retrieval.index_map import map_of, with_map
from models.retrieval.threshold import centred, middle
from store.arrow_arrays import in_one
from store.db import Database
from store.prepared import list_column, prepared

FORM: Final = 2
"""Raised whenever another form of what is prepared is read."""


def prepared_signs(database: Database, run_id: str) -> pa.Table:
    """Return the clips of a run that are in the store, sorted.

    Its schema tells their mean, and the id of this making of it.
    """
    return prepared(
        database.store,
        f"signs.{run_id}",
        form=FORM,
        tables=("embeddings", "clips"),
        make=lambda: _signs(database, run_id),
    )


def _signs(database: Database, run_id: str) -> pa.Table:
    """Return the clips of a run, sorted, their vectors about their mean."""
    rows = database.query("signs_embedded", run_id=run_id)
    vectors = _vectors(rows["vector"])
    mean = middle(vectors)
    unit = centred(vectors, mean)
    columns = {
        "clip_id": rows["clip_id"],
        "unit": list_column(unit),
        "two_handed": rows["two_handed"].cast(pa.int8()).fill_null(-1),
    }
    for name in ("corpus", "gloss", "handshape", "signer"):
        columns[name] = in_one(rows[name].fill_null("")).dictionary_encode()
    facts = {"mean": mean.tobytes(), "made": uuid4().hex}
    return with_map(pa.table(columns).replace_schema_metadata(facts), map_of(unit))


def words(column: pa.ChunkedArray) -> NDArray[np.str_]:
    """Return a column of dictionary codes as texts, shape (N,)."""
    coded = in_one(column)
    known = np.asarray(coded.dictionary.to_pylist(), np.str_)
    found: NDArray[np.str_] = known[coded.indices.to_numpy()]
    return found


def _vectors(column: pa.ChunkedArray) -> Vectors:
    """Return a column of equally long vectors as one array, (N, D), read chunk by chunk."""
    parts = [
        chunk.flatten().to_numpy(zero_copy_only=False).reshape(len(chunk), -1)
        for chunk in column.chunks
        if len(chunk)
    ]
    if not parts:
        return np.empty((0, 0), np.float32)
    vectors: Vectors = np.concatenate(parts).astype(np.float32, copy=False)
    return vectors
