"""The training examples nearest to each tested one, by the fold that tests it, in a file.

Every fold has a space of its own: only within it can a distance be read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from store.array_files import read_arrays, write_arrays

if TYPE_CHECKING:
    from models.classification.splits import Split

FILE: Final = "nearest.npz"
MOST: Final = 8
AT_ONCE: Final = 1024
Vectors = NDArray[np.float32]
Places = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Nearest:
    """Items of a run and, of each, the training items nearest to it.

    Attributes:
        item_ids: sorted, shape (N,).
        places: rows of the nearest, nearest first, -1 where there is none, shape (N, 8).
    """

    item_ids: NDArray[np.str_]
    places: Places

    def to(self, item_id: str) -> list[str]:
        """Return the ids of the training items nearest to one item; none: not tested."""
        row = int(np.searchsorted(self.item_ids, item_id))
        if row == len(self.item_ids) or self.item_ids[row] != item_id:
            return []
        return [str(self.item_ids[place]) for place in self.places[row] if place >= 0]


def nearest_taught(folds: Sequence[tuple["Split", Vectors]]) -> Places:
    """Return the rows of the training items nearest to each tested one, shape (N, 8).

    Args:
        folds: the split of each, and where it puts all N items: unit vectors, (N, D).
    """
    found = np.full((len(folds[0][1]), MOST), -1, np.int32)
    for split, vectors in folds:
        for start in range(0, len(split.test), AT_ONCE):
            rows = split.test[start : start + AT_ONCE]
            likeness = vectors[rows] @ vectors[split.train].T  # (R, train)
            best = np.argsort(-likeness, axis=1, kind="stable")[:, :MOST]
            found[rows, : best.shape[1]] = split.train[best]
    return found


def save_nearest(folder: Path, nearest: Nearest) -> None:
    """Write them into a run's folder."""
    write_arrays(
        folder / FILE,
        True,
        item_ids=nearest.item_ids,
        places=nearest.places,
    )


def load_nearest(folder: Path) -> Nearest | None:
    """Return what is in a run's folder; None where nothing readable is there."""
    try:
        kept = read_arrays(folder / FILE, ("item_ids", "places"))
    except (OSError, ValueError):
        return None
    items, places = kept["item_ids"], kept["places"]
    fits = items.dtype.kind == "U" and places.dtype.kind == "i"
    if not fits or places.ndim != 2 or items.shape != places.shape[:1]:  # noqa: PLR2004
        return None
    return Nearest(items, places) if (places < len(items)).all() else None
