"""Training a sign classifier from a store: clips, folds, predictions, figures."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from models.classification.cautions import absent_from_training
from models.classification.folds import Fold, Taught
from models.classification.items import Items, codes_within
from models.classification.running import run_folds
from models.classification.saving import fold_metrics, save_folds
from models.classification.splits import Split
from models.poses.preparation import Points
from models.sign_classification.clips import TARGET, clip_examples, read_clips
from models.sign_classification.recipe import SignClassifierRecipe
from models.sign_classification.splits import by_signer, rows_within, sign_splits
from store.db import Database
from store.errors import CallError
from store.layout import Store
from store.runs import Run

Tell = Callable[[str], None]
LEAST_CLASSES = 2


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """What a training begins with.

    Attributes:
        items: N clips, of a gloss that is learnt or without one.
        points: their keypoints, prepared, shape (N, 64, 75, 3).
        classes: the glosses that are learnt.
        splits: rows of `items`.
        left_out: glosses with too few clips.
        notes: what a reader should know.
    """

    items: Items
    points: Points
    classes: tuple[str, ...]
    splits: tuple[Split, ...]
    left_out: tuple[str, ...]
    notes: tuple[str, ...]


def train_sign_classifier(
    store: Store, recipe: SignClassifierRecipe, tell: Tell
) -> str:
    """Train a sign classifier by a recipe and return its run's id.

    A training that was stopped goes on where it was when the same is asked again.

    Args:
        store: where clips are read from, and rows are written to.
        recipe: how.
        tell: is told what should be known before training.

    Raises:
        CallError: there are too few clips to learn from.
    """
    prepared = prepare(Database(store), recipe)
    for note in prepared.notes:
        tell(note)
    run = _run(recipe, prepared)

    def save(folds: list[Fold]) -> dict[str, object]:
        save_folds(store, run.run_id, prepared.items, folds, target=TARGET)
        counts = {
            "clips": len(prepared.items),
            "left_out_glosses": len(prepared.left_out),
        }
        return fold_metrics(prepared.items, folds) | counts

    taught = Taught(
        clip_examples(prepared.points, recipe.network, recipe.augmentation),
        codes_within(prepared.items.true, prepared.classes),
        prepared.classes,
    )
    run_folds(store, run, recipe, taught=taught, splits=prepared.splits, save=save)
    return run.run_id


def prepare(database: Database, recipe: SignClassifierRecipe) -> Prepared:
    """Return the clips and splits of a recipe, checked.

    Raises:
        CallError: there are too few clips to learn from.
    """
    everything, points = read_clips(database, recipe.corpora)
    classes, left_out = glosses_taught(everything, recipe.least_clips)
    kept = np.isin(everything.true, ["", *classes])
    items = everything.where(kept)
    rows = np.flatnonzero(items.true != "")
    labelled = items.where(rows)
    splits = sign_splits(labelled, recipe.split, seed=recipe.seed)
    notes = _notes(labelled, splits, left_out, recipe)
    return Prepared(
        items,
        points[kept],
        classes,
        tuple(rows_within(splits, rows)),
        left_out,
        tuple(notes),
    )


def glosses_taught(items: Items, least: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the glosses with enough clips, and the others.

    Raises:
        CallError: fewer than two have enough.
    """
    names, counts = np.unique(items.true[items.true != ""], return_counts=True)
    enough = counts >= least
    if enough.sum() < LEAST_CLASSES:
        raise CallError(
            f"{enough.sum()} glosses have {least} clips or more; a classifier needs two "
            "such glosses at least. Ingest more clips with glosses."
        )
    return tuple(names[enough].tolist()), tuple(names[~enough].tolist())


def _notes(
    items: Items,
    splits: Sequence[Split],
    left_out: Sequence[str],
    recipe: SignClassifierRecipe,
) -> list[str]:
    found = []
    if left_out:
        found.append(
            f"{len(left_out):,} glosses have fewer than {recipe.least_clips} clips: they "
            "are left out."
        )
    if not by_signer(items, recipe.split):
        unknown = int((items.signers == "").sum())
        why = f"the signer of {unknown:,} clips is unknown" if unknown else _few(items)
        asked = recipe.split.by == "random"
        found.append(
            "Folds are dealt out by clip"
            + (" as the recipe asks" if asked else f", for {why}")
            + ": a signer may be learnt from and tested on."
        )
    if absent := absent_from_training(items.true, splits):
        found.append(
            "Absent from training in a fold, so never recognised there: "
            f"{', '.join(absent)}."
        )
    return found


def _few(items: Items) -> str:
    count = len(np.unique(items.signers))
    return f"there {'is one signer' if count == 1 else f'are {count} signers'} only"


def _run(recipe: SignClassifierRecipe, prepared: Prepared) -> Run:
    items = prepared.items
    told = [items.item_ids.tolist(), items.true.tolist(), items.signers.tolist()]
    digest = hashlib.sha256(repr(told).encode()).hexdigest()[:12]
    return Run(
        "train",
        recipe.corpora[0] if len(recipe.corpora) == 1 else "",
        # Other clips or glosses make another run: no checkpoint of the old one is used.
        {**recipe.plain(), "clips": digest},
        recipe.seed,
        inputs=recipe.corpora,
        note=" ".join(prepared.notes),
    )
