"""The clips that can be found on two axes: those along which they differ most."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from models.pca import Pca, fit_pca
from models.retrieval.index_exact import Places, Vectors, evenly
from store.prepared import list_column, numbers_in

LEAST_CLIPS: Final = 3
MOST_CLIPS: Final = 20_000
"""Of more clips so many, evenly spread, are drawn."""
MOST_DECIDING: Final = 4_000
"""Of more clips so many, evenly spread, decide about the axes."""
_AXES: Final = 2
_COLUMN: Final = "point"


@dataclass(frozen=True, slots=True)
class SignMap:
    """N clips on two axes.

    Attributes:
        places: of the clips in the index, rising, shape (N,).
        points: shape (N, 2).
        pca: the axes.
    """

    places: Places
    points: Vectors
    pca: Pca


def map_of(unit: Vectors) -> SignMap | None:
    """Return clips on two axes; None where they are too few.

    Args:
        unit: embeddings about their mean, unit length, shape (N, D).
    """
    if len(unit) < LEAST_CLIPS:
        return None
    places = evenly(len(unit), MOST_CLIPS)
    pca = fit_pca(unit[evenly(len(unit), MOST_DECIDING)], _AXES)
    return SignMap(places, pca.reduce(unit[places]), pca)


def with_map(rows: pa.Table, told: SignMap | None) -> pa.Table:
    """Return prepared clips with where they lie on a map; `map_in` reads it."""
    if told is None:
        return rows
    points = np.full((rows.num_rows, told.points.shape[1]), np.nan, np.float32)
    points[told.places] = told.points
    facts = {
        "map_mean": told.pca.mean,
        "map_axes": told.pca.axes,
        "map_variances": told.pca.variances,
        "map_total_variance": np.array(told.pca.total_variance),
    }
    known = {name: np.ascontiguousarray(each).tobytes() for name, each in facts.items()}
    column = rows.append_column(_COLUMN, list_column(points))
    return column.replace_schema_metadata({**(rows.schema.metadata or {}), **known})


def map_in(rows: pa.Table) -> SignMap | None:
    """Return the map of prepared clips; None where they were too few."""
    if _COLUMN not in rows.column_names:
        return None
    facts = rows.schema.metadata
    mean = np.frombuffer(facts[b"map_mean"], np.float32)
    pca = Pca(
        mean=mean,
        axes=np.frombuffer(facts[b"map_axes"], np.float32).reshape(-1, len(mean)),
        variances=np.frombuffer(facts[b"map_variances"], np.float32),
        total_variance=float(np.frombuffer(facts[b"map_total_variance"])[0]),
    )
    points: NDArray[np.float32] = numbers_in(rows[_COLUMN])
    places = np.flatnonzero(~np.isnan(points[:, 0]))
    return SignMap(places, points[places], pca)
