"""How far each vector lies from its own centre and from the next."""

from collections.abc import Sequence

import numpy as np

from models.clustering.nearest import distances_to
from models.clustering.records import Clustering, Iteration, Labels, Points


def placed(
    points: Points,
    centres: Points,
    labels: Labels,
    *,
    silhouette: float | None,
    silhouette_sample: int,
    iterations: Sequence[Iteration] = (),
) -> Clustering:
    """Return a clustering with distances and margins of all its vectors."""
    own, other = distances_to(points, centres, labels)
    return Clustering(
        labels=labels,
        distances=own,
        margins=other - own,
        inertia=float(np.nansum(own.astype(np.float64) ** 2)),
        silhouette=silhouette,
        silhouette_sample=silhouette_sample,
        iterations=tuple(iterations),
    )
