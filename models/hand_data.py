"""Rendered hands read from a store as arrays to train on."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from store.db import Database
from store.errors import CallError
from store.skeleton import HAND_POINTS


@dataclass(frozen=True, slots=True)
class HandData:
    """N rendered hands.

    Attributes:
        clip_ids: their clips, shape (N,).
        forms: their points as right hands in their own frame, cm, shape (N, 21, 3).
        handshapes, parts: of each hand; a part holds the hands of some signers.
    """

    clip_ids: NDArray[np.str_]
    forms: NDArray[np.float32]
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
        handshapes=_names(rows, "handshape"),
        parts=_names(rows, "split"),
    )


def _names(rows: list[dict[str, Any]], column: str) -> NDArray[np.str_]:
    return np.array([row[column] for row in rows], dtype=np.str_)
