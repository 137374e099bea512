"""A corpus of rendered hands without pictures, for the tests of training."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from store.layout import Store
from store.write import write_rows

Row = dict[str, object]
Made = tuple[str, str, NDArray[np.float32]]
"""Handshape, part of the split, form of shape (21, 3)."""

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
    """Write hands by handshape, part and form."""
    rows: dict[str, list[Row]] = {"clips": [], "truth_signs": [], "truth_hands": []}
    for number, (handshape, part, form) in enumerate(hands):
        clip: Row = {"clip_id": f"{corpus}/h{number:03d}", "corpus": corpus}
        named: Row = {"handshape": handshape, "signer": f"r{number}", "split": part}
        sign: Row = dict.fromkeys(TEXTS, "") | {"handshape": handshape, "seed": 0}
        sign |= {"orientation": "up-out", "dominant_hand": "right"}
        rows["clips"].append(clip | FACTS | named)
        rows["truth_signs"].append(clip | sign | {"base_handshape": None})
        rows["truth_hands"].append(clip | {"form": form.ravel()})
    for table, listed in rows.items():
        write_rows(store, table, listed, part="made", partition={"corpus": corpus})
