"""A made-up village with labels, and predictions of a classifier of hands and of signs."""

from pathlib import Path
from typing import Final

from store.elan.reading import read_eaf
from store.elan.times import timed_annotations
from store.labels import LabelEvent, add_event
from store.layout import Store
from store.runs import Run, end_run, start_run
from store.write import write_rows
from tests.store.elan.elan_store import CORPUS, VIDEO, crop_id, make_filmed, write_clip
from tests.store.village_maker import write_corpus

ODD: Final = "<b> & 手"
HANDS: Final = Run("train", CORPUS, {"name": "hands"})
SIGNS: Final = Run("train", CORPUS, {"name": "signs"})


def make_labelled(folder: Path) -> Store:
    """Make clips of two videos, one with an odd gloss; two corpora, one empty."""
    store = make_filmed(folder / "store", folder / "videos")
    write_clip(
        store,
        "named",
        gloss=ODD,
        source=str(folder / "videos" / VIDEO),
        start_ms=3_000,
        end_ms=3_400,
        handshape="V",
    )
    write_corpus(store, "empty", exportable=False)
    for clip, frames, hand, handshape in (
        ("first", (1, 2, 3, 5), "right", "A"),
        ("first", (6, 7), "right", ODD),
        ("second", (0, 1), "left", "5"),
    ):
        crops = tuple(crop_id(clip, frame, hand) for frame in frames)
        add_event(store, LabelEvent("ann", "assign", crops=crops, handshape=handshape))
    seen = {crop_id("first", frame): "B" for frame in (0, 2, 3, 6)}
    _predict(store, HANDS, "handshape", seen)
    _predict(store, SIGNS, "gloss", {f"{CORPUS}/first": "MAUS"})
    return store


def _predict(store: Store, run: Run, target: str, seen: dict[str, str]) -> None:
    started_ms = start_run(store, run)
    end_run(store, run, state="finished", started_ms=started_ms, metrics={})
    rows = [
        {
            "run_id": run.run_id,
            "item_id": item,
            "corpus": CORPUS,
            "target": target,
            "true_class": None,
            "predicted_class": name,
            "probability": 0.5,
            "top_classes": [name],
            "top_probabilities": [0.5],
            "part": "unseen",
            "calibrated": True,
        }
        for item, name in seen.items()
    ]
    partition = {"run_id": run.run_id}
    write_rows(store, "predictions", rows, part="all", partition=partition)


def tiers_of(path: Path) -> dict[str, list[tuple[int, int, str]]]:
    document, problems = read_eaf(path)
    timed, more = timed_annotations(document)
    assert not problems
    assert not more
    found: dict[str, list[tuple[int, int, str]]] = {}
    for annotation in timed:
        found.setdefault(annotation.tier.name, []).append(
            (annotation.start_ms, annotation.end_ms, annotation.value)
        )
    return found
