"""Adds a map of 100,000 made hands, in parts as ingestion writes them: one for each clip."""

import json
from typing import Final

import numpy as np

from store.layout import Store
from store.write import Values, write_part, write_rows
from tests.dashboard.made_figure import MadeClip
from tests.dashboard.store_maker import _clip_row, _write_corpus

CLIPS, FRAMES = 1_000, 100
HANDS: Final = CLIPS * FRAMES
SHAPES: Final = 35
SIGNERS: Final = 40
CORPUS: Final = "many-hands"
MAP: Final = "project-many-hands"
JPEG: Final = b"\xff\xd8\xff" + bytes(400)


def add_many_hands(store: Store, *, clips: int = CLIPS) -> Store:
    """Add clips of one hand each and a map of all hands, in clumps by handshape."""
    _write_corpus(store, CORPUS, "Many hands", planned=clips, synthetic=True)
    rng = np.random.default_rng(0)
    for clip in range(clips):
        _add_clip(store, clip)
    shapes = np.repeat(np.arange(clips) % SHAPES, FRAMES)
    middles = rng.normal(0, 10, (SHAPES, 2))
    at = middles[shapes] + rng.normal(0, 1.5, (len(shapes), 2))
    columns: dict[str, Values] = {
        "run_id": [MAP] * len(shapes),
        "item_id": [crop for clip in range(clips) for crop in _crops(clip)],
        "x": at[:, 0],
        "y": at[:, 1],
        "trust": rng.uniform(0, 1, len(shapes)).round(1),
    }
    write_part(store, "projections", columns, part="all", partition={"run_id": MAP})
    told = {"name": "umap of made hands", "corpora": [CORPUS], "items": "hands"}
    run = {
        "run_id": MAP,
        "step": "project",
        "corpus": CORPUS,
        "recipe": json.dumps(told),
        "seed": 0,
        "code_version": "0",
        "inputs": [],
        "state": "finished",
        "started_ms": 1,
        "ended_ms": 2,
        "metrics": json.dumps({"points": len(shapes), "trust": 0.5}),
        "note": "",
    }
    write_rows(store, "runs", [run], part=MAP)
    return store


def _crops(clip: int) -> list[str]:
    return [f"{CORPUS}/c{clip:05d}/f{frame:04d}/right/p00" for frame in range(FRAMES)]


def _add_clip(store: Store, clip: int) -> None:
    name = f"c{clip:05d}"
    clip_id, shape = f"{CORPUS}/{name}", f"shape-{clip % SHAPES:02d}"
    frames: dict[str, Values] = {
        "frame_id": [f"{clip_id}/f{frame:04d}" for frame in range(FRAMES)],
        "clip_id": [clip_id] * FRAMES,
        "corpus": [CORPUS] * FRAMES,
        "frame_index": list(range(FRAMES)),
        "time_ms": [frame * 40 for frame in range(FRAMES)],
    }
    truth: dict[str, Values] = {
        **frames,
        "phase": ["hold"] * FRAMES,
        "left_handshape": [None] * FRAMES,
        "right_handshape": [shape] * FRAMES,
        "left_orientation": [None] * FRAMES,
        "right_orientation": ["palm in"] * FRAMES,
        "left_signs": [False] * FRAMES,
        "right_signs": [True] * FRAMES,
        "hands": np.zeros((FRAMES, 84), np.float32),
        "left_palm": [0.1] * FRAMES,
        "right_palm": [0.1] * FRAMES,
    }
    crops: dict[str, Values] = {
        **frames,
        "crop_id": _crops(clip),
        "hand": ["right"] * FRAMES,
        "padding_px": [0] * FRAMES,
        "hold": [None] * FRAMES,
        "left_px": [0.0] * FRAMES,
        "top_px": [0.0] * FRAMES,
        "side_px": [60.0] * FRAMES,
        "sharpness": [700.0] * FRAMES,
        "image": [JPEG] * FRAMES,
    }
    where = {"part": name, "partition": {"corpus": CORPUS}}
    write_part(store, "truth_frames", truth, **where)  # type: ignore[arg-type]
    write_part(store, "crops", crops, **where)  # type: ignore[arg-type]
    made = MadeClip(CORPUS, name, f"SIGN{clip // 5}", f"s{clip % SIGNERS:02d}")
    row = _clip_row(made, "media/none.mp4") | {"frames": FRAMES}
    write_rows(store, "clips", [row], **where)  # type: ignore[arg-type]
