"""Maps by principal components: the plane in which points vary most.

Distances on it are at most those between the points, never more; most structure of many
dimensions is lost.

Reference: Pearson, On lines and planes of closest fit to systems of points in space, 1901,
doi:10.1080/14786440109462720.
"""

from typing import Final

import numpy as np

from models.pca import fit_pca
from models.projections.fitted import Drawing, FittedMap, Told
from models.projections.neighbours import Layout, Neighbours, Points

NEIGHBOURS: Final = 1


def epochs(count: int) -> int:
    """Return how many steps a map takes: one, of any number of points."""
    del count
    return 1


def fit(vectors: Points, near: Neighbours, *, seed: int, told: Told) -> Drawing:
    """Return a map; see `Projection`."""
    del near
    found = fit_pca(vectors, 2, seed=seed)
    axes = np.zeros((2, vectors.shape[1]), np.float32)
    axes[: len(found.axes)] = found.axes
    told(1)
    return Drawing(
        _turned(vectors, found.mean, axes),
        {"explained": found.explained},
        {"mean": found.mean, "axes": axes},
    )


def place(fitted: FittedMap, vectors: Points, near: Neighbours) -> Layout:
    """Return where new points lie by the axes of the map; see `Projection`."""
    del near
    mean = fitted.drawing.arrays["mean"].astype(np.float32)
    return _turned(vectors, mean, fitted.drawing.arrays["axes"].astype(np.float32))


def _turned(vectors: Points, mean: Points, axes: Points) -> Layout:
    return ((vectors - mean) @ axes.T).astype(np.float64)
