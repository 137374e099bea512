"""k-means by scikit-learn's or by FAISS's steps, with what happens at each of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np

from models.clustering.faiss_kmeans import faiss_steps
from models.clustering.lloyd import Start, first_centres, lloyd_steps
from models.clustering.nearest import nearest_centres
from models.clustering.placing import placed
from models.clustering.records import Clustering, Iteration, Labels, Points, Step
from models.mutual_information import normalized_mutual_information
from models.silhouettes import mean_silhouettes, sample_rows
from store.errors import CallError, UnknownNameError

Library = Literal["sklearn", "faiss"]
SILHOUETTE_SAMPLE: Final = 2000


@dataclass(frozen=True, slots=True)
class KMeansSettings:
    """How k-means is done.

    Attributes:
        k: number of clusters.
        iterations: at most; fewer where no label changes any more.
        seed: of the start, of restarts and of the silhouette's sample.
        start: `random` vectors, as in the paper, or `k-means++`.
        restarts: how often it is begun anew; the smallest inertia is kept.
        library: whose steps are taken.
        silhouette_sample: vectors on which silhouettes are computed, at most.
    """

    k: int
    iterations: int = 20
    seed: int = 0
    start: Start = "random"
    restarts: int = 1
    library: Library = "sklearn"
    silhouette_sample: int = SILHOUETTE_SAMPLE

    def __post_init__(self) -> None:
        for name in ("k", "iterations", "restarts"):
            if getattr(self, name) < 1:
                raise CallError(f"{name} is {getattr(self, name)}: give 1 or more.")
        if self.start not in get_args(Start):
            raise UnknownNameError("start of k-means", self.start, get_args(Start))


def kmeans(points: Points, settings: KMeansSettings) -> Clustering:
    """Return the best of the restarts of k-means.

    Raises:
        CallError: there are fewer vectors than clusters, or all are the same.
    """
    _check(points, settings.k)
    centred = points - points.mean(axis=0)
    tries = (list(_steps(centred, settings, seed)) for seed in _seeds(settings))
    steps = min(tries, key=lambda taken: taken[-1].inertia)
    labels, _ = nearest_centres(centred, steps[-1].centres)
    rows = sample_rows(len(points), settings.silhouette_sample, seed=settings.seed)
    silhouettes = mean_silhouettes(
        centred[rows], [*(step.labels[rows] for step in steps), labels[rows]]
    )
    return placed(
        centred,
        steps[-1].centres,
        labels,
        silhouette=silhouettes[-1],
        silhouette_sample=len(rows),
        iterations=_figures(steps, silhouettes),
    )


def _check(points: Points, k: int) -> None:
    if k > len(points):
        raise CallError(
            f"k = {k} is more than the {len(points)} crops that have values: choose a "
            "smaller k or ingest more clips."
        )
    if k > 1 and not np.ptp(points, axis=0).any():
        raise CallError(
            f"All {len(points)} crops have the same values, so they cannot be put into "
            f"{k} clusters: choose another feature set."
        )


def _seeds(settings: KMeansSettings) -> list[int]:
    """Return a seed per start: no two runs of other seeds share a restart."""
    more = np.random.SeedSequence(settings.seed).generate_state(settings.restarts)
    return [settings.seed, *(int(seed >> 1) for seed in more[1:])]


def _steps(points: Points, settings: KMeansSettings, seed: int) -> Iterator[Step]:
    centres = first_centres(points, settings.k, start=settings.start, seed=seed)
    if settings.library == "faiss":
        return faiss_steps(points, centres, settings.iterations, seed=seed)
    return lloyd_steps(points, centres, settings.iterations)


def _figures(
    steps: Sequence[Step], silhouettes: Sequence[float | None]
) -> tuple[Iteration, ...]:
    figures = []
    previous: Labels | None = None
    for number, step in enumerate(steps, start=1):
        nmi = (
            None
            if previous is None
            else normalized_mutual_information(previous, step.labels)
        )
        figures.append(Iteration(number, silhouettes[number - 1], nmi, step.inertia))
        previous = step.labels
    return tuple(figures)
