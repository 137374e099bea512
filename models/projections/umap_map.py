"""Maps by UMAP, drawn and extended by umap-learn over exact neighbours.

umap-learn finds approximate neighbours by code that is compiled anew in every process; it
keeps fitted maps as Python objects, which could run code where they are read. Neighbours
are therefore handed to it, and new points are placed by its own steps from plain arrays.

Reference: McInnes, Healy and Melville, UMAP: Uniform Manifold Approximation and Projection
for dimension reduction, 2018, arXiv:1802.03426.
"""

import warnings
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from models.projections.fitted import Drawing, FittedMap, Told
from models.projections.neighbours import Layout, Neighbours, Points

NEIGHBOURS: Final = 15
"""Each point counts as its own first."""
FEW: Final = 10_000
"""Up to so many points more epochs are made, as in umap-learn."""
PLACING_SEED: Final = 42
PLACING_RATE: Final = 0.25
NEGATIVE_SAMPLES: Final = 5
Edges = np.ndarray[tuple[int], np.dtype[Any]]


def epochs(count: int) -> int:
    """Return how many steps a map of so many points takes."""
    return 500 if count <= FEW else 200


def fit(vectors: Points, near: Neighbours, *, seed: int, told: Told) -> Drawing:
    """Return a map; see `Projection`."""
    from umap import UMAP  # noqa: PLC0415 - takes seconds

    count = min(NEIGHBOURS, len(vectors) - 1)
    # One job: several would draw another map each time.
    umap = UMAP(
        n_neighbors=count,
        init="pca",
        random_state=seed,
        n_jobs=1,
        precomputed_knn=_with_themselves(near.first(count - 1)),
        tqdm_kwds=_heard(told),
    )
    with warnings.catch_warnings():
        # That its own placing will not work; ours does.
        warnings.filterwarnings("ignore", message=".*is not an NNDescent object")
        layout = umap.fit_transform(vectors)
    a, b = _curve(umap)
    return Drawing(
        np.asarray(layout, np.float64),
        {"neighbours": count, "a": a, "b": b},
    )


def place(fitted: FittedMap, vectors: Points, near: Neighbours) -> Layout:
    """Return where new points lie: as `UMAP.transform` places them; see `Projection`.

    Each begins at the mean of its neighbours, by their weights, and is then drawn to them
    and pushed off by others while the map stands still.
    """
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - takes a while
    from umap.layouts import optimize_layout_euclidean  # noqa: PLC0415 - seconds
    from umap.umap_ import (  # noqa: PLC0415
        init_graph_transform,
        make_epochs_per_sample,
    )

    shown = fitted.drawing.layout.astype(np.float32)
    heads, tails, weights = _edges(
        near.first(int(fitted.drawing.settings["neighbours"]))
    )
    among = (len(vectors), len(shown))
    graph = csr_matrix((weights, (heads, tails)), among)
    start = init_graph_transform(graph, shown)
    steps = 100 if len(vectors) <= FEW else 30
    strong = weights >= weights.max() / steps
    placed = optimize_layout_euclidean(
        start,
        shown.copy(),
        heads[strong],
        tails[strong],
        steps,
        len(shown),
        make_epochs_per_sample(weights[strong], steps),
        fitted.drawing.settings["a"],
        fitted.drawing.settings["b"],
        _draws(),
        initial_alpha=PLACING_RATE,
        negative_sample_rate=NEGATIVE_SAMPLES,
    )
    return np.asarray(placed, np.float64)


def _with_themselves(near: Neighbours) -> tuple[Edges, Edges]:
    """Return neighbours in the form in which UMAP takes them: each point first itself."""
    count = len(near.places)
    places = np.column_stack([np.arange(count, dtype=np.int32), near.places])
    nothing = np.zeros(count, np.float32)
    return places, np.column_stack([nothing, near.distances])


def _edges(near: Neighbours) -> tuple[Edges, Edges, Edges]:
    """Return from where to where and how strongly new points are drawn."""
    from umap.umap_ import (  # noqa: PLC0415 - takes seconds
        compute_membership_strengths,
        smooth_knn_dist,
    )

    distances = np.ascontiguousarray(near.distances)
    places = np.ascontiguousarray(near.places)
    # A new point is not connected to its nearest as a matter of course.
    widths, gaps = smooth_knn_dist(
        distances, float(places.shape[1]), local_connectivity=0.0
    )
    heads, tails, weights, _ = compute_membership_strengths(
        places, distances, widths, gaps, bipartite=True
    )
    return heads, tails, weights


def _draws() -> Edges:
    """Return the state that umap-learn begins to draw from when it places points."""
    from sklearn.utils import check_random_state  # noqa: PLC0415

    most = np.iinfo(np.int32).max - 1
    low = np.iinfo(np.int32).min + 1
    state: Edges = check_random_state(PLACING_SEED).randint(low, most, 3)
    return state.astype(np.int64)


def _curve(umap: Any) -> tuple[float, float]:
    """Return the numbers of the curve by which distances on the map are judged."""
    from umap.umap_ import find_ab_params  # noqa: PLC0415

    a, b = find_ab_params(umap.spread, umap.min_dist)
    return float(a), float(b)


def _heard(told: Told) -> dict[str, object]:
    """Return the settings of a bar that tells how many epochs more were made."""
    return {
        "disable": False,
        "file": _Counting(told),
        "bar_format": "{n}",
        "mininterval": 1.0,
    }


@dataclass(slots=True)
class _Counting:
    """Where the number of the epoch is written; passes on how much it grew."""

    told: Told
    epoch: int = 0

    def write(self, text: str) -> int:
        if text.strip().isdigit():
            epoch = int(text)
            self.told(epoch - self.epoch)
            self.epoch = epoch
        return len(text)

    def flush(self) -> None:
        """Nothing is held back."""
