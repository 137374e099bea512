"""k-means by FAISS, one iteration at a time.

Reference: Johnson, Douze and Jegou, Billion-scale similarity search with GPUs, 2019,
doi:10.1109/TBDATA.2019.2921572.
"""

from collections.abc import Iterator

import faiss
import numpy as np

from models.clustering.records import Labels, Points, Step


def faiss_steps(
    points: Points, centres: Points, iterations: int, *, seed: int
) -> Iterator[Step]:
    """Yield the iterations of FAISS's k-means; the last one changes no label."""
    count, values = points.shape
    trainer = faiss.Kmeans(
        values,
        len(centres),
        niter=1,
        seed=seed,
        # FAISS would otherwise draw 256 points a centre and warn of fewer than 39.
        max_points_per_centroid=count,
        min_points_per_centroid=1,
    )
    previous: Labels | None = None
    for _ in range(iterations):
        index = faiss.IndexFlatL2(values)
        index.add(centres)
        squared, found = index.search(points, 1)
        labels = found[:, 0].astype(np.int32)
        trainer.train(points, init_centroids=centres)
        centres = np.array(trainer.centroids, dtype=np.float32)
        yield Step(labels, float(squared.sum(dtype=np.float64)), centres)
        if previous is not None and np.array_equal(labels, previous):
            return
        previous = labels
