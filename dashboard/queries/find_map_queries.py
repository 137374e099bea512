"""Where a query lies among all clips that can be found, on two axes."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dashboard.asking import KEPT_S, current_store
from dashboard.records.find_records import Query
from models.pca import Pca, fit_pca
from models.retrieval.index_exact import evenly
from models.retrieval.searching import SignIndex
from models.retrieval.threshold import centred

LEAST_CLIPS: Final = 3
MOST_CLIPS: Final = 20_000
"""Of more clips so many, evenly spread, are drawn."""
MOST_DECIDING: Final = 4_000
"""Of more clips so many, evenly spread, decide about the axes."""


@dataclass(frozen=True, slots=True, eq=False)
class SignMap:
    """N clips on two axes.

    Attributes:
        places: of the clips in the index, rising, shape (N,).
        points: shape (N, 2).
        pca: the axes.
    """

    places: NDArray[np.intp]
    points: NDArray[np.float32]
    pca: Pca


def sign_map(index: SignIndex) -> SignMap | None:
    """Return the clips of an index on two axes; None where they are too few."""
    if len(index) < LEAST_CLIPS:
        return None
    return _map(current_store().root, index.run_id, len(index), index)


def point_of_query(
    index: SignIndex, told: SignMap, query: Query
) -> tuple[float, float]:
    """Return where a query lies on a map."""
    vector = index.embedder.vectors([query.sequence])
    x, y = told.pca.reduce(centred(vector, index.mean))[0]
    return float(x), float(y)


@st.cache_resource(max_entries=2, ttl=KEPT_S, show_spinner="Drawing the map")
def _map(root: Path, run_id: str, clips: int, _index: SignIndex) -> SignMap:
    del root, run_id
    places = evenly(clips, MOST_CLIPS)
    pca = fit_pca(_index.unit[evenly(clips, MOST_DECIDING)], 2)
    return SignMap(places, pca.reduce(_index.unit[places]), pca)
