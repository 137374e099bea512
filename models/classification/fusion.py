"""Classifiers joined: their calibrated probabilities multiplied, each to a power.

The powers, which sum to 1, are found on the validation hands of each fold. Where some say
nothing of a hand (no landmarks, or no picture), the others count for them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.classification.figures import Spoken, run_metrics
from models.classification.hands import Hands, missed_photographs, read_hands
from models.classification.items import codes_within
from models.classification.outputs import Outputs, load_outputs
from models.classification.pooling import best_weights, equal_weights, pooled
from models.classification.recipe import TARGET
from models.classification.splits import Split
from models.classification.tables import write_predictions, write_splits
from models.evaluation_reading import run_row
from models.recipe_files import check_keys, read_toml, values_of
from store.db import Database
from store.errors import CallError
from store.layout import Store
from store.runs import Run, end_run, start_run

TASK: Final = "fusion"
FEWEST: Final = 2
Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FusionRecipe:
    """Which classifiers are joined, by the names of their recipes."""

    name: str
    of: tuple[str, ...]
    corpora: tuple[str, ...]
    seed: int


def read_fusion_recipe(
    path: Path, *, corpora: tuple[str, ...], seed: int | None = None
) -> FusionRecipe:
    """Return a fusion's recipe from its file.

    Raises:
        UnknownNameError: a key is unknown.
        CallError: the file cannot be read, or does not name several recipes.
    """
    told = read_toml(path)
    check_keys(told, {"task", "of", "seed"}, f"key in {path.name}")
    with values_of(path):
        of = tuple(told.get("of", ()))
        if len(of) < FEWEST or len(set(of)) < len(of):
            raise CallError(
                f"{path}: `of` must name two recipes of classifiers, or more, each once."
            )
        drawn = int(told.get("seed", 0)) if seed is None else seed
        return FusionRecipe(path.stem, of, corpora, drawn)


def fuse(store: Store, recipe: FusionRecipe) -> str:
    """Join the newest runs of recipes; write predictions and return the run's id.

    Raises:
        CallError: one of them was not trained on these corpora with this seed, or
            they know other classes or were tested on other folds.
    """
    database = Database(store)
    runs = [_newest(database, name, recipe) for name in recipe.of]
    outputs = [load_outputs(store.run_dir(run_id)) for run_id in runs]
    classes = [str(name) for name in outputs[0].classes]
    if any(told.classes.tolist() != classes for told in outputs):
        raise CallError(
            f"Runs {', '.join(runs)} know different classes: train them again."
        )
    hands = _hands(database, recipe.corpora, outputs)
    folds = _folds(hands, outputs)
    run = Run(
        "train",
        recipe.corpora[0] if len(recipe.corpora) == 1 else "",
        {
            "task": TASK,
            "name": recipe.name,
            "target": TARGET,
            "corpora": list(recipe.corpora),
        },
        recipe.seed,
        inputs=runs,
    )
    started_ms = start_run(store, run)
    equal = equal_weights(len(outputs))
    unseen = _joined(hands, outputs, fold=-1, part="unseen", weights=equal)
    said, parts = _said(hands, folds, unseen)
    items = hands.items
    write_predictions(
        store,
        run.run_id,
        items,
        said,
        parts=parts,
        classes=classes,
        target=TARGET,
    )
    write_splits(store, run.run_id, items, [fold.split for fold, _ in folds])
    missed = missed_photographs(database, recipe.corpora, hands)
    metrics = run_metrics(items, classes, [fold for fold, _ in folds], missed)
    metrics["weights"] = [weights.tolist() for _, weights in folds]
    end_run(store, run, state="finished", started_ms=started_ms, metrics=metrics)
    return run.run_id


def _newest(database: Database, name: str, recipe: FusionRecipe) -> str:
    for row in database.rows("runs_predicting"):
        if (row["recipe_name"], row["seed"], row["step"]) == (
            name,
            recipe.seed,
            "train",
        ):
            told = run_row(database, row["run_id"])["recipe"]
            if tuple(told["corpora"]) == recipe.corpora:
                return str(row["run_id"])
    raise CallError(
        f"{recipe.name} joins {' and '.join(recipe.of)}; {name} was not trained on "
        f"{', '.join(recipe.corpora)} with seed {recipe.seed} yet: run `signatlas train "
        f"{name} --corpus {recipe.corpora[0]} --seed {recipe.seed}` first."
    )


def _hands(
    database: Database, corpora: Sequence[str], outputs: Sequence[Outputs]
) -> Hands:
    everything = read_hands(database, corpora)
    said = np.concatenate([told.crop_ids for told in outputs])
    return everything.where(np.isin(everything.crop_ids, said))


def _folds(hands: Hands, outputs: Sequence[Outputs]) -> list[tuple[Spoken, Reals]]:
    """Return what each fold says together, and the weights."""
    numbers = np.unique(np.concatenate([told.folds for told in outputs]))
    found = []
    for fold in numbers[numbers >= 0].tolist():
        weights = best_weights(*_known_to_all(outputs, fold))
        rows = {
            part: _rows(hands, outputs, fold, part) for part in ("validation", "test")
        }
        said, tested = (
            _joined(hands, outputs, fold=fold, part=part, weights=weights)
            for part in ("validation", "test")
        )
        said[rows["test"]] = tested[rows["test"]]
        nothing = np.empty(0, np.intp)
        split = Split(fold, nothing, rows["validation"], rows["test"])
        found.append((Spoken(split, said), weights))
    _check_folds([spoken.split for spoken, _ in found])
    return found


def _check_folds(splits: Sequence[Split]) -> None:
    tested = np.concatenate([split.test for split in splits])
    if len(np.unique(tested)) < len(tested):
        raise CallError(
            "The classifiers were tested on different folds: train them again with the "
            "same [split] and seed."
        )


def _chosen(outputs: Outputs, fold: int, part: str) -> NDArray[np.intp]:
    return np.flatnonzero((outputs.folds == fold) & (outputs.parts == part))


def _known_to_all(
    outputs: Sequence[Outputs], fold: int
) -> tuple[Reals, NDArray[np.intp]]:
    """Return what all say of the validation hands that all know, and their classes."""
    chosen = [_chosen(told, fold, "validation") for told in outputs]
    ids = [told.crop_ids[rows] for told, rows in zip(outputs, chosen, strict=True)]
    common = reduce(np.intersect1d, ids)
    orders = [
        _in_order(told, rows, common)
        for told, rows in zip(outputs, chosen, strict=True)
    ]
    said = [
        told.probabilities[rows] for told, rows in zip(outputs, orders, strict=True)
    ]
    true = outputs[0].true[orders[0]]
    return np.stack(said), codes_within(true, outputs[0].classes.tolist())


def _in_order(
    told: Outputs, rows: NDArray[np.intp], common: NDArray[np.str_]
) -> NDArray[np.intp]:
    """Return the rows of some hands, in order of the hands' ids."""
    found = rows[np.isin(told.crop_ids[rows], common)]
    return found[np.argsort(told.crop_ids[found])]


def _rows(
    hands: Hands, outputs: Sequence[Outputs], fold: int, part: str
) -> NDArray[np.intp]:
    told = [one.crop_ids[_chosen(one, fold, part)] for one in outputs]
    return np.flatnonzero(np.isin(hands.crop_ids, np.concatenate(told)))


def _joined(
    hands: Hands,
    outputs: Sequence[Outputs],
    *,
    fold: int,
    part: str,
    weights: Reals,
) -> Reals:
    """Return what is said of all hands; rows of 0 for those of other parts."""
    said = np.stack([_placed(hands, one, _chosen(one, fold, part)) for one in outputs])
    speaks = said.any(axis=2)  # (K, N)
    each = weights[:, None] * speaks
    # Where all the weight is on those who say nothing, the others count alike.
    each = np.where(each.any(axis=0), each, speaks)
    anyone = speaks.any(axis=0)
    joined = np.zeros(said.shape[1:])
    each = each[:, anyone] / each[:, anyone].sum(axis=0)
    joined[anyone] = pooled(said[:, anyone], each)
    return joined


def _placed(hands: Hands, outputs: Outputs, rows: NDArray[np.intp]) -> Reals:
    placed = np.zeros((len(hands), len(outputs.classes)))
    _, here, there = np.intersect1d(
        hands.crop_ids, outputs.crop_ids[rows], return_indices=True
    )
    placed[here] = outputs.probabilities[rows[there]]
    return placed


def _said(
    hands: Hands, folds: Sequence[tuple[Spoken, Reals]], unseen: Reals
) -> tuple[Reals, list[str]]:
    said, parts = unseen, np.full(len(hands), "unseen", dtype="<U10")
    for fold, _ in folds:
        said[fold.split.test] = fold.probabilities[fold.split.test]
        parts[fold.split.test] = "test"
    return said, parts.tolist()
