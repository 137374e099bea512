"""Rows of predictions, embeddings, splits and history of a run."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.classification.items import Items
from models.classification.splits import PARTS, Split
from models.training import History
from store.layout import Store
from store.write import write_part, write_rows

Reals = NDArray[np.float64]
TOP: Final = 5


def write_predictions(
    store: Store,
    run_id: str,
    items: Items,
    probabilities: Reals,
    *,
    parts: Sequence[str],
    classes: Sequence[str],
    target: str,
) -> None:
    """Write what a classifier says of hands or clips.

    Args:
        store: where to.
        run_id: the run that says it.
        items: N of them.
        probabilities: calibrated, shape (N, C).
        parts: part of each.
        classes: names of the classes.
        target: what the classes are, `handshape` or `gloss`.
    """
    order = np.argsort(-probabilities, axis=1, kind="stable")[:, :TOP]
    values = np.take_along_axis(probabilities, order, axis=1)
    names = np.array(classes, dtype=np.str_)[order]  # (N, 5)
    columns = {
        "run_id": [run_id] * len(items),
        "item_id": items.item_ids.tolist(),
        "corpus": items.corpora.tolist(),
        "target": [target] * len(items),
        "true_class": [name or None for name in items.true.tolist()],
        "predicted_class": names[:, 0].tolist(),
        "probability": values[:, 0],
        "top_classes": names.tolist(),
        "top_probabilities": values.astype(np.float32),
        "part": list(parts),
        "calibrated": [True] * len(items),
    }
    _write(store, "predictions", run_id, columns)


def write_embeddings(
    store: Store, run_id: str, items: Items, embeddings: NDArray[np.float32]
) -> None:
    """Write where a classifier puts items, shape (N, D)."""
    columns = {
        "run_id": [run_id] * len(items),
        "item_id": items.item_ids.tolist(),
        "corpus": items.corpora.tolist(),
        "vector": embeddings,
    }
    _write(store, "embeddings", run_id, columns)


def write_splits(
    store: Store, run_id: str, items: Items, splits: Sequence[Split]
) -> None:
    """Write the part of each labelled item in each fold."""
    rows = [
        {"run_id": run_id, "item_id": item, "part": part, "fold": split.fold}
        for split in splits
        for part in PARTS
        for item in items.item_ids[getattr(split, part)].tolist()
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
