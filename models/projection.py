"""Maps of embeddings or features: every hand a point, near where its neighbours are.

References: van der Maaten and Hinton, Visualizing data using t-SNE, JMLR 2008; McInnes,
Healy and Melville, UMAP, 2018, arXiv:1802.03426.
"""

from collections.abc import Sequence
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from models.clustering.feature_matrix import read_features
from models.evaluation_reading import run_row
from store.db import Database
from store.errors import CallError, UnknownNameError
from store.layout import Store
from store.runs import Run, end_run, start_run
from store.write import Values, write_part

Method = Literal["tsne", "umap"]
METHODS: Final[tuple[Method, ...]] = get_args(Method)
NEIGHBOURS: Final = 10
FEWEST: Final = 5
"""Points of which a map can be drawn."""
PERPLEXITY: Final = 30.0
AT_ONCE: Final = 512
Points = NDArray[np.float32]


def project_run(store: Store, run_id: str, method: Method, *, seed: int = 0) -> str:
    """Write a map of a run's embeddings and return the id of the run that drew it.

    Args:
        store: where the embeddings are.
        run_id: a training or prediction with embeddings.
        method: `tsne` or `umap`.
        seed: of the map.

    Raises:
        UnknownNameError: there is no such run or method.
        CallError: it has too few embeddings.
    """
    database = Database(store)
    row = run_row(database, run_id)
    rows = database.query("embeddings_of_run", run_id=run_id)
    points = np.array(rows["vector"].to_pylist(), dtype=np.float32)
    told = {"name": f"{method} of {row['recipe_name']}", "of": run_id, "method": method}
    run = Run("project", row["corpus"], told, seed, inputs=(run_id,))
    return _draw(store, run, rows["item_id"].to_pylist(), points, method)


def project_features(
    store: Store,
    corpora: Sequence[str],
    features: str,
    method: Method,
    *,
    seed: int = 0,
) -> str:
    """Write a map of a feature set's values and return the id of the run that drew it.

    Args:
        store: where the values are.
        corpora: shown together.
        features: name of the feature set.
        method: `tsne` or `umap`.
        seed: of the map.

    Raises:
        UnknownNameError: there is no such corpus or method.
        CallError: the values were not computed, or are too few.
    """
    matrix = read_features(Database(store), corpora, features)
    told = {
        "name": f"{method} of {features}",
        "corpora": list(corpora),
        "features": features,
        "method": method,
    }
    corpus = corpora[0] if len(corpora) == 1 else ""
    run = Run("project", corpus, told, seed, inputs=matrix.inputs)
    return _draw(store, run, matrix.crop_ids.tolist(), matrix.points, method)


def _draw(
    store: Store, run: Run, items: list[str], points: Points, method: Method
) -> str:
    if method not in METHODS:
        raise UnknownNameError("method", method, METHODS)
    if len(points) < FEWEST:
        raise CallError(
            f"There are {len(points)} hands to draw: a map needs {FEWEST} or more."
        )
    started_ms = start_run(store, run)
    placed = projected(points, method, seed=run.seed or 0)
    trust = kept_neighbours(points, placed)
    columns: dict[str, Values] = {
        "run_id": [run.run_id] * len(points),
        "item_id": items,
        "x": placed[:, 0],
        "y": placed[:, 1],
        "trust": trust,
    }
    place = {"run_id": run.run_id}
    write_part(store, "projections", columns, part="all", partition=place)
    metrics = {"points": len(points), "trust": float(trust.mean())}
    end_run(store, run, state="finished", started_ms=started_ms, metrics=metrics)
    return run.run_id


def projected(points: Points, method: Method, *, seed: int) -> NDArray[np.float64]:
    """Return where points lie on a map, shape (N, 2).

    Args:
        points: unit vectors, shape (N, D).
        method: `tsne` or `umap`.
        seed: of the map.
    """
    if method == "umap":
        from umap import UMAP  # noqa: PLC0415 - takes seconds

        near = min(15, len(points) - 1)
        # One job: several would draw another map each time.
        map_ = UMAP(n_neighbors=near, random_state=seed, n_jobs=1, init="pca")
    else:
        from sklearn.manifold import TSNE  # noqa: PLC0415 - takes seconds

        wide = min(PERPLEXITY, (len(points) - 1) / 3)
        map_ = TSNE(perplexity=wide, init="pca", random_state=seed)
    return np.asarray(map_.fit_transform(points), dtype=np.float64)


def kept_neighbours(
    points: Points, placed: NDArray[np.float64], *, most: int = NEIGHBOURS
) -> NDArray[np.float64]:
    """Return the share of each point's nearest that are its nearest on the map too.

    Args:
        points: shape (N, D).
        placed: on the map, shape (N, 2).
        most: nearest points looked at.
    """
    near = min(most, len(points) - 1)
    shares = np.empty(len(points))
    for start in range(0, len(points), AT_ONCE):
        rows = np.arange(start, min(start + AT_ONCE, len(points)))
        true = _nearest(points.astype(np.float64), rows, near)
        shown = _nearest(placed, rows, near)
        shares[rows] = [
            len(set(one) & set(other)) / near
            for one, other in zip(true.tolist(), shown.tolist(), strict=True)
        ]
    return shares


def _nearest(
    points: NDArray[np.float64], rows: NDArray[np.intp], near: int
) -> NDArray[np.intp]:
    squares = (points**2).sum(axis=1)
    apart = squares[rows, None] + squares[None, :] - 2 * points[rows] @ points.T
    apart[np.arange(len(rows)), rows] = np.inf
    found: NDArray[np.intp] = np.argpartition(apart, near - 1, axis=1)[:, :near]
    return found
