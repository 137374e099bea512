"""Clustering the hands of corpora: every clustering is a run, kept beside the others."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Final, Literal, get_args

import numpy as np

from models.clustering.density import density_clusters
from models.clustering.feature_matrix import FeatureMatrix, read_features
from models.clustering.kmeans import (
    SILHOUETTE_SAMPLE,
    KMeansSettings,
    Library,
    kmeans,
)
from models.clustering.lloyd import Start
from models.clustering.records import Clustering, Points
from models.pca import fit_pca
from store.db import Database
from store.errors import CallError, UnknownNameError
from store.layout import Store
from store.runs import Run, end_run, start_run
from store.write import write_part, write_rows

Method = Literal["kmeans-sklearn", "kmeans-faiss", "hdbscan"]
METHODS: Final[tuple[Method, ...]] = get_args(Method)
_LIBRARIES: Final[dict[str, Library]] = {
    "kmeans-sklearn": "sklearn",
    "kmeans-faiss": "faiss",
}


@dataclass(frozen=True, slots=True)
class ClusterTask:
    """What to cluster and how.

    Attributes:
        corpora: their ids; several are clustered together.
        features: feature set.
        method: `kmeans-sklearn`, `kmeans-faiss` or `hdbscan`.
        components: principal components to reduce the values to first; 0: none.
        iterations, start, restarts: of k-means, see `KMeansSettings`.
        smallest: crops that make a cluster of HDBSCAN.
        seed: of everything that is drawn.
        silhouette_sample: crops on which silhouettes are computed, at most.
    """

    corpora: tuple[str, ...]
    features: str
    method: Method = "kmeans-sklearn"
    components: int = 0
    iterations: int = 20
    start: Start = "random"
    restarts: int = 1
    smallest: int = 20
    seed: int = 0
    silhouette_sample: int = SILHOUETTE_SAMPLE

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise UnknownNameError("method", self.method, METHODS)
        if not self.corpora:
            raise CallError("No corpus was named: give --corpus.")
        if self.components < 0:
            raise CallError(f"{self.components} components: give 0 or more.")


@dataclass(frozen=True, slots=True)
class ClusteringMade:
    """One clustering in the store."""

    run_id: str
    k: int
    crops: int
    left_out: int
    silhouette: float | None
    inertia: float


def cluster_corpora(
    store: Store, task: ClusterTask, clusters: Sequence[int] = ()
) -> Iterator[ClusteringMade]:
    """Yield clusterings as they are written; one made with the same settings is replaced.

    Args:
        store: where to read features and write clusterings.
        task: what to cluster and how.
        clusters: numbers of clusters of k-means, one clustering each; empty for HDBSCAN.

    Raises:
        CallError: the features are missing, or cannot be put into so many clusters.
    """
    wanted = sorted(set(clusters)) if task.method in _LIBRARIES else [0]
    if not wanted:
        raise CallError("k-means needs a number of clusters: give --k.")
    matrix = read_features(Database(store), task.corpora, task.features)
    points = _reduced(matrix.points, task)
    for k in wanted:
        yield _cluster(store, task, k, matrix, points)


def _reduced(points: Points, task: ClusterTask) -> Points:
    if not 0 < task.components < points.shape[1]:
        return points
    return fit_pca(points, task.components, seed=task.seed).reduce(points)


def _cluster(
    store: Store, task: ClusterTask, k: int, matrix: FeatureMatrix, points: Points
) -> ClusteringMade:
    clustering = _clustered(points, task, k)
    run = _run(task, k, matrix)
    started_ms = start_run(store, run)
    _write_assignments(store, run, matrix, clustering)
    _write_iterations(store, run, clustering)
    found = int(clustering.labels.max()) + 1 if task.method == "hdbscan" else k
    made = ClusteringMade(
        run_id=run.run_id,
        k=found,
        crops=len(matrix.crop_ids),
        left_out=matrix.left_out,
        silhouette=clustering.silhouette,
        inertia=clustering.inertia,
    )
    _write_clustering(store, run, task, made, clustering.silhouette_sample)
    end_run(store, run, state="finished", started_ms=started_ms, metrics=_metrics(made))
    return made


def _clustered(points: Points, task: ClusterTask, k: int) -> Clustering:
    if task.method == "hdbscan":
        return density_clusters(
            points,
            smallest=task.smallest,
            seed=task.seed,
            silhouette_sample=task.silhouette_sample,
        )
    settings = KMeansSettings(
        k=k,
        iterations=task.iterations,
        seed=task.seed,
        start=task.start,
        restarts=task.restarts,
        library=_LIBRARIES[task.method],
        silhouette_sample=task.silhouette_sample,
    )
    return kmeans(points, settings)


def _run(task: ClusterTask, k: int, matrix: FeatureMatrix) -> Run:
    recipe: dict[str, object] = {
        "features": task.features,
        "method": task.method,
        "corpora": list(task.corpora),
        "components": task.components,
        "silhouette_sample": task.silhouette_sample,
    }
    if task.method == "hdbscan":
        recipe["smallest"] = task.smallest
    else:
        recipe |= {
            "k": k,
            "iterations": task.iterations,
            "start": task.start,
            "restarts": task.restarts,
        }
    return Run("cluster", _corpus(task), recipe, task.seed, inputs=matrix.inputs)


def _corpus(task: ClusterTask) -> str:
    return task.corpora[0] if len(task.corpora) == 1 else ""


def _write_assignments(
    store: Store, run: Run, matrix: FeatureMatrix, clustering: Clustering
) -> None:
    columns = {
        "run_id": [run.run_id] * len(matrix.crop_ids),
        "crop_id": matrix.crop_ids.tolist(),
        "cluster": clustering.labels,
        "distance": _nullable(clustering.distances),
        "margin": _nullable(clustering.margins),
    }
    partition = {"run_id": run.run_id}
    write_part(store, "cluster_assignments", columns, part="all", partition=partition)


def _nullable(values: np.ndarray[tuple[int], np.dtype[np.float32]]) -> list[object]:
    return [None if np.isnan(value) else float(value) for value in values]


def _write_iterations(store: Store, run: Run, clustering: Clustering) -> None:
    rows = [
        {
            "run_id": run.run_id,
            "iteration": iteration.number,
            "silhouette": iteration.silhouette,
            "silhouette_sample": clustering.silhouette_sample,
            "nmi_previous": iteration.nmi_previous,
            "inertia": iteration.inertia,
        }
        for iteration in clustering.iterations
    ]
    partition = {"run_id": run.run_id}
    write_rows(store, "cluster_iterations", rows, part="all", partition=partition)


def _write_clustering(
    store: Store, run: Run, task: ClusterTask, made: ClusteringMade, sample: int
) -> None:
    row = {
        **asdict(made),
        "corpus": run.corpus,
        "features": task.features,
        "method": task.method,
        "seed": task.seed,
        "silhouette_sample": sample,
    }
    write_rows(store, "clusterings", [row], part=run.run_id)


def _metrics(made: ClusteringMade) -> dict[str, object]:
    return {name: value for name, value in asdict(made).items() if name != "run_id"}
