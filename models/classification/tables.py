"""Rows of predictions, embeddings, splits and history of a run."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.classification.hands import Hands
from models.classification.splits import PARTS, Split
from models.training import History
from store.layout import Store
from store.write import write_part, write_rows

Reals = NDArray[np.float64]
TOP: Final = 5
TARGET: Final = "handshape"


def write_predictions(
    store: Store,
    run_id: str,
    hands: Hands,
    probabilities: Reals,
    *,
    parts: Sequence[str],
    classes: Sequence[str],
) -> None:
    """Write what a classifier says of hands.

    Args:
        store: where to.
        run_id: the run that says it.
        hands: N hands.
        probabilities: calibrated, shape (N, C).
        parts: part of each hand.
        classes: names of the classes.
    """
    order = np.argsort(-probabilities, axis=1, kind="stable")[:, :TOP]
    values = np.take_along_axis(probabilities, order, axis=1)
    names = np.array(classes, dtype=np.str_)[order]  # (N, 5)
    columns = {
        "run_id": [run_id] * len(hands),
        "item_id": hands.crop_ids.tolist(),
        "corpus": hands.corpora.tolist(),
        "target": [TARGET] * len(hands),
        "true_class": [name or None for name in hands.handshapes.tolist()],
        "predicted_class": names[:, 0].tolist(),
        "probability": values[:, 0],
        "top_classes": names.tolist(),
        "top_probabilities": values.astype(np.float32),
        "part": list(parts),
        "calibrated": [True] * len(hands),
    }
    _write(store, "predictions", run_id, columns)


def write_embeddings(
    store: Store, run_id: str, hands: Hands, embeddings: NDArray[np.float32]
) -> None:
    """Write where a classifier puts hands, shape (N, D)."""
    columns = {
        "run_id": [run_id] * len(hands),
        "item_id": hands.crop_ids.tolist(),
        "corpus": hands.corpora.tolist(),
        "vector": embeddings,
    }
    _write(store, "embeddings", run_id, columns)


def write_splits(
    store: Store, run_id: str, hands: Hands, splits: Sequence[Split]
) -> None:
    """Write the part of each labelled hand in each fold."""
    rows = [
        {"run_id": run_id, "item_id": item, "part": part, "fold": split.fold}
        for split in splits
        for part in PARTS
        for item in hands.crop_ids[getattr(split, part)].tolist()
    ]
    partition = {"run_id": run_id}
    write_rows(store, "splits", rows, part="all", partition=partition)


def write_history(store: Store, run_id: str, history: History) -> None:
    """Write the figures of each epoch, named `part/measure`."""
    rows = []
    for epoch, figures in enumerate(history):
        for name, value in figures.items():
            part, _, measure = name.partition("/")
            told = {"measure": measure, "part": part, "value": value}
            rows.append({"run_id": run_id, "step_number": epoch, **told})
    partition = {"run_id": run_id}
    write_rows(store, "run_history", rows, part="all", partition=partition)


def _write(
    store: Store, table: str, run_id: str, columns: dict[str, Sequence[object]]
) -> None:
    write_part(store, table, columns, part="all", partition={"run_id": run_id})
