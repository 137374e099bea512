"""What a clustering method yields at each iteration, and what is left at the end."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float32]
"""Vectors to cluster, shape (N, values), without NaN."""
Labels = NDArray[np.int32]
"""Cluster of each vector, shape (N,); -1 is noise."""


@dataclass(frozen=True, slots=True)
class Step:
    """One iteration of k-means.

    Attributes:
        labels: nearest of the centres that the iteration began with.
        inertia: sum of squared distances to them.
        centres: means of the new clusters, shape (k, values).
    """

    labels: Labels
    inertia: float
    centres: Points


@dataclass(frozen=True, slots=True)
class Iteration:
    """Figures of one iteration, from 1; None where one cannot be computed."""

    number: int
    silhouette: float | None
    nmi_previous: float | None
    inertia: float


@dataclass(frozen=True, slots=True)
class Clustering:
    """Vectors put into clusters.

    Attributes:
        labels: cluster of each vector.
        distances: to the centre of its cluster, shape (N,); NaN for noise.
        margins: distance to the next centre minus `distances`; NaN for noise and
            where there is one cluster only.
        inertia: sum of squared distances to the centres.
        silhouette: mean, from -1 to 1; None where there are no two clusters.
        silhouette_sample: vectors it was computed on.
        iterations: figures on the way; empty where the method has none.
    """

    labels: Labels
    distances: NDArray[np.float32]
    margins: NDArray[np.float32]
    inertia: float
    silhouette: float | None
    silhouette_sample: int
    iterations: tuple[Iteration, ...] = ()
