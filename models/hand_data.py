"""Rendered hands read from a store as arrays to train on."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from store.db import Database
from store.errors import CallError
from store.skeleton import HAND_POINTS, HAND_SLICES, POINTS


@dataclass(frozen=True, slots=True)
class HandData:
    """N rendered hands.

    Attributes:
        clip_ids: their clips, shape (N,).
        forms: their points as right hands in their own frame, cm, shape (N, 21, 3).
        seen: where MediaPipe sees them in their pictures, as right hands, pixels, x to
            the right, y down, z away, shape (N, 21, 3); NaN where it sees no hand.
        handshapes, parts: of each hand; a part holds the hands of some signers.
    """

    clip_ids: NDArray[np.str_]
    forms: NDArray[np.float32]
    seen: NDArray[np.float32]
    handshapes: NDArray[np.str_]
    parts: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.clip_ids)


def read_hand_data(database: Database, corpus: str) -> HandData:
    """Return the rendered hands of a corpus.

    Raises:
        CallError: the corpus has no rendered hands.
    """
    rows = database.rows("hand_forms", corpus=corpus)
    if not rows:
        raise CallError(
            f"Corpus {corpus!r} has no rendered hands: run "
            "`signatlas ingest rendered-hands` first."
        )
    forms = np.array([row["form"] for row in rows], np.float32)
    return HandData(
        clip_ids=_names(rows, "clip_id"),
        forms=forms.reshape(-1, HAND_POINTS, 3),
        seen=np.stack([_seen(row) for row in rows]),
        handshapes=_names(rows, "handshape"),
        parts=_names(rows, "split"),
    )


def _seen(row: dict[str, Any]) -> NDArray[np.float32]:
    points = np.array(row["points"], np.float32).reshape(POINTS, 3)
    width, height = row["width_px"], row["height_px"]
    in_px = points[HAND_SLICES[row["hand"]]] * (width, height, width)
    if row["hand"] == "left":
        in_px[:, 0] *= -1
    return np.asarray(in_px, np.float32)


def _names(rows: list[dict[str, Any]], column: str) -> NDArray[np.str_]:
    return np.array([row[column] for row in rows], dtype=np.str_)
