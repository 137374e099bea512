"""Drawing maps: every map is a run, kept beside the others.

The numbers of a run: `points`, `left_out`, `trust` (mean share of true neighbours kept),
`trustworthiness`, `neighbourhood_preservation`, and `neighbours`, the k of all three; what
they mean says `models.projections.trust`.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from models.projections.fitted import (
    METHODS,
    FittedMap,
    Method,
    Told,
    load_projection,
    save_map,
)
from models.projections.neighbours import (
    Layout,
    Neighbours,
    Points,
    neighbours_within,
)
from models.projections.sources import Source
from models.projections.trust import NEIGHBOURS, Trust, trust_of
from models.retrieval.threshold import centred, middle
from store.errors import CallError, UnknownNameError
from store.layout import Store
from store.runs import Run, State, end_run, start_run
from store.write import Values, write_part

FEWEST: Final = 5
"""Points of which a map can be drawn."""


class Progress(Protocol):
    """Is told how far the work is."""

    def begin(self, run: Run, *, total: int) -> None:
        """Learn of the run and how many epochs its drawing takes."""

    def advance(self, count: int) -> None:
        """Learn that some epochs more were made; 0: only time has passed."""


@dataclass(frozen=True, slots=True)
class MapMade:
    """A map in the store.

    Attributes:
        run_id: the run that drew it.
        points: shown on it.
        left_out: items without a finite vector.
        trust: how far it can be trusted.
    """

    run_id: str
    points: int
    left_out: int
    trust: Trust


def draw_map(
    store: Store, source: Source, method: Method, progress: Progress, *, seed: int = 0
) -> MapMade:
    """Write a map of a source; one drawn with the same settings is replaced.

    Args:
        store: where to.
        source: what it shows.
        method: `umap`, `tsne` or `pca`.
        progress: hears of it.
        seed: of the map; the same seed draws the same map.

    Raises:
        UnknownNameError: there is no such method.
        CallError: there are too few points, or all are alike.
    """
    if method not in METHODS:
        raise UnknownNameError("method", method, METHODS)
    _check(source)
    run = _run(source, method, seed)
    with running_map(store, run) as metrics:
        progress.begin(run, total=load_projection(method).epochs(len(source.vectors)))
        fitted, near = fitted_map(source, method, seed=seed, told=progress.advance)
        save_map(store.run_dir(run.run_id), fitted)
        trust = trust_in(fitted.vectors, fitted.drawing.layout, near, progress)
        made = MapMade(run.run_id, len(fitted.vectors), source.left_out, trust)
        write_points(store, made, source.item_ids, fitted.drawing.layout)
        metrics.update(metrics_of(made))
    return made


def fitted_map(
    source: Source, method: Method, *, seed: int, told: Told = lambda _: None
) -> tuple[FittedMap, Neighbours]:
    """Return the map of a source, and the true neighbours of its points."""
    mean = middle(source.vectors) if source.about_mean else np.empty(0, np.float32)
    vectors = centred(source.vectors, mean) if len(mean) else source.vectors
    projection = load_projection(method)
    near = neighbours_within(vectors, max(projection.NEIGHBOURS, NEIGHBOURS))
    drawing = projection.fit(vectors, near, seed=seed, told=told)
    return FittedMap(method, seed, source.item_ids, vectors, mean, drawing), near


def _check(source: Source) -> None:
    count = len(source.vectors)
    if count < FEWEST:
        raise CallError(
            f"There are {count} {source.items} to draw: a map needs {FEWEST} or more."
        )
    if (source.vectors == source.vectors[0]).all():
        raise CallError(
            f"All {count} {source.items} have the same values in {source.title}: there is "
            "nothing to see on a map."
        )


def _run(source: Source, method: Method, seed: int) -> Run:
    recipe = {
        **source.recipe,
        "name": f"{method} of {source.title}",
        "method": method,
        "items": source.items,
        "made_by": source.made_by,
    }
    return Run("project", corpus_of(source.corpora), recipe, seed, inputs=source.inputs)


def corpus_of(corpora: Sequence[str]) -> str:
    """Return what a run says of the corpus concerned: empty where several are."""
    return corpora[0] if len(corpora) == 1 else ""


@contextmanager
def running_map(store: Store, run: Run) -> Iterator[dict[str, object]]:
    """Show a run as running, and as finished with the metrics filled in, or as stopped."""
    metrics: dict[str, object] = {}
    started_ms = start_run(store, run)
    try:
        yield metrics
    except BaseException as error:
        state: State = "stopped" if isinstance(error, KeyboardInterrupt) else "failed"
        end_run(store, run, state=state, started_ms=started_ms, metrics={})
        raise
    end_run(store, run, state="finished", started_ms=started_ms, metrics=metrics)


def trust_in(
    vectors: Points, layout: Layout, near: Neighbours, progress: Progress
) -> Trust:
    """Return how far a map can be trusted; that time passes is told."""
    return trust_of(vectors, layout, near, told=lambda _: progress.advance(0))


def write_points(
    store: Store, made: MapMade, item_ids: NDArray[np.str_], layout: Layout
) -> None:
    """Write where items lie on a map."""
    columns: dict[str, Values] = {
        "run_id": [made.run_id] * len(item_ids),
        "item_id": item_ids.tolist(),
        "x": layout[:, 0],
        "y": layout[:, 1],
        "trust": made.trust.kept,
    }
    place = {"run_id": made.run_id}
    write_part(store, "projections", columns, part="all", partition=place)


def metrics_of(made: MapMade) -> dict[str, object]:
    """Return the numbers of a run that made a map."""
    return {
        "points": made.points,
        "left_out": made.left_out,
        "trust": float(made.trust.kept.mean()),
        "trustworthiness": made.trust.trustworthiness,
        "neighbourhood_preservation": made.trust.neighbourhood_preservation,
        "neighbours": made.trust.neighbours,
    }
