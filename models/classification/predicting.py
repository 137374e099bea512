"""What a trained classifier says of the hands, or of the clips, of a corpus."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from models.architectures.pose_network import PoseNetworkConfig
from models.architectures.resnet import ResnetConfig
from models.classification.classifier import Classifier, load_classifier, said_of
from models.classification.examples import Examples, read_crops, read_vectors
from models.classification.hands import Hands, read_hands
from models.classification.items import Items
from models.classification.onnx_engine import Tell, said_by_onnx, uses_onnx
from models.classification.recipe import TARGET
from models.classification.tables import write_embeddings, write_predictions
from models.evaluation_reading import run_row
from models.sign_classification.clips import TARGET as CLIPS_TARGET
from models.sign_classification.clips import clip_examples, read_clips
from store.db import Database
from store.errors import CallError
from store.layout import Store
from store.runs import Run, end_run, start_run


def predict_corpora(
    store: Store,
    trained: str,
    corpora: Sequence[str],
    tell: Tell,
    *,
    engine: str = "auto",
) -> str:
    """Write what a trained classifier says of corpora; return the run's id.

    The folds' probabilities are averaged.

    Args:
        store: where the classifier is, and the hands with their features, or the clips.
        trained: run id of a training.
        corpora: whose hands or clips.
        tell: is told if torch had to be used instead of ONNX Runtime.
        engine: what runs the networks: `onnx`, `torch`, or `auto`: the former where it
            can.

    Raises:
        UnknownNameError: there is no such run or engine.
        CallError: it left no classifier, features are missing, or the engine cannot run
            it.
    """
    database = Database(store)
    row = run_row(database, trained)
    classifiers = load_folds(store, trained)
    first = next(iter(classifiers.values()))
    by_onnx = uses_onnx(engine, first)
    items, examples, target = _seen(database, first, corpora)
    run = Run(
        "predict",
        corpora[0] if len(corpora) == 1 else "",
        {
            "name": f"{row['recipe_name']} on {', '.join(corpora)}",
            "target": target,
            "of": trained,
            "corpora": list(corpora),
        },
        inputs=(trained, *corpora),
    )
    started_ms = start_run(store, run)
    said = [
        said_by_onnx(path, classifier, examples, tell)
        if by_onnx
        else said_of(classifier, examples)
        for path, classifier in classifiers.items()
    ]
    mean = np.mean([one.probabilities for one in said], axis=0)
    parts = ["unseen"] * len(items)
    write_predictions(
        store,
        run.run_id,
        items,
        mean,
        parts=parts,
        classes=first.classes,
        target=target,
    )
    write_embeddings(store, run.run_id, items, said[0].embeddings)
    what = "clips" if target == CLIPS_TARGET else "hands"
    metrics = {what: len(items), "classes": list(first.classes)}
    end_run(store, run, state="finished", started_ms=started_ms, metrics=metrics)
    return run.run_id


def _seen(
    database: Database, classifier: Classifier, corpora: Sequence[str]
) -> tuple[Items, Examples, str]:
    """Return what a classifier can say something of, and what it tells apart."""
    config = classifier.config
    if isinstance(config, PoseNetworkConfig):
        clips, points = read_clips(database, corpora)
        return clips, clip_examples(points, config), CLIPS_TARGET
    everything = read_hands(database, corpora)
    hands: Hands
    examples: Examples
    if isinstance(config, ResnetConfig):
        hands, examples = read_crops(database, everything, config)
    else:
        hands, examples = read_vectors(database, everything, classifier.features)
    return hands.items, examples, TARGET


def load_folds(store: Store, run_id: str) -> dict[Path, Classifier]:
    """Return the classifiers of a training's folds by the files they are in.

    Raises:
        CallError: there are none, or they know other classes than each other.
    """
    paths = sorted(store.run_dir(run_id).glob("fold-*.pt"))
    if not paths:
        raise CallError(
            f"Run {run_id} left no classifier in {store.run_dir(run_id)}: train it "
            "again, or name another run."
        )
    found = {path: load_classifier(path) for path in paths}
    if len({classifier.classes for classifier in found.values()}) > 1:
        raise CallError(
            f"The folds of run {run_id} know different classes: a file in "
            f"{store.run_dir(run_id)} is of another training. Train it again."
        )
    return found
