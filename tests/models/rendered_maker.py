"""A corpus of rendered hands without pictures, for the tests of training."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from store.layout import Store
from store.skeleton import HAND_POINTS, HAND_SLICES, POINTS, POSE_POINTS
from store.write import write_rows

Row = dict[str, object]
Made = tuple[str, str, NDArray[np.float32]]
"""Handshape, part of the split, form of shape (21, 3)."""

SIDE_PX = 64
UNSEEN_EVERY = 7
"""MediaPipe sees no hand in every seventh picture."""

FACTS: Row = {
    "gloss": None,
    "media": "image",
    "source": "",
    "source_sha256": "",
    "source_start_ms": 0,
    "source_end_ms": None,
    "playable": "",
    "playable_in_store": True,
    "width_px": 64,
    "height_px": 64,
    "rotation_deg": 0,
    "fps": 0.0,
    "duration_ms": 0,
    "frames": 1,
    "pose_frames": 0,
    "left_frames": 0,
    "right_frames": 0,
    "holds": 1,
    "dominant_hand": "right",
    "two_handed": False,
    "fingerprint": "",
    "run_id": "ingest",
}
TEXTS = (
    "gloss",
    "signer",
    "hands",
    "place",
    "movement",
    "description",
    "minimal_pairs",
    "end_handshape",
    "end_orientation",
)


def write_rendered(store: Store, corpus: str, hands: Sequence[Made]) -> None:
    """Write hands by handshape, part and form, each seen from another side."""
    tables = ("clips", "landmarks", "truth_signs", "truth_hands")
    rows: dict[str, list[Row]] = {table: [] for table in tables}
    for number, (handshape, part, form) in enumerate(hands):
        clip: Row = {"clip_id": f"{corpus}/h{number:03d}", "corpus": corpus}
        named: Row = {"handshape": handshape, "signer": f"r{number}", "split": part}
        sign: Row = dict.fromkeys(TEXTS, "") | {"handshape": handshape, "seed": 0}
        sign |= {"orientation": "up-out", "dominant_hand": "right"}
        rows["clips"].append(clip | FACTS | named)
        rows["landmarks"].append(_landmarks(clip, form, number))
        rows["truth_signs"].append(clip | sign | {"base_handshape": None})
        rows["truth_hands"].append(clip | {"form": form.ravel()})
    for table, listed in rows.items():
        write_rows(store, table, listed, part="made", partition={"corpus": corpus})


def turned_out(x: float, y: float) -> NDArray[np.float64]:
    """A turn out of the picture, in which y points down."""
    about_x = [[1, 0, 0], [0, np.cos(x), -np.sin(x)], [0, np.sin(x), np.cos(x)]]
    about_y = [[np.cos(y), 0, np.sin(y)], [0, 1, 0], [-np.sin(y), 0, np.cos(y)]]
    turn: NDArray[np.float64] = np.array(about_x) @ about_y @ np.diag([1.0, -1.0, -1.0])
    return turn


def _landmarks(clip: Row, form: NDArray[np.float32], number: int) -> Row:
    points = np.full((POINTS, 3), np.nan, np.float32)
    if number % UNSEEN_EVERY != UNSEEN_EVERY - 1:
        x, y = np.random.default_rng(number).uniform(-0.7, 0.7, 2)
        points[HAND_SLICES["right"]] = 0.5 + form @ turned_out(x, y) / SIDE_PX
    return clip | {
        "frame_id": f"{clip['clip_id']}/f0000",
        "frame_index": 0,
        "time_ms": 0,
        "pose_seen": False,
        "left_seen": False,
        "right_seen": bool(np.isfinite(points).any()),
        "points": points.ravel(),
        "visibility": np.full(POSE_POINTS, np.nan, np.float32),
        "hand_world": np.full(2 * HAND_POINTS * 3, np.nan, np.float32),
    }
