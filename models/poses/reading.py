"""Keypoints of clips out of the store."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from models.poses.preparation import PoseSequence
from store.db import Database
from store.skeleton import POINTS


@dataclass(frozen=True, slots=True, eq=False)
class Signs:
    """N clips of signs with their keypoints.

    Attributes:
        clip_ids, corpora, glosses: of the clips; gloss empty where unknown; shape (N,).
        sequences: N of them.
    """

    clip_ids: NDArray[np.str_]
    corpora: NDArray[np.str_]
    glosses: NDArray[np.str_]
    sequences: tuple[PoseSequence, ...]

    def __len__(self) -> int:
        return len(self.sequences)

    def where(self, chosen: NDArray[np.bool_]) -> "Signs":
        """Return some of the clips."""
        kept = np.flatnonzero(chosen)
        return Signs(
            self.clip_ids[kept],
            self.corpora[kept],
            self.glosses[kept],
            tuple(self.sequences[row] for row in kept),
        )


def read_signs(
    database: Database, corpora: Sequence[str], *, clip_ids: Sequence[str] | None = None
) -> Signs:
    """Return the clips of corpora that have keypoints, sorted by id.

    Args:
        database: the store.
        corpora: whose clips.
        clip_ids: only these; None: all.
    """
    rows = database.query(
        "keypoints_of",
        corpora=list(corpora),
        everything=clip_ids is None,
        clips=list(clip_ids or ()),
    )
    return Signs(
        _texts(rows["clip_id"]),
        _texts(rows["corpus"]),
        _texts(rows["gloss"]),
        tuple(_sequence(rows, place) for place in range(rows.num_rows)),
    )


def _sequence(rows: pa.Table, place: int) -> PoseSequence:
    points = rows["points"][place].values.to_numpy(zero_copy_only=False)
    times = rows["times"][place].values.to_numpy(zero_copy_only=False)
    return PoseSequence(
        points.astype(np.float32).reshape(-1, POINTS, 3),
        times.astype(np.int64),
        float(rows["aspect"][place].as_py()),
    )


def _texts(column: pa.ChunkedArray) -> NDArray[np.str_]:
    return np.array(column.to_pylist(), dtype=np.str_)
