"""What a trained classifier says of the hands of a corpus."""

from collections.abc import Sequence

import numpy as np

from models.architectures.resnet import ResnetConfig
from models.classification.classifier import Classifier, load_classifier, said_of
from models.classification.examples import Examples, read_crops, read_vectors
from models.classification.hands import read_hands
from models.classification.tables import write_embeddings, write_predictions
from models.evaluation_reading import run_row
from store.db import Database
from store.errors import CallError
from store.layout import Store
from store.runs import Run, end_run, start_run


def predict_corpora(store: Store, trained: str, corpora: Sequence[str]) -> str:
    """Write what a trained classifier says of the hands of corpora; return the run's id.

    The folds' probabilities are averaged.

    Args:
        store: where the classifier, the hands and their features are.
        trained: run id of a training.
        corpora: whose hands.

    Raises:
        UnknownNameError: there is no such run.
        CallError: it left no classifier, or features are missing.
    """
    database = Database(store)
    row = run_row(database, trained)
    classifiers = load_folds(store, trained)
    first = classifiers[0]
    everything = read_hands(database, corpora)
    examples: Examples
    if isinstance(first.config, ResnetConfig):
        hands, examples = read_crops(database, everything, first.config)
    else:
        hands, examples = read_vectors(database, everything, first.features)
    run = Run(
        "predict",
        corpora[0] if len(corpora) == 1 else "",
        {
            "name": f"{row['recipe_name']} on {', '.join(corpora)}",
            "target": "handshape",
            "of": trained,
            "corpora": list(corpora),
        },
        inputs=(trained, *corpora),
    )
    started_ms = start_run(store, run)
    said = [said_of(classifier, examples) for classifier in classifiers]
    mean = np.mean([one.probabilities for one in said], axis=0)
    parts = ["unseen"] * len(hands)
    write_predictions(
        store, run.run_id, hands, mean, parts=parts, classes=first.classes
    )
    write_embeddings(store, run.run_id, hands, said[0].embeddings)
    metrics = {"hands": len(hands), "classes": list(first.classes)}
    end_run(store, run, state="finished", started_ms=started_ms, metrics=metrics)
    return run.run_id


def load_folds(store: Store, run_id: str) -> list[Classifier]:
    """Return the classifiers of a training's folds.

    Raises:
        CallError: there are none, or they know other classes than each other.
    """
    paths = sorted(store.run_dir(run_id).glob("fold-*.pt"))
    if not paths:
        raise CallError(
            f"Run {run_id} left no classifier in {store.run_dir(run_id)}: train it "
            "again, or name another run."
        )
    found = [load_classifier(path) for path in paths]
    if len({classifier.classes for classifier in found}) > 1:
        raise CallError(
            f"The folds of run {run_id} know different classes: a file in "
            f"{store.run_dir(run_id)} is of another training. Train it again."
        )
    return found
