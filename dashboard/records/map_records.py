"""What the page Map knows: maps, their points, and what is known of each point."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from dashboard.records.words import UNKNOWN, Words
from store.arrow_arrays import in_one
from store.crop_ids import clip_of

Items = Literal["hands", "clips"]
Places = NDArray[np.intp]
"""Positions of points in a map, shape (n,)."""
Mask = NDArray[np.bool_]
Ids = NDArray[np.object_]
"""Texts, shape (N,)."""

TRUST: Final = "trust"
CLUSTER: Final = "cluster"
PREDICTED: Final = "predicted"
RIGHT: Final = "right"
COLOURED_BY: Final = {
    "handshape": "Handshape",
    "orientation": "Orientation",
    "place": "Place of articulation",
    "signer": "Signer",
    "corpus": "Corpus",
    "gloss": "Gloss",
    CLUSTER: "Cluster",
    PREDICTED: "Predicted class",
    RIGHT: "Right or wrong",
    TRUST: "Trust",
}
"""What points can be coloured by; what is known of no point is not offered."""


@dataclass(frozen=True, slots=True)
class MapRun:
    """One map: what it shows and how far it can be trusted, from 0 to 1.

    Attributes:
        of: run whose embeddings it shows; empty: it shows a feature set.
        trust: mean share of each point's nearest that stay its nearest.
        neighbours: how many nearest count in all three.
        left_out: items that have no values and are not on the map.
        trustworthiness, preservation: trustworthiness of the map, and how well it keeps
            neighbourhoods; NaN where they were not measured.
    """

    run_id: str
    name: str
    corpora: tuple[str, ...]
    seed: int | None
    points: int
    trust: float
    of: str = ""
    trustworthiness: float = float("nan")
    preservation: float = float("nan")
    neighbours: int = 10
    left_out: int = 0


def known_of(column: pa.ChunkedArray | pa.Array) -> Words:
    """Return a column of texts as numbers and sorted names."""
    whole = in_one(column) if isinstance(column, pa.ChunkedArray) else column
    told = whole.dictionary_encode()
    names = told.dictionary.to_pylist()
    order = sorted(range(len(names)), key=lambda place: _by_number(names[place]))
    new = np.empty(len(names) + 1, np.int32)
    new[order] = np.arange(len(names))
    new[-1] = UNKNOWN
    codes = told.indices.fill_null(len(names)).to_numpy(zero_copy_only=False)
    return Words(new[codes], tuple(names[place] for place in order))


def _by_number(name: str) -> list[tuple[int, str]]:
    """Return what sorts `Cluster 2` before `Cluster 10`."""
    parts = re.split(r"(\d+)", name)
    return [(int(part) if part.isdecimal() else 0, part) for part in parts]


@dataclass(frozen=True, slots=True, eq=False)
class ItemMap:
    """N hands or clips on a map, sorted by id.

    Attributes:
        item_ids, clip_ids: texts, N each; of a hand the clip it was cut out of.
        x, y: shape (N,).
        trust: shape (N,); NaN where it is unknown.
        known: what is known of them by name, as in `COLOURED_BY`.
        order: the points in an order that only depends on their ids, shape (N,).
        index: finds the place of an id.
    """

    items: Items
    item_ids: Ids
    clip_ids: Ids
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    trust: NDArray[np.float64]
    known: dict[str, Words]
    order: Places
    index: "pd.Index[str]"

    def __len__(self) -> int:
        return len(self.item_ids)

    def ids(self, places: Places) -> list[str]:
        """Return the ids of some points."""
        ids: list[str] = self.item_ids[places].tolist()
        return ids

    def of_items(self, item_ids: Sequence[str]) -> Mask:
        """Return which points are these items, or where none is, lie in the same clips."""
        own = np.zeros(len(self), bool)
        found = self.index.get_indexer(pd.Index(item_ids, dtype=object))
        own[found[found >= 0]] = True
        if len(item_ids) and not own.any():
            clips = {*item_ids, *map(clip_of, item_ids)}
            own = np.asarray(pd.Index(self.clip_ids).isin(list(clips)), bool)
        return own


def item_map(
    item_ids: Ids,
    xy: tuple[NDArray[np.float64], NDArray[np.float64]],
    trust: NDArray[np.float64],
    known: dict[str, Words],
    *,
    clip_ids: Ids | None = None,
    items: Items = "hands",
) -> ItemMap:
    """Return a map with its order, by which the same items are drawn of every map.

    Args:
        item_ids: shape (N,).
        xy: two arrays, shape (N,).
        trust: shape (N,).
        known: by name.
        clip_ids: of the items; None: found in their ids.
        items: what the points are.
    """
    order = np.argsort(pd.util.hash_array(item_ids), kind="stable")
    clips = clip_ids
    if clips is None:
        clips = np.array([clip_of(str(item)) for item in item_ids], object)
    index = pd.Index(item_ids, dtype=object)
    return ItemMap(items, item_ids, clips, *xy, trust, known, order, index)
