"""A made corpus of letters with known counts, twins and mistakes."""

import json
from typing import Final

import numpy as np
from numpy.random import default_rng
from numpy.typing import NDArray

from store.layout import Store
from store.write import Values, write_part, write_rows

CORPUS: Final = "made-letters"
LETTERS: Final = ("A", "B", "K")
LABELS: Final = (0, 1, 10)
TRAIN, TEST = 8, 4
"""Pictures of each letter."""
TWINS: Final = 2
"""So many test pictures are in training too; the first two, of A."""
GOOD, AGAIN, NEIGHBOURS = "letters-made-cnn-0", "letters-made-cnn-1", "letters-made-knn"


def add_letters(
    store: Store, corpus: str = CORPUS, *, synthetic: bool = True, title: str = "Made"
) -> Store:
    """Add a corpus of 24 training and 12 test pictures."""
    train, test = pictures(TRAIN * 3, seed=1), pictures(TEST * 3, seed=2)
    test[:TWINS] = np.asarray(train[:TWINS] * 0.7 + 30, np.uint8)
    for part, pixels, each in (("train", train, TRAIN), ("test", test, TEST)):
        rows = len(pixels)
        columns: dict[str, Values] = {
            "letter_id": letter_ids(part, rows, corpus),
            "corpus": [corpus] * rows,
            "part": [part] * rows,
            "row_number": np.arange(rows),
            "label": np.repeat(LABELS, each),
            "letter": np.repeat(LETTERS, each).tolist(),
            "signer": [None] * rows,
            "pixels": [picture.tobytes() for picture in pixels],
        }
        where = {"corpus": corpus}
        write_part(store, "letters", columns, part=part, partition=where)
    _add_corpus(store, corpus, title, synthetic=synthetic)
    return store


def add_letter_runs(store: Store, corpus: str = CORPUS) -> Store:
    """Add CNN3 with two seeds, 3 of 4 B read as K by the first, and k-NN."""
    _add_run(store, corpus, GOOD, ("CNN3", 0), {("B", "K"): 3})
    _add_run(store, corpus, AGAIN, ("CNN3", 1), {("B", "K"): 1})
    _add_run(store, corpus, NEIGHBOURS, ("kNN", None), {("A", "B"): 4, ("K", "A"): 2})
    for run_id in (GOOD, AGAIN):
        _add_history(store, run_id)
    return store


def letter_ids(part: str, count: int, corpus: str = CORPUS) -> list[str]:
    return [f"{corpus}/{part}/{row:05d}" for row in range(count)]


def pictures(count: int, *, seed: int) -> NDArray[np.uint8]:
    """Return pictures of nothing, none like another, shape (N, 784)."""
    coarse = default_rng(seed).integers(40, 200, (count, 7, 7))
    fine = coarse.repeat(4, axis=1).repeat(4, axis=2)
    return fine.reshape(count, 784).astype(np.uint8)


def _add_corpus(store: Store, corpus: str, title: str, *, synthetic: bool) -> None:
    row = {
        "corpus": corpus,
        "title": title,
        "language": "",
        "media": "letters",
        "synthetic": synthetic,
        "licence": "MIT",
        "citation": "",
        "show_faces": False,
        "exportable": True,
        "blur_threshold": 350.0,
        "source": "made",
        "clips_planned": 0,
    }
    write_rows(store, "corpora", [row], part=corpus, partition={"corpus": corpus})


def _add_run(
    store: Store,
    corpus: str,
    run_id: str,
    row_and_seed: tuple[str, int | None],
    wrong: dict[tuple[str, str], int],
) -> None:
    left = dict(wrong)
    rows = []
    true = [letter for letter in LETTERS for _ in range(TEST)]
    for place, item in enumerate(letter_ids("test", len(true), corpus)):
        read = _read(true[place], left)
        rows.append(_prediction(corpus, run_id, item, (true[place], read), place))
    write_rows(store, "predictions", rows, part="all", partition={"run_id": run_id})
    right = 1 - sum(wrong.values()) / len(true)
    name, seed = row_and_seed
    metrics = {
        "accuracy": right,
        "macro_f1": right - 0.01,
        "accuracy_without_duplicates": right - 0.05,
        "parameters": 39_824 if seed is not None else 0,
        "seconds": 12.5,
        "images_per_second": 1000.0,
    }
    recipe = {"task": "letters", "row": name, "corpus": corpus, "seed": seed}
    run = {
        "run_id": run_id,
        "step": "letters",
        "corpus": corpus,
        "recipe": json.dumps(recipe),
        "seed": seed,
        "code_version": "0",
        "inputs": [corpus],
        "state": "finished",
        "started_ms": 1000 + len(run_id),
        "ended_ms": 9000,
        "metrics": json.dumps(metrics),
        "note": "",
    }
    write_rows(store, "runs", [run], part=run_id)


def _read(letter: str, left: dict[tuple[str, str], int]) -> str:
    for (true, read), more in left.items():
        if letter == true and more:
            left[true, read] = more - 1
            return read
    return letter


def _prediction(
    corpus: str, run_id: str, item: str, classes: tuple[str, str], place: int
) -> dict[str, object]:
    sure = 0.9 - 0.01 * place
    other = next(letter for letter in LETTERS if letter != classes[1])
    return {
        "run_id": run_id,
        "item_id": item,
        "corpus": corpus,
        "target": "letter",
        "true_class": classes[0],
        "predicted_class": classes[1],
        "probability": sure,
        "top_classes": [classes[1], other],
        "top_probabilities": [sure, 1 - sure],
        "part": "test",
        "calibrated": False,
    }


def _add_history(store: Store, run_id: str) -> None:
    rows = [
        {
            "run_id": run_id,
            "step_number": epoch,
            "measure": measure,
            "part": part,
            "value": 1 / (epoch + 1) if measure == "loss" else 1 - 1 / (epoch + 1),
        }
        for epoch in range(3)
        for measure in ("loss", "accuracy")
        for part in ("train", "validation")
    ]
    write_rows(store, "run_history", rows, part="all", partition={"run_id": run_id})
