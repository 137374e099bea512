"""Questions about what classifiers said of hands and of clips."""

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dashboard.asking import KEPT_S, Stamp, ask, current_store, database_at, stamp_of
from dashboard.reading.arrow_columns import ids, vectors
from dashboard.reading.prediction_reading import read_predictions
from dashboard.records.prediction_records import (
    HANDSHAPES,
    ClassifierRun,
    PartTold,
    Places,
    Predictions,
    Subject,
)
from models.classification.nearest import Nearest, load_nearest

ANGLES: Final = "joint_angles"


def classifier_runs(subject: Subject = HANDSHAPES) -> list[ClassifierRun]:
    """Return the classifiers of a subject that said something, newest first."""
    rows = ask("predictions_made", ("predictions", "runs"))
    told = (row for row in rows if row["target"] == subject.target)
    return [
        _run(run_id, list(group), subject)
        for run_id, group in groupby(told, key=lambda row: row["run_id"])
    ]


def predictions(run_id: str) -> Predictions:
    """Return all that a classifier said."""
    store = current_store()
    return _predictions(run_id, store.root, stamp_of(store, ("predictions", "clips")))


def nearest_taught(run_id: str, item_id: str, *, at_most: int) -> list[str]:
    """Return the training items that the classifier places nearest to a hand or clip.

    By the fold that tested it, or in the one space of a run without folds; none where
    neither is known.
    """
    store = current_store()
    by_fold = _nearest_by_fold(store.run_dir(run_id))
    if by_fold is not None and (found := by_fold.to(item_id)):
        return found[:at_most]
    stamp = stamp_of(store, ("embeddings", "predictions", "clips"))
    space = _embeddings(run_id, store.root, stamp, predictions(run_id))
    return space.nearest(item_id, at_most=at_most)


def angles_of(run_id: str, classes: tuple[str, ...]) -> dict[str, NDArray[np.float64]]:
    """Return the joint angles of the hands of some true classes, as (hands, values)."""
    rows = ask(
        "features_of_classes",
        ("predictions", "features"),
        run_id=run_id,
        features=ANGLES,
        classes=classes,
    )
    by_class: dict[str, list[Any]] = {}
    for row in rows:
        by_class.setdefault(row["true_class"], []).append(row["vector"])
    return {name: np.asarray(values, float) for name, values in by_class.items()}


@dataclass(frozen=True, slots=True, eq=False)
class Space:
    """Unit vectors of items, sorted by id, and which of them were taught."""

    item_ids: NDArray[np.str_]
    vectors: NDArray[np.float32]
    taught: NDArray[np.bool_]

    def nearest(self, item_id: str, *, at_most: int) -> list[str]:
        """Return the ids of the taught items nearest to one, itself left out."""
        place = int(np.searchsorted(self.item_ids, item_id))
        if place == len(self.item_ids) or self.item_ids[place] != item_id:
            return []
        likeness = self.vectors @ self.vectors[place]
        likeness[~self.taught] = -np.inf
        likeness[place] = -np.inf
        best = np.argsort(-likeness, kind="stable")[:at_most]
        return [str(self.item_ids[i]) for i in best if np.isfinite(likeness[i])]


def _run(run_id: str, rows: list[dict[str, Any]], subject: Subject) -> ClassifierRun:
    return ClassifierRun(
        run_id=run_id,
        corpora=tuple(sorted({name for row in rows for name in row["corpora"]})),
        calibrated=all(row["calibrated"] for row in rows),
        recipe=rows[0]["recipe"] or "",
        parts=tuple(
            PartTold(row["part"], row["items"], row["labelled"], row["right"])
            for row in rows
        ),
        subject=subject,
    )


@st.cache_resource(max_entries=4, ttl=KEPT_S, show_spinner=False)
def _predictions(run_id: str, root: Path, stamp: Stamp) -> Predictions:
    del stamp
    return read_predictions(database_at(root), run_id)


@st.cache_resource(max_entries=4, ttl=KEPT_S, show_spinner=False)
def _nearest_by_fold(folder: Path) -> Nearest | None:
    return load_nearest(folder)


@st.cache_resource(max_entries=2, ttl=KEPT_S, show_spinner=False)
def _embeddings(run_id: str, root: Path, stamp: Stamp, _told: Predictions) -> Space:
    del stamp
    rows = database_at(root).query("embeddings_of", run_id=run_id)
    items = ids(rows["item_id"])
    taught_ids = _told.item_ids[_told.part == "train"]
    return Space(items, vectors(rows["vector"]), np.isin(items, taught_ids))


def hands(told: Predictions, places: Places) -> list[str]:
    """Return the ids of hands or clips."""
    return [str(item) for item in told.item_ids[places]]
