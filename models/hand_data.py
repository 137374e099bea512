"""Rendered hands read from a store as arrays to train on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from models.hand_squares import upright_square
from store.db import Database
from store.errors import CallError
from store.skeleton import FINGERS, HAND_POINTS, MIDDLE_MCP, WRIST

MARGIN: Final = 0.25
"""Room around the hand for turning and shifting, as a share of its square."""
FINGER_WIDTH: Final = 0.30
"""In palm lengths."""
SHORTEST_PALM: Final = 0.5
"""Least palm length, as a share of the hand's extent: palms are foreshortened."""
_POINTS_PER_FINGER: Final = 4
PALM_POINTS: Final = (0, 1, 2, 5, 9, 13, 17)
"""Wrist, the thumb's first two joints and the knuckles."""


@dataclass(frozen=True, slots=True)
class HandData:
    """N rendered hands.

    Attributes:
        clip_ids: their clips.
        squares: upright squares with a margin, as right hands, shape (N, S, S, 3).
        masks: about where the hand is, 0 or 255, shape (N, S, S).
        handshapes, orientations, parts: of each hand, shape (N,).
    """

    clip_ids: NDArray[np.str_]
    squares: NDArray[np.uint8]
    masks: NDArray[np.uint8]
    handshapes: NDArray[np.str_]
    orientations: NDArray[np.str_]
    parts: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.clip_ids)

    def where(self, rows: NDArray[np.bool_]) -> "HandData":
        """Return some of the hands."""
        return HandData(
            self.clip_ids[rows],
            self.squares[rows],
            self.masks[rows],
            self.handshapes[rows],
            self.orientations[rows],
            self.parts[rows],
        )


def read_hand_data(database: Database, corpus: str, *, side_px: int) -> HandData:
    """Return the rendered hands of a corpus.

    Args:
        database: the store.
        corpus: its id.
        side_px: side of the encoder's pictures; the squares are larger by the margin.

    Raises:
        CallError: the corpus has no rendered hands.
    """
    rows = database.query("hand_training_crops", corpus=corpus).to_pylist()
    if not rows:
        raise CallError(
            f"Corpus {corpus!r} has no rendered hands: run "
            "`signatlas ingest rendered-hands` first."
        )
    size = round(side_px * (1 + 2 * MARGIN))
    placed = [_placed(row, size) for row in rows]
    return HandData(
        clip_ids=_names(rows, "clip_id"),
        squares=np.stack([square for square, _ in placed]),
        masks=np.stack([mask for _, mask in placed]),
        handshapes=_names(rows, "handshape"),
        orientations=_names(rows, "orientation"),
        parts=_names(rows, "split"),
    )


def _names(rows: Sequence[dict[str, Any]], column: str) -> NDArray[np.str_]:
    return np.array([row[column] for row in rows], dtype=np.str_)


def _placed(
    row: dict[str, Any], size: int
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    encoded = np.frombuffer(row["image"], np.uint8)
    picture = np.asarray(cv2.imdecode(encoded, cv2.IMREAD_COLOR_RGB), np.uint8)
    points = _points_px(row, len(picture))
    mirror = row["hand"] == "left"
    how = {"side_px": size, "mirror": mirror, "margin": MARGIN}
    square = upright_square(picture, points, **how)
    return square, upright_square(_mask(points, len(picture)), points, **how)


def _points_px(row: dict[str, Any], shown_px: int) -> NDArray[np.float64]:
    both = np.array(row["hands"], np.float64).reshape(2, HAND_POINTS, 2)
    points = both[0 if row["hand"] == "left" else 1]
    in_frame = points * (row["width_px"], row["height_px"])
    corner = np.array([row["left_px"], row["top_px"]])
    points_px: NDArray[np.float64] = (in_frame - corner) * shown_px / row["side_px"]
    return points_px


def _mask(points: NDArray[np.float64], side_px: int) -> NDArray[np.uint8]:
    """Return where flesh is: fingers as thick lines, the palm, and the forearm."""
    mask = np.zeros((side_px, side_px), np.uint8)
    whole = np.rint(points).astype(np.int32)
    fingers = whole[1:].reshape(len(FINGERS), _POINTS_PER_FINGER, 2)
    palm = max(
        float(np.linalg.norm(points[MIDDLE_MCP] - points[WRIST])),
        SHORTEST_PALM * float(np.ptp(points, axis=0).max()),
    )
    width = max(2, round(FINGER_WIDTH * palm))
    cv2.polylines(mask, list(fingers), isClosed=False, color=(255,), thickness=width)
    hull = cv2.convexHull(whole[list(PALM_POINTS)])
    cv2.fillConvexPoly(mask, hull, (255,))
    cv2.polylines(mask, [hull], isClosed=True, color=(255,), thickness=width)
    return mask
