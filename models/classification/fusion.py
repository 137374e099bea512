"""Two classifiers joined: their calibrated probabilities multiplied, each to a power.

The powers (1 - w and w) are found on the validation hands of each fold. Where only one of
the two says something of a hand (no landmarks, or no picture), that one counts alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.classification.figures import Spoken, run_metrics
from models.classification.hands import Hands, missed_photographs, read_hands
from models.classification.outputs import Outputs, load_outputs
from models.classification.recipe import TARGET
from models.classification.splits import Split
from models.classification.tables import write_predictions, write_splits
from models.evaluation_reading import run_row
from models.recipe_files import check_keys, read_toml
from store.db import Database
from store.errors import CallError
from store.layout import Store
from store.runs import Run, end_run, start_run

TASK: Final = "fusion"
WEIGHTS: Final = np.linspace(0, 1, 21)
SMALLEST: Final = 1e-12
PAIR: Final = 2
Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FusionRecipe:
    """Which two classifiers are joined, by the names of their recipes."""

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
        CallError: the file cannot be read, or does not name two recipes.
    """
    told = read_toml(path)
    check_keys(told, {"task", "of", "seed"}, f"key in {path.name}")
    of = tuple(told.get("of", ()))
    if len(of) != PAIR:
        raise CallError(f"{path}: `of` must name two recipes of classifiers.")
    drawn = int(told.get("seed", 0)) if seed is None else seed
    return FusionRecipe(path.stem, of, corpora, drawn)


def fuse(store: Store, recipe: FusionRecipe) -> str:
    """Join the newest runs of two recipes; write predictions and return the run's id.

    Raises:
        CallError: one of the two was not trained on these corpora with this seed, or
            they know other classes or were tested on other folds.
    """
    database = Database(store)
    runs = [_newest(database, name, recipe) for name in recipe.of]
    first, second = (load_outputs(store.run_dir(run_id)) for run_id in runs)
    if first.classes.tolist() != second.classes.tolist():
        raise CallError(
            f"Runs {runs[0]} and {runs[1]} know different classes: train both again."
        )
    hands = _hands(database, recipe.corpora, first, second)
    classes = [str(name) for name in first.classes]
    folds = _folds(hands, first, second)
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
    unseen = _joined(hands, first, second, fold=-1, part="unseen", weight=0.5)
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
    metrics["weights"] = [weight for _, weight in folds]
    end_run(store, run, state="finished", started_ms=started_ms, metrics=metrics)
    return run.run_id


def pooled(first: Reals, second: Reals, weight: float) -> Reals:
    """Return probabilities multiplied: first ** (1 - weight) * second ** weight.

    Args:
        first: shape (N, C).
        second: shape (N, C).
        weight: from 0 to 1.

    Returns:
        Rows of sum 1, shape (N, C).
    """
    logs = (1 - weight) * np.log(np.maximum(first, SMALLEST))
    logs += weight * np.log(np.maximum(second, SMALLEST))
    raised = np.exp(logs - logs.max(axis=1, keepdims=True))
    shares: Reals = raised / raised.sum(axis=1, keepdims=True)
    return shares


def best_weight(first: Reals, second: Reals, true: NDArray[np.intp]) -> float:
    """Return the weight under which the true classes surprise least; 0.5 without any."""
    if not len(true):
        return 0.5
    rows = np.arange(len(true))
    surprises = [
        -np.log(np.maximum(pooled(first, second, w)[rows, true], SMALLEST)).mean()
        for w in WEIGHTS
    ]
    return float(WEIGHTS[int(np.argmin(surprises))])


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
    database: Database, corpora: Sequence[str], first: Outputs, second: Outputs
) -> Hands:
    everything = read_hands(database, corpora)
    said = np.union1d(first.crop_ids, second.crop_ids)
    return everything.where(np.isin(everything.crop_ids, said))


def _folds(hands: Hands, first: Outputs, second: Outputs) -> list[tuple[Spoken, float]]:
    """Return what each fold says together, and the weight of the second."""
    numbers = np.union1d(first.folds, second.folds)
    found = []
    for fold in numbers[numbers >= 0].tolist():
        weight = best_weight(*_both(first, second, fold))
        rows = {
            part: _rows(hands, first, second, fold, part)
            for part in ("validation", "test")
        }
        said = _joined(
            hands, first, second, fold=fold, part="validation", weight=weight
        )
        tested = _joined(hands, first, second, fold=fold, part="test", weight=weight)
        said[rows["test"]] = tested[rows["test"]]
        nothing = np.empty(0, np.intp)
        split = Split(fold, nothing, rows["validation"], rows["test"])
        found.append((Spoken(split, said), weight))
    _check_folds([spoken.split for spoken, _ in found])
    return found


def _check_folds(splits: Sequence[Split]) -> None:
    tested = np.concatenate([split.test for split in splits])
    if len(np.unique(tested)) < len(tested):
        raise CallError(
            "The two classifiers were tested on different folds: train both again with "
            "the same [split] and seed."
        )


def _chosen(outputs: Outputs, fold: int, part: str) -> NDArray[np.intp]:
    return np.flatnonzero((outputs.folds == fold) & (outputs.parts == part))


def _both(
    first: Outputs, second: Outputs, fold: int
) -> tuple[Reals, Reals, NDArray[np.intp]]:
    """Return what both say of the validation hands that both know, and their classes."""
    one, other = (_chosen(o, fold, "validation") for o in (first, second))
    _, ours, theirs = np.intersect1d(
        first.crop_ids[one], second.crop_ids[other], return_indices=True
    )
    number = {name: code for code, name in enumerate(first.classes.tolist())}
    true = [number[name] for name in first.true[one[ours]].tolist()]
    return (
        first.probabilities[one[ours]],
        second.probabilities[other[theirs]],
        np.array(true, np.intp),
    )


def _rows(
    hands: Hands, first: Outputs, second: Outputs, fold: int, part: str
) -> NDArray[np.intp]:
    told = [o.crop_ids[_chosen(o, fold, part)] for o in (first, second)]
    return np.flatnonzero(np.isin(hands.crop_ids, np.concatenate(told)))


def _joined(
    hands: Hands,
    first: Outputs,
    second: Outputs,
    *,
    fold: int,
    part: str,
    weight: float,
) -> Reals:
    """Return what is said of all hands; rows of 0 for those of other parts."""
    one, other = (_placed(hands, o, _chosen(o, fold, part)) for o in (first, second))
    alone = np.where(one.any(axis=1, keepdims=True), one, other)
    both = one.any(axis=1) & other.any(axis=1)
    alone[both] = pooled(one[both], other[both], weight) if both.any() else alone[both]
    return alone


def _placed(hands: Hands, outputs: Outputs, rows: NDArray[np.intp]) -> Reals:
    placed = np.zeros((len(hands), len(outputs.classes)))
    _, here, there = np.intersect1d(
        hands.crop_ids, outputs.crop_ids[rows], return_indices=True
    )
    placed[here] = outputs.probabilities[rows[there]]
    return placed


def _said(
    hands: Hands, folds: Sequence[tuple[Spoken, float]], unseen: Reals
) -> tuple[Reals, list[str]]:
    said, parts = unseen, np.full(len(hands), "unseen", dtype="<U10")
    for fold, _ in folds:
        said[fold.split.test] = fold.probabilities[fold.split.test]
        parts[fold.split.test] = "test"
    return said, parts.tolist()
