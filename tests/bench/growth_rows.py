"""Rows of single tables in any number, at random but always the same.

Parts are as the steps of signatlas write them: clips and hands a part for each clip,
what a run makes in one part.
"""

import json
import os
from typing import Final
from unittest.mock import patch

import numpy as np
from numpy.random import default_rng

from store.layout import Store
from store.write import Values, write_part, write_rows
from tests.store.test_db import CLIP

CORPUS: Final = "made"
RUN_ID: Final = "made-run-1"
HANDS_A_CLIP: Final = 40
GLOSSES, SIGNERS, CLASSES, TOP = 2_000, 60, 35, 5
CLIPS_AT_ONCE: Final = 50_000
PICTURE_BYTES: Final = 400
NAMES: Final = np.array([f"shape-{number:02d}" for number in range(CLASSES)])
WHERE: Final = {"corpus": CORPUS}
BY_RUN: Final = {"run_id": RUN_ID}


def clip_id(number: int) -> str:
    """Return the id of a clip."""
    return f"{CORPUS}/c{number:07d}"


def crop_id(number: int) -> str:
    """Return the id of a hand."""
    clip, place = divmod(number, HANDS_A_CLIP)
    return f"{clip_id(clip)}/f{place:04d}/right/p00"


def add_clips(store: Store, rows: int) -> None:
    """Write so many clips, many to a part."""
    draw = default_rng(0)
    # A few glosses are far commoner than the others, as in any corpus.
    glosses = np.minimum(draw.zipf(1.3, rows), GLOSSES)
    signers = draw.integers(0, SIGNERS, rows)
    lasting_ms = draw.integers(800, 6_000, rows)
    for first in range(0, rows, CLIPS_AT_ONCE):
        some = slice(first, min(first + CLIPS_AT_ONCE, rows))
        numbers = range(rows)[some]
        columns: dict[str, Values] = {
            **{name: [value] * len(numbers) for name, value in CLIP.items()},
            "clip_id": [clip_id(number) for number in numbers],
            "corpus": [CORPUS] * len(numbers),
            "gloss": np.char.mod("G%04d", glosses[some]),
            "signer": np.char.mod("s%02d", signers[some]),
            "duration_ms": lasting_ms[some],
        }
        write_part(store, "clips", columns, part=f"p{first:07d}", partition=WHERE)


def add_hands(store: Store, first: int, last: int) -> None:
    """Write the hands of these numbers, a part and a clip for each forty."""
    draw = default_rng(first)
    # What a power cut would take from a made store is made again.
    with patch.object(os, "fsync"):
        for start in range(first, last, HANDS_A_CLIP):
            _add_clip_of_hands(store, start, draw.bytes(PICTURE_BYTES))


def _add_clip_of_hands(store: Store, first: int, picture: bytes) -> None:
    number, count = first // HANDS_A_CLIP, HANDS_A_CLIP
    clip, name = clip_id(number), f"c{number:07d}"
    crops: dict[str, Values] = {
        "crop_id": [crop_id(first + place) for place in range(count)],
        "frame_id": [f"{clip}/f{place:04d}" for place in range(count)],
        "clip_id": [clip] * count,
        "corpus": [CORPUS] * count,
        "frame_index": np.arange(count),
        "time_ms": 40 * np.arange(count),
        "hand": ["right"] * count,
        "padding_px": [0] * count,
        "hold": [None] * count,
        **{f"{what}_px": [30.0] * count for what in ("left", "top", "side")},
        "sharpness": [700.0] * count,
        "image": [picture] * count,
    }
    write_part(store, "crops", crops, part=name, partition=WHERE)
    row = CLIP | {"clip_id": clip, "corpus": CORPUS, "frames": count}
    write_rows(store, "clips", [row], part=name, partition=WHERE)


def predictions(rows: int) -> dict[str, Values]:
    """Return the columns of so many predictions of handshapes."""
    draw = default_rng(0)
    true = draw.integers(0, CLASSES, rows)
    said = np.where(draw.random(rows) < 0.8, true, (true + 1) % CLASSES)
    orders = np.array([draw.permutation(CLASSES)[:TOP] for _ in range(1_000)])
    top = orders[np.arange(rows) % len(orders)]
    top[:, 0] = said
    # Of five classes, each once: where the class said stands again, its neighbour does.
    for place in range(1, TOP):
        taken = (top[:, place, None] == top[:, :place]).any(axis=1)
        while taken.any():
            top[taken, place] = (top[taken, place] + 1) % CLASSES
            taken = (top[:, place, None] == top[:, :place]).any(axis=1)
    sure = np.sort(draw.dirichlet(np.ones(TOP), rows).astype(np.float32))[:, ::-1]
    return {
        "run_id": [RUN_ID] * rows,
        "item_id": [crop_id(number) for number in range(rows)],
        "corpus": [CORPUS] * rows,
        "target": ["handshape"] * rows,
        "true_class": NAMES[true],
        "predicted_class": NAMES[said],
        "probability": sure[:, 0].astype(np.float64),
        "top_classes": NAMES[top].tolist(),
        "top_probabilities": sure,
        "part": ["test"] * rows,
        "calibrated": [True] * rows,
    }


def add_map(store: Store, rows: int) -> None:
    """Write a map of so many hands."""
    draw = default_rng(0)
    columns: dict[str, Values] = {
        "run_id": [RUN_ID] * rows,
        "item_id": [crop_id(number) for number in range(rows)],
        "x": draw.normal(0, 10, rows),
        "y": draw.normal(0, 10, rows),
        "trust": draw.random(rows),
    }
    write_part(store, "projections", columns, part="all", partition=BY_RUN)


def add_run(store: Store, step: str, recipe: dict[str, object]) -> None:
    """Write the row of the run that made predictions or a map."""
    row = {
        "run_id": RUN_ID,
        "step": step,
        "corpus": CORPUS,
        "recipe": json.dumps(recipe),
        "seed": 0,
        "code_version": "0",
        "inputs": [CORPUS],
        "state": "finished",
        "started_ms": 1,
        "ended_ms": 2,
        "metrics": "{}",
        "note": "",
    }
    write_rows(store, "runs", [row], part=RUN_ID)
