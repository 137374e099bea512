"""Adds a made sign classifier to a store of made signs, with known mistakes."""

import json

import numpy as np

from models.classification.nearest import Nearest, save_nearest
from store.db import Database
from store.layout import Store
from store.write import write_rows
from tests.models.retrieval.sign_maker import CORPUS

RUN = "train-made-signs"


def add_sign_predictions(store: Store) -> Store:
    """Add a classifier that takes G0 for G1 in 2 of 4 clips; all others are right.

    The training clips nearest to each clip are said to be the next two.
    """
    rows = Database(store).rows(
        "keypoints_of", corpora=[CORPUS], everything=True, clips=[]
    )
    ids = [row["clip_id"] for row in rows]
    wrong = [row["clip_id"] for row in rows if row["gloss"] == "G0"][:2]
    said = [
        {
            "run_id": RUN,
            "item_id": row["clip_id"],
            "corpus": CORPUS,
            "target": "gloss",
            "true_class": row["gloss"],
            "predicted_class": "G1" if row["clip_id"] in wrong else row["gloss"],
            "probability": 0.5 + place / 100,
            "top_classes": [row["gloss"]],
            "top_probabilities": [0.5],
            "part": "test",
            "calibrated": True,
        }
        for place, row in enumerate(rows)
    ]
    write_rows(store, "predictions", said, part="all", partition={"run_id": RUN})
    count = len(ids)
    places = np.array([[(i + 1) % count, (i + 2) % count] for i in range(count)])
    save_nearest(store.run_dir(RUN), Nearest(np.array(ids), places.astype(np.int32)))
    write_rows(store, "runs", [_run()], part=RUN)
    return store


def _run() -> dict[str, object]:
    return {
        "run_id": RUN,
        "step": "train",
        "corpus": CORPUS,
        "recipe": json.dumps({"name": "signs_classifier", "target": "gloss"}),
        "seed": 0,
        "code_version": "0",
        "inputs": [],
        "state": "finished",
        "started_ms": 500,
        "ended_ms": 501,
        "metrics": "{}",
        "note": "",
    }
