"""Hands read from a store, a stretch of clips at a time."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import cv2
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from models.handcrops import HandCrops, Picture
from store.arrow_arrays import in_one
from store.db import Database
from store.skeleton import (
    HAND_POINTS,
    HAND_SLICES,
    HAND_WORLD_SLICES,
    HANDS,
    POINTS,
    Hand,
)

Choice = Literal["sharp", "all", "holds"]
BATCH: Final = 256


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive clips of a corpus, by id; which of their hands; at which padding."""

    corpus: str
    first: str
    last: str
    choice: Choice
    padding_px: int | None


def read_hands(database: Database, stretch: Stretch) -> Iterator[HandCrops]:
    """Yield the chosen hands of a stretch of clips, in batches, in order of their ids."""
    where = {"corpus": stretch.corpus, "first": stretch.first, "last": stretch.last}
    chosen = database.rows("crops_chosen", choice=stretch.choice, **where)
    if not chosen:
        return
    landmarks = _Landmarks(database.query("hand_landmarks", **where))
    pictures = _read_pictures(database, stretch)
    for start in range(0, len(chosen), BATCH):
        yield _batch(chosen[start : start + BATCH], landmarks, pictures, stretch)


class _Landmarks:
    """Both hands in every frame of some clips; NaN for a frame that is not there.

    A clip that is being read anew while features are computed may lack frames.
    """

    def __init__(self, rows: pa.Table) -> None:
        frames = rows["frame_id"].to_pylist()
        self._row_of = {frame_id: row for row, frame_id in enumerate(frames)}
        self._missing = len(frames)
        self._points = _with_nowhere(rows["points"], POINTS)
        self._world = _with_nowhere(rows["hand_world"], 2 * HAND_POINTS)
        self._hold_rows = {hand: _hold_rows(rows, hand) for hand in HANDS}

    def row(self, frame_id: str) -> int:
        return self._row_of.get(frame_id, self._missing)

    def points(self, rows: Sequence[int], hand: Hand) -> NDArray[np.float32]:
        return self._points[rows, HAND_SLICES[hand]]

    def world(self, rows: Sequence[int], hand: Hand) -> NDArray[np.float32]:
        return self._world[rows, HAND_WORLD_SLICES[hand]]

    def hold(self, row: int, hand: Hand) -> NDArray[np.float32]:
        return self.world(self._hold_rows[hand].get(row, [row]), hand)


def _hold_rows(rows: pa.Table, hand: Hand) -> dict[int, list[int]]:
    """Return, for each row within a hold of the hand, all rows of that hold."""
    members: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    clips = rows["clip_id"].to_pylist()
    holds = rows[f"{hand}_hold"].to_pylist()
    for row, hold in enumerate(zip(clips, holds, strict=True)):
        if hold[1] is not None:
            members[hold].append(row)
    return {row: together for together in members.values() for row in together}


def _read_pictures(database: Database, stretch: Stretch) -> dict[str, dict[str, Any]]:
    """Return the crops at the padding that is asked for, by id, not yet decoded."""
    if stretch.padding_px is None:
        return {}
    rows = database.rows(
        "crop_pictures",
        corpus=stretch.corpus,
        first=stretch.first,
        last=stretch.last,
        padding_px=stretch.padding_px,
    )
    return {row["crop_id"]: row for row in rows}


def _batch(
    chosen: Sequence[dict[str, Any]],
    landmarks: _Landmarks,
    pictures: dict[str, dict[str, Any]],
    stretch: Stretch,
) -> HandCrops:
    hands: list[Hand] = [crop["hand"] for crop in chosen]
    rows = [landmarks.row(crop["frame_id"]) for crop in chosen]
    places = list(zip(rows, hands, strict=True))
    suffix = f"p{stretch.padding_px or 0:02d}"
    shown = [
        pictures.get(f"{crop['frame_id']}/{crop['hand']}/{suffix}") for crop in chosen
    ]
    sizes = [(crop["width_px"], crop["height_px"]) for crop in chosen]
    return HandCrops(
        crop_ids=[crop["crop_id"] for crop in chosen],
        hands=hands,
        pictures=[_decoded(row["image"] if row else b"") for row in shown],
        squares_px=np.array([_square(row) for row in shown], dtype=np.float32),
        frames_px=np.array(sizes, dtype=np.float32),
        points=np.stack([landmarks.points([row], hand)[0] for row, hand in places]),
        world=np.stack([landmarks.world([row], hand)[0] for row, hand in places]),
        holds=[landmarks.hold(row, hand) for row, hand in places],
    )


def _square(row: dict[str, Any] | None) -> tuple[float, float, float]:
    if row is None:
        return (np.nan, np.nan, np.nan)
    return (row["left_px"], row["top_px"], row["side_px"])


def _decoded(jpeg: bytes) -> Picture | None:
    """Return a crop's picture; None where the bytes are no picture."""
    if not jpeg:
        return None
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR_RGB)
    return None if picture is None else np.asarray(picture, dtype=np.uint8)


def _with_nowhere(column: pa.ChunkedArray, points: int) -> NDArray[np.float32]:
    """Return lists of points, shape (rows + 1, points, 3), the last of them NaN."""
    values = in_one(column).flatten().to_numpy(zero_copy_only=False)
    rows = values.astype(np.float32).reshape(-1, points, 3)
    nowhere = np.full((1, points, 3), np.nan, dtype=np.float32)
    return np.concatenate([rows, nowhere])
