"""The values of a feature set, read from the store as one matrix."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from models.clustering.records import Points
from models.feature import load_feature
from store.db import Database
from store.errors import CallError, UnknownNameError

ANY_CHOICE: Final = "sharp"


@dataclass(frozen=True, slots=True)
class FeatureMatrix:
    """Hands that have values.

    Attributes:
        crop_ids: in order.
        points: their values, shape (N, values), without NaN.
        left_out: hands that were to be described but have no values.
        inputs: runs that computed the values.
    """

    crop_ids: NDArray[np.str_]
    points: Points
    left_out: int
    inputs: tuple[str, ...]


def read_features(
    database: Database, corpora: Sequence[str], features: str
) -> FeatureMatrix:
    """Return the values of a feature set of one or several corpora.

    Raises:
        UnknownNameError: there is no such corpus or feature set.
        CallError: the feature set was not computed for one of them, no hand has values,
            or the values of two corpora cannot be compared.
    """
    if len(corpora) > 1 and load_feature(features).reduced_to:
        raise CallError(
            f"The values of {features} are principal components of each corpus by itself, "
            "so they cannot be used together: name one corpus."
        )
    parts = [_read_corpus(database, corpus, features) for corpus in corpora]
    widths = {part.points.shape[1] for part in parts}
    if len(widths) > 1:
        listed = " and ".join(str(width) for width in sorted(widths))
        raise CallError(
            f"{features} has {listed} values in different corpora, so they cannot be "
            "clustered together: choose one corpus."
        )
    joined = FeatureMatrix(
        crop_ids=np.concatenate([part.crop_ids for part in parts]),
        points=np.concatenate([part.points for part in parts]),
        left_out=sum(part.left_out for part in parts),
        inputs=tuple(run for part in parts for run in part.inputs),
    )
    if not len(joined.crop_ids):
        raise CallError(
            f"No hand of {', '.join(corpora)} has values of {features}: its pictures "
            "cannot be read, or no hand was seen in them."
        )
    return joined


def _read_corpus(database: Database, corpus: str, features: str) -> FeatureMatrix:
    runs = database.rows("features_run", corpus=corpus, features=features)
    if not runs:
        _refuse(database, corpus, features)
    rows = database.query("features_of_corpus", corpus=corpus, features=features)
    crop_ids = np.array(rows["crop_id"].to_pylist(), dtype=np.str_)
    points = matrix_of(rows["vector"])
    usable = np.isfinite(points).all(axis=1)
    choice = json.loads(runs[0]["recipe"]).get("crops", ANY_CHOICE)
    wanted = database.query(
        "crops_chosen", corpus=corpus, first=None, last=None, choice=choice
    )
    without_row = np.setdiff1d(wanted["crop_id"].to_pylist(), crop_ids)
    return FeatureMatrix(
        crop_ids=crop_ids[usable],
        points=points[usable],
        left_out=int((~usable).sum()) + len(without_row),
        inputs=(runs[0]["run_id"],),
    )


def _refuse(database: Database, corpus: str, features: str) -> None:
    known = [row["corpus"] for row in database.rows("corpus_ids")]
    if corpus not in known:
        raise UnknownNameError("corpus", corpus, known)
    raise CallError(
        f"Corpus {corpus!r} has no values of {features!r} yet: run `signatlas features "
        f"--corpus {corpus} --name {features}` first."
    )


def matrix_of(column: pa.ChunkedArray) -> Points:
    """Return a list column as a matrix; chunk by chunk, as offsets have 32 bits."""
    filled = [chunk for chunk in column.chunks if len(chunk)]
    width = len(filled[0][0]) if filled else 0
    matrix = np.empty((len(column), width), dtype=np.float32)
    start = 0
    for chunk in filled:
        values = chunk.flatten().to_numpy(zero_copy_only=False)
        matrix[start : start + len(chunk)] = values.reshape(len(chunk), width)
        start += len(chunk)
    return matrix
