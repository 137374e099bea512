"""What trained folds leave in the store: predictions, embeddings, splits, history.

Beside the tables: the training items nearest to each tested one.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.classification.figures import Spoken, run_metrics
from models.classification.folds import Fold, mean_history
from models.classification.items import Items
from models.classification.nearest import Nearest, nearest_taught, save_nearest
from models.classification.tables import (
    write_embeddings,
    write_history,
    write_predictions,
    write_splits,
)
from store.layout import Store

Reals = NDArray[np.float64]


def save_folds(
    store: Store, run_id: str, items: Items, folds: Sequence[Fold], *, target: str
) -> None:
    """Write the rows of a training.

    Args:
        store: where to.
        run_id: the training.
        items: all that it says something of.
        folds: trained.
        target: what the classes are, `handshape` or `gloss`.
    """
    said, parts = said_by_folds(folds)
    classes = folds[0].classifier.classes
    write_predictions(
        store, run_id, items, said, parts=parts, classes=classes, target=target
    )
    # Members of different folds do not share a space: the first fold's is shown.
    write_embeddings(store, run_id, items, folds[0].embeddings)
    write_splits(store, run_id, items, [fold.split for fold in folds])
    histories = [history for fold in folds for history in fold.histories]
    write_history(store, run_id, mean_history(histories))
    places = nearest_taught([(fold.split, fold.embeddings) for fold in folds])
    save_nearest(store.run_dir(run_id), Nearest(items.item_ids, places))


def fold_metrics(
    items: Items, folds: Sequence[Fold], missed: Sequence[tuple[str, str]] = ()
) -> dict[str, object]:
    """Return the figures of a training; see `run_metrics`."""
    spoken = [Spoken(fold.split, fold.probabilities) for fold in folds]
    metrics = run_metrics(items, folds[0].classifier.classes, spoken, missed)
    metrics["temperatures"] = [fold.classifier.temperature for fold in folds]
    return metrics


def said_by_folds(folds: Sequence[Fold]) -> tuple[Reals, list[str]]:
    """Return one prediction and part of each item.

    Tested items: by the fold that tests them. Where only one fold was trained the others
    are in its other parts. Unlabelled items: the mean over folds.
    """
    said = np.mean([fold.probabilities for fold in folds], axis=0)
    parts = np.full(len(said), "unseen", dtype="<U10")
    if len(folds) == 1:
        parts[folds[0].split.train] = "train"
        parts[folds[0].split.validation] = "validation"
    for fold in folds:
        said[fold.split.test] = fold.probabilities[fold.split.test]
        parts[fold.split.test] = "test"
    return said, parts.tolist()
