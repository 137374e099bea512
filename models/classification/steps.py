"""Training a classifier from a store: folds, predictions, embeddings, figures."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.architectures.resnet import ResnetConfig
from models.classification.cautions import (
    cautions,
    checked_classes,
    crossing_duplicates,
)
from models.classification.examples import Examples, read_crops, read_vectors
from models.classification.folds import Fold, Taught
from models.classification.hands import Hands, missed_photographs, read_hands
from models.classification.items import codes_within
from models.classification.outputs import Outputs, save_outputs
from models.classification.recipe import TARGET, ClassifierRecipe
from models.classification.running import run_folds
from models.classification.saving import fold_metrics, said_by_folds, save_folds
from models.classification.splits import Split, make_splits
from store.db import Database
from store.layout import Store
from store.runs import Run

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a training begins with.

    Attributes:
        hands: N hands with examples, labelled or not.
        examples: what the network sees of them.
        classes: names.
        splits: rows of `hands`.
        missed: clip and handshape of labelled photographs without an example.
        notes: what a reader should know.
    """

    hands: Hands
    examples: Examples
    classes: tuple[str, ...]
    splits: tuple[Split, ...]
    missed: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def train_classifier(store: Store, recipe: ClassifierRecipe, tell: Tell) -> str:
    """Train a classifier by a recipe and return its run's id.

    A training that was stopped goes on where it was when the same is asked again.

    Args:
        store: where hands are read from, and rows are written to.
        recipe: how.
        tell: is told what should be known before training.

    Raises:
        CallError: there is too little to train on, or features are missing.
    """
    prepared = prepare(Database(store), recipe)
    for note in prepared.notes:
        tell(note)
    run = _run(recipe, prepared)

    def save(folds: list[Fold]) -> dict[str, object]:
        items = prepared.hands.items
        save_folds(store, run.run_id, items, folds, target=TARGET)
        save_outputs(store.run_dir(run.run_id), _outputs(prepared, folds))
        return fold_metrics(items, folds, prepared.missed)

    true = codes_within(prepared.hands.handshapes, prepared.classes)
    taught = Taught(prepared.examples, true, prepared.classes)
    run_folds(store, run, recipe, taught=taught, splits=prepared.splits, save=save)
    return run.run_id


def prepare(database: Database, recipe: ClassifierRecipe) -> Prepared:
    """Return the hands, examples and splits of a recipe, checked.

    Raises:
        CallError: there is too little to train on, or features are missing.
    """
    everything = read_hands(database, recipe.corpora)
    checked_classes(everything)
    examples: Examples
    if isinstance(recipe.network, ResnetConfig):
        hands, examples = read_crops(database, everything, recipe.network)
    else:
        hands, examples = read_vectors(database, everything, recipe.features)
    classes = checked_classes(hands)
    splits = _splits(everything, hands, recipe)
    missed = missed_photographs(database, recipe.corpora, hands)
    twins = crossing_duplicates(database, hands, splits)
    notes = cautions(hands, splits, len(missed), twins)
    return Prepared(
        hands, examples, classes, tuple(splits), tuple(missed), tuple(notes)
    )


def _splits(everything: Hands, hands: Hands, recipe: ClassifierRecipe) -> list[Split]:
    """Return rows of the hands with examples.

    The split is made of all labelled hands, so that every network on the same corpora
    and seed is tested on the same signers in each fold.
    """
    known = everything.where(everything.labelled)
    row_of = {crop: row for row, crop in enumerate(hands.crop_ids.tolist())}

    def rows(part: NDArray[np.intp]) -> NDArray[np.intp]:
        crops = known.crop_ids[part].tolist()
        return np.array([row_of[crop] for crop in crops if crop in row_of], np.intp)

    return [
        Split(s.fold, rows(s.train), rows(s.validation), rows(s.test))
        for s in make_splits(known, recipe.split, seed=recipe.seed)
    ]


def _run(recipe: ClassifierRecipe, prepared: Prepared) -> Run:
    hands = prepared.hands
    told = [hands.crop_ids.tolist(), hands.handshapes.tolist(), hands.signers.tolist()]
    digest = hashlib.sha256(repr(told).encode()).hexdigest()[:12]
    corpus = recipe.corpora[0] if len(recipe.corpora) == 1 else ""
    return Run(
        "train",
        corpus,
        # Other hands or labels make another run: no checkpoint of the old one is used.
        {**recipe.plain(), "hands": digest},
        recipe.seed,
        inputs=recipe.corpora,
        note=" ".join(prepared.notes),
    )


def _outputs(prepared: Prepared, folds: Sequence[Fold]) -> Outputs:
    said, parts = said_by_folds(folds)
    unseen = np.flatnonzero(np.array(parts) == "unseen")
    rows, numbers, names, found = [unseen], [np.full(len(unseen), -1)], ["unseen"], []
    found.append(said[unseen])
    for fold in folds:
        for part in ("validation", "test"):
            chosen = getattr(fold.split, part)
            rows.append(chosen)
            numbers.append(np.full(len(chosen), fold.split.fold))
            names.append(part)
            found.append(fold.probabilities[chosen])
    joined = np.concatenate(rows)
    lengths = [len(chosen) for chosen in rows]
    return Outputs(
        crop_ids=prepared.hands.crop_ids[joined],
        folds=np.concatenate(numbers).astype(np.int64),
        parts=np.repeat(np.array(names, dtype=np.str_), lengths),
        true=prepared.hands.handshapes[joined],
        probabilities=np.concatenate(found),
        classes=np.array(prepared.classes, dtype=np.str_),
    )
