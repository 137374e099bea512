"""HDBSCAN: how many clusters are there, if nobody says?

Reference: Campello, Moulavi and Sander, Density-based clustering based on hierarchical
density estimates, 2013, doi:10.1007/978-3-642-37456-2_14.
"""

from typing import Final

import numpy as np
from sklearn.cluster import HDBSCAN

from models.clustering.placing import placed
from models.clustering.records import Clustering, Labels, Points
from models.silhouettes import mean_silhouettes, sample_rows
from store.errors import CallError

SMALLEST_CLUSTER: Final = 2


def density_clusters(
    points: Points, *, smallest: int, silhouette_sample: int, seed: int = 0
) -> Clustering:
    """Return the clusters that HDBSCAN finds; vectors in none are noise (-1).

    Args:
        points: shape (N, values).
        smallest: vectors that make a cluster, at least 2.
        silhouette_sample: vectors on which the silhouette is computed, at most.
        seed: of that sample.

    Raises:
        CallError: there are fewer vectors than one cluster needs.
    """
    if not SMALLEST_CLUSTER <= smallest <= len(points):
        raise CallError(
            f"A smallest cluster of {smallest} crops is not between "
            f"{SMALLEST_CLUSTER} and the {len(points)} crops that have values."
        )
    labels = _labels(points, smallest)
    clusters = range(int(labels.max()) + 1)
    means = [points[labels == cluster].mean(axis=0) for cluster in clusters]
    centres = np.array(means, dtype=np.float32).reshape(-1, points.shape[1])
    rows = sample_rows(len(points), silhouette_sample, seed=seed)
    return placed(
        points,
        centres,
        labels,
        silhouette=mean_silhouettes(points[rows], [labels[rows]])[0],
        silhouette_sample=len(rows),
    )


def _labels(points: Points, smallest: int) -> Labels:
    found = HDBSCAN(min_cluster_size=smallest, copy=True).fit_predict(points)
    labels: Labels = found.astype(np.int32)
    return labels
