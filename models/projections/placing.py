"""Placing new items on maps that were drawn before."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from models.projections.fitted import (
    MISFITS,
    FittedMap,
    load_map,
    load_projection,
)
from models.projections.neighbours import (
    Layout,
    Neighbours,
    Points,
    neighbours_of,
    neighbours_within,
)
from models.projections.sources import Source, without
from models.projections.steps import (
    MapMade,
    Progress,
    corpus_of,
    metrics_of,
    running_map,
    trust_in,
    write_points,
)
from models.projections.trust import NEIGHBOURS
from store.db import Database
from store.errors import CallError, StoreError, UnknownNameError
from store.layout import Store
from store.runs import Run


def place_on_map(store: Store, run_id: str, vectors: Points) -> Layout:
    """Return where vectors lie on a map that was drawn, shape (Q, 2).

    A vector that the map shows already lies where it shows it.

    Args:
        store: where the map is.
        run_id: the run that drew it.
        vectors: by what made those that the map shows, shape (Q, D); NaN has no place.

    Raises:
        CallError: the vectors have another number of values than those on the map.
        StoreError: the run drew no map, or its file is damaged.
    """
    return placed_on(load_map(store.run_dir(run_id)), vectors)


def placed_on(fitted: FittedMap, vectors: Points) -> Layout:
    """Return where vectors lie on a map; see `place_on_map`."""
    values = fitted.vectors.shape[1]
    if vectors.shape[1] != values:
        raise CallError(
            f"The map shows vectors of {values} values, these have {vectors.shape[1]}: "
            "place what was made as those on the map were."
        )
    layout = np.full((len(vectors), 2), np.nan)
    finite = np.flatnonzero(np.isfinite(vectors).all(axis=1))
    if not len(finite):
        return layout
    projection = load_projection(fitted.method)
    compared = fitted.compared(vectors[finite].astype(np.float32))
    near = neighbours_of(compared, fitted.vectors, projection.NEIGHBOURS)
    known = near.distances[:, 0] == 0
    layout[finite[known]] = fitted.drawing.layout[near.places[known, 0]]
    if not known.all():
        rest = Neighbours(near.places[~known], near.distances[~known])
        try:
            layout[finite[~known]] = projection.place(fitted, compared[~known], rest)
        except MISFITS as error:
            raise StoreError(
                "The map's file lacks what placing takes: draw it again with "
                "`signatlas project`."
            ) from error
    return layout


def place_source(
    store: Store, map_id: str, source: Source, progress: Progress
) -> MapMade:
    """Write a map with what another one shows and further items, placed by it.

    Args:
        store: where to.
        map_id: the run that drew the map.
        source: the items; those that the map shows are left where they are.
        progress: hears of it.

    Raises:
        UnknownNameError: there is no such map.
        CallError: it shows other vectors, or all of these items already.
    """
    recipe = _recipe_of(Database(store), map_id)
    fitted = load_map(store.run_dir(map_id))
    if recipe["made_by"] != source.made_by:
        raise CallError(
            f"Map {map_id} shows what {recipe['made_by']} makes of {recipe['items']}, not "
            f"what {source.made_by} does: place what was made likewise."
        )
    new = without(source, fitted.item_ids)
    if not len(new.item_ids):
        raise CallError(f"Map {map_id} shows all of these {source.items} already.")
    run = _run_beside(recipe, map_id, fitted, new)
    with running_map(store, run) as metrics:
        progress.begin(run, total=1)
        layout = np.concatenate([fitted.drawing.layout, placed_on(fitted, new.vectors)])
        progress.advance(1)
        vectors = np.concatenate([fitted.vectors, fitted.compared(new.vectors)])
        near = neighbours_within(vectors, NEIGHBOURS)
        trust = trust_in(vectors, layout, near, progress)
        made = MapMade(run.run_id, len(vectors), new.left_out, trust)
        write_points(
            store, made, np.concatenate([fitted.item_ids, new.item_ids]), layout
        )
        metrics.update(metrics_of(made), placed=len(new.vectors))
    return made


def _run_beside(
    recipe: Mapping[str, Any], map_id: str, fitted: FittedMap, new: Source
) -> Run:
    """Return the run of a map with further items on it."""
    corpora = tuple(dict.fromkeys([*recipe["corpora"], *new.corpora]))
    told = {
        **recipe,
        "name": f"{recipe['name']}, with {', '.join(new.corpora)} placed on it",
        "corpora": list(corpora),
        "onto": map_id,
    }
    inputs = (map_id, *new.inputs)
    return Run("project", corpus_of(corpora), told, fitted.seed, inputs=inputs)


def _recipe_of(database: Database, map_id: str) -> dict[str, Any]:
    rows = {row["run_id"]: row for row in database.rows("maps_drawn")}
    if map_id not in rows:
        raise UnknownNameError("map", map_id, rows)
    recipe: dict[str, Any] = json.loads(rows[map_id]["recipe"])
    if "onto" in recipe:
        raise CallError(
            f"Map {map_id} has items placed on {recipe['onto']}: place more on that one."
        )
    if "made_by" not in recipe:
        raise CallError(
            f"Map {map_id} was drawn by an older signatlas, which kept nothing to place "
            "items by: draw it again."
        )
    return recipe
