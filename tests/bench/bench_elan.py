"""Writing 10,000 annotations for ELAN, against pympi writing the same.

Ours begins at the store: clips, label events, holds and predictions are read, turned into
stretches of time, and written with the vocabulary of handshapes. pympi is handed the
finished annotations and only keeps and writes them.
"""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pympi

from ingest.exports.elan import export_elan
from store.db import Database
from store.elan.reading import read_eaf
from store.elan.times import TimedAnnotation, timed_annotations
from store.elan.writing import eaf_bytes
from store.labels import LabelEvent, add_event
from store.layout import Store, create_store
from store.runs import Run, end_run, start_run
from store.write import write_rows
from tests.bench.ratios import Ratio, compare
from tests.store.elan.elan_store import (
    FRAME_MS,
    FRAMES,
    clip_row,
    crop_rows,
    frame_rows,
)
from tests.store.village_maker import write_corpus

ANNOTATIONS: Final = 10_000
CLIPS: Final = 2_000
VIDEOS: Final = 20
CORPUS: Final = "bench"
RUN: Final = Run("train", CORPUS, {"name": "bench"})
HANDSHAPES: Final = ("A", "5", "1", "B", "bent-V")


def run() -> list[Ratio]:
    """Return the ratios of exporting from a store, and of writing alone."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        store = _filled(create_store(place / "store"))
        database, out = Database(store), place / "out"
        _export(database, out)
        documents = [read_eaf(path)[0] for path in sorted(out.rglob("*.eaf"))]
        timed = [timed_annotations(document)[0] for document in documents]
        count = sum(map(len, timed))
        if count != ANNOTATIONS:
            raise AssertionError(f"{count} annotations, not {ANNOTATIONS}")
        data = f"{count:,} annotations of {CLIPS:,} made clips of {VIDEOS} videos"
        theirs = place / "theirs.eaf"
        return [
            compare(
                "bench/elan/export/ratio",
                lambda: _export(database, out),
                lambda: _write_with_pympi(timed, theirs),
                meaning="store to files (under 2 s), over pympi's writing",
                data=data,
            ),
            compare(
                "bench/elan/write/ratio",
                lambda: [theirs.write_bytes(eaf_bytes(one)) for one in documents],
                lambda: _write_with_pympi(timed, theirs),
                meaning="documents to files, over pympi's writing",
                data=data,
            ),
            compare(
                "bench/elan/read/ratio",
                lambda: [read_eaf(path) for path in sorted(out.rglob("*.eaf"))],
                lambda: _read_with_pympi(sorted(out.rglob("*.eaf"))),
                meaning="files to documents, over pympi's reading",
                data=data,
            ),
        ]


def _export(database: Database, out: Path) -> None:
    shutil.rmtree(out, ignore_errors=True)
    export_elan(database, [CORPUS], out, run_id=RUN.run_id)


def _write_with_pympi(
    documents: Sequence[Sequence[TimedAnnotation]], path: Path
) -> None:
    for timed in documents:
        _write_one_with_pympi(timed, path)


def _write_one_with_pympi(timed: Sequence[TimedAnnotation], path: Path) -> None:
    eaf = pympi.Elan.Eaf()
    for name in dict.fromkeys(annotation.tier.name for annotation in timed):
        eaf.add_tier(name)
    for annotation in timed:
        eaf.add_annotation(
            annotation.tier.name,
            annotation.start_ms,
            annotation.end_ms,
            annotation.value,
        )
    path.unlink(missing_ok=True)
    eaf.to_file(str(path))


def _read_with_pympi(paths: Sequence[Path]) -> None:
    for path in paths:
        pympi.Elan.Eaf(str(path), suppress_version_warning=True)


def _filled(store: Store) -> Store:
    """Give a store clips with five annotations each.

    Each has a gloss, a hold, a prediction throughout, and two labels.
    """
    write_corpus(store, CORPUS, exportable=True)
    partition = {"corpus": CORPUS}
    rows: dict[str, list[dict[str, object]]] = {"clips": [], "frames": [], "crops": []}
    for number in range(CLIPS):
        start_ms = number // VIDEOS * 1_000
        name = f"c{number:05d}"
        rows["clips"].append(
            clip_row(
                name,
                corpus=CORPUS,
                gloss=f"G{number % 500}",
                source=f"/videos/v{number % VIDEOS:02d}.mp4",
                start_ms=start_ms,
                end_ms=start_ms + FRAMES * FRAME_MS,
            )
        )
        rows["frames"] += frame_rows(f"{CORPUS}/{name}", CORPUS)
        rows["crops"] += crop_rows(f"{CORPUS}/{name}", CORPUS)
    for table, listed in rows.items():
        write_rows(store, table, listed, part="all", partition=partition)
    hands = [row for row in rows["crops"] if not row["padding_px"]]
    _label(store, [str(row["crop_id"]) for row in hands if row["hand"] == "right"])
    _predict(store, [str(row["crop_id"]) for row in hands if row["hand"] == "right"])
    return store


def _label(store: Store, crops: Sequence[str]) -> None:
    """Label the first frames of every clip one thing, the last another."""
    by_handshape: dict[str, list[str]] = {name: [] for name in HANDSHAPES}
    for place, crop in enumerate(crops):
        clip, frame = divmod(place, FRAMES)
        number = clip + (frame >= FRAMES // 2)
        by_handshape[HANDSHAPES[number % len(HANDSHAPES)]].append(crop)
    for name, labelled in by_handshape.items():
        event = LabelEvent("ann", "assign", crops=tuple(labelled), handshape=name)
        add_event(store, event)


def _predict(store: Store, crops: Sequence[str]) -> None:
    started_ms = start_run(store, RUN)
    end_run(store, RUN, state="finished", started_ms=started_ms, metrics={})
    rows = [
        {
            "run_id": RUN.run_id,
            "item_id": crop,
            "corpus": CORPUS,
            "target": "handshape",
            "true_class": None,
            "predicted_class": "A",
            "probability": 0.5,
            "top_classes": ["A"],
            "top_probabilities": [0.5],
            "part": "unseen",
            "calibrated": True,
        }
        for crop in crops
    ]
    partition = {"run_id": RUN.run_id}
    write_rows(store, "predictions", rows, part="all", partition=partition)
