"""How reading and writing what runs made grows: predictions, frequencies, maps, labels."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np

from dashboard.reading.judged_run import read_items
from dashboard.reading.prediction_reading import read_predictions
from dashboard.records.prediction_records import confusion
from models.prevalence_intervals import frequencies
from store.db import Database
from store.labels import LabelEvent, events, replay
from store.layout import create_store
from store.write import write_part, write_rows
from tests.bench.growth import Growth, Works, grown, up_to_most
from tests.bench.growth_rows import (
    BY_RUN,
    CLASSES,
    HANDS_A_CLIP,
    NAMES,
    RUN_ID,
    add_clips,
    add_map,
    add_run,
    crop_id,
    predictions,
)

SIZES: Final = up_to_most((1_000, 10_000, 100_000, 1_000_000))
EVENTS: Final = up_to_most((1_000, 10_000, 100_000))
LABELLED: Final = 100_000
"""Hands of the clustering whose labels are worked out."""


def run() -> Iterator[Growth]:
    """Yield how each grows."""
    about = f"made predictions of {CLASSES} handshapes, one run"
    yield from grown(_predicted, sizes=SIZES, data=about)
    yield from grown(_drawn, sizes=SIZES, data="made points of hands, one map")
    about = f"label events, of one hand each, on a clustering of {LABELLED:,} hands"
    yield from grown(_labelled, sizes=EVENTS, data=about)


@contextmanager
def _predicted(rows: int) -> Iterator[Works]:
    columns = predictions(rows)
    with tempfile.TemporaryDirectory() as folder:
        store = create_store(Path(folder))
        add_clips(store, -(-rows // HANDS_A_CLIP))
        add_run(store, "predict", {"name": "made", "of": RUN_ID})
        write = partial(
            write_part, store, "predictions", columns, part="all", partition=BY_RUN
        )
        write()
        database = Database(store)
        told = read_items(database, RUN_ID)
        judged = told.judged(told.counted, "crop")
        yield {
            "predictions-written": write,
            "predictions-read": lambda: read_predictions(database, RUN_ID),
            "confusion": lambda: confusion(
                read_predictions(database, RUN_ID), "test"
            ).pairs(),
            "frequencies-read": lambda: read_items(database, RUN_ID),
            "frequencies-raw": lambda: frequencies(judged, told.known, "raw"),
        }


@contextmanager
def _drawn(rows: int) -> Iterator[Works]:
    with tempfile.TemporaryDirectory() as folder:
        store = create_store(Path(folder))
        add_clips(store, -(-rows // HANDS_A_CLIP))
        add_map(store, rows)
        database = Database(store)
        yield {"map-points": lambda: database.query("map_points", run_id=RUN_ID)}


@contextmanager
def _labelled(count: int) -> Iterator[Works]:
    draw = np.random.default_rng(0)
    crops = np.array([crop_id(number) for number in range(LABELLED)])
    clusters = draw.integers(0, 140, LABELLED).astype(np.int32)
    listed = [
        LabelEvent(
            "ann",
            "assign",
            run_id=RUN_ID,
            crops=(str(crops[hand]),),
            handshape=str(NAMES[hand % CLASSES]),
            at_ms=number,
            event_id=f"{number:014d}-made",
        )
        for number, hand in enumerate(draw.integers(0, LABELLED, count))
    ]
    rows = [
        {name: getattr(event, name) for name in LabelEvent.__slots__}
        for event in listed
    ]
    with tempfile.TemporaryDirectory() as folder:
        store = create_store(Path(folder))
        write_rows(store, "label_events", rows, part="imported")
        database = Database(store)
        yield {
            "labels-read": lambda: events(database),
            "labels-state": lambda: replay(crops, clusters, RUN_ID, listed).labels(),
        }
