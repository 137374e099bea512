"""Runs of the letters' table in a store: their rows, and what was already measured."""

import hashlib
import json
from typing import Any, Final

import numpy as np

from models.classification.tables import write_history
from models.letters.data import Letters
from models.letters.rows import Row
from models.letters.trained import Probabilities, Trained
from store.db import Database
from store.layout import Store
from store.runs import Run
from store.write import write_part

STEP: Final = "letters"
TARGET: Final = "letter"
TOP: Final = 5

Metrics = dict[str, Any]


def letters_run(letters: Letters, row: Row, *, seed: int) -> Run:
    """Return the run that trains one row on one corpus with one seed."""
    recipe = {
        "task": STEP,
        "name": row.name,
        "row": row.name,
        "corpus": letters.corpus,
        "seed": seed,
        "settings": row.settings,
        # Other pictures make another run.
        "pictures": _digest(letters),
    }
    return Run(
        STEP,
        letters.corpus,
        recipe,
        seed,
        inputs=(letters.corpus,),
        note=letters.about,
    )


def finished_runs(database: Database) -> dict[str, Metrics]:
    """Return the metrics of every finished run of the table, by run id."""
    return {
        run["run_id"]: json.loads(run["metrics"])
        for run in database.rows("runs_of_steps", steps=[STEP])
        if run["state"] == "finished"
    }


def write_trained(store: Store, run: Run, letters: Letters, trained: Trained) -> None:
    """Write what a run says of the test pictures, and its history."""
    _write_predictions(store, run.run_id, letters, trained.said)
    if trained.history:
        write_history(store, run.run_id, trained.history)


def _write_predictions(
    store: Store, run_id: str, letters: Letters, said: Probabilities
) -> None:
    order = np.argsort(-said, axis=1, kind="stable")[:, :TOP]
    values = np.take_along_axis(said, order, axis=1)
    classes = np.array(letters.classes, dtype=np.str_)
    count = len(letters.test)
    columns = {
        "run_id": [run_id] * count,
        "item_id": letters.test.ids.tolist(),
        "corpus": [letters.corpus] * count,
        "target": [TARGET] * count,
        "true_class": classes[letters.test.labels].tolist(),
        "predicted_class": classes[order[:, 0]].tolist(),
        "probability": values[:, 0],
        "top_classes": classes[order].tolist(),
        "top_probabilities": values.astype(np.float32),
        "part": ["test"] * count,
        "calibrated": [False] * count,
    }
    partition = {"run_id": run_id}
    write_part(store, "predictions", columns, part="all", partition=partition)


def _digest(letters: Letters) -> str:
    told = hashlib.sha256()
    for part in (letters.train, letters.test):
        for values in (part.pixels, part.labels):
            told.update(np.ascontiguousarray(values).tobytes())
    return told.hexdigest()[:12]
