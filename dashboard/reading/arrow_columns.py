"""Columns of an answer as arrays: each of a few different words is made once."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from store.arrow_arrays import in_one

Texts = NDArray[np.object_]


def texts(column: pa.ChunkedArray) -> Texts:
    """Return texts of which many are the same; None where missing, shape (N,)."""
    words = in_one(column).dictionary_encode()
    codes = words.indices.fill_null(len(words.dictionary)).to_numpy()
    known = np.array([*words.dictionary.to_pylist(), None], object)
    told: Texts = known[codes]
    return told


def ids(column: pa.ChunkedArray) -> NDArray[np.str_]:
    """Return texts of which none is missing, as they are sorted by SQL, shape (N,)."""
    return np.asarray(column.to_pylist(), np.str_)


def vectors(column: pa.ChunkedArray) -> NDArray[np.float32]:
    """Return vectors of one length, shape (N, D)."""
    flat = np.asarray(in_one(column).flatten().to_numpy(), np.float32)
    return flat.reshape(len(column), -1)
