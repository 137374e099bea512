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
_NOWHERE: Final = (np.nan, np.nan, np.nan)


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
    for start in range(0, len(chosen), BATCH):
        yield _batch(database, stretch, chosen[start : start + BATCH], landmarks)


class _Landmarks:
    """Both hands in every frame of some clips."""

    def __init__(self, rows: pa.Table) -> None:
        self.row_of = {id_: i for i, id_ in enumerate(rows["frame_id"].to_pylist())}
        self._points = _vectors(rows["points"]).reshape(-1, POINTS, 3)
        self._world = _vectors(rows["hand_world"]).reshape(-1, 2 * HAND_POINTS, 3)
        self._hold_rows = {hand: _hold_rows(rows, hand) for hand in HANDS}

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


def _batch(
    database: Database,
    stretch: Stretch,
    chosen: Sequence[dict[str, Any]],
    landmarks: _Landmarks,
) -> HandCrops:
    hands: list[Hand] = [crop["hand"] for crop in chosen]
    rows = [landmarks.row_of[crop["frame_id"]] for crop in chosen]
    places = list(zip(rows, hands, strict=True))
    pictures, squares = _pictures(database, stretch, chosen)
    sizes = [(crop["width_px"], crop["height_px"]) for crop in chosen]
    return HandCrops(
        crop_ids=[crop["crop_id"] for crop in chosen],
        hands=hands,
        pictures=pictures,
        squares_px=squares,
        frames_px=np.array(sizes, dtype=np.float32),
        points=np.stack([landmarks.points([row], hand)[0] for row, hand in places]),
        world=np.stack([landmarks.world([row], hand)[0] for row, hand in places]),
        holds=[landmarks.hold(row, hand) for row, hand in places],
    )


def _pictures(
    database: Database, stretch: Stretch, chosen: Sequence[dict[str, Any]]
) -> tuple[list[Picture | None], NDArray[np.float32]]:
    if stretch.padding_px is None:
        return [None] * len(chosen), np.full((len(chosen), 3), np.nan, np.float32)
    ids = [
        f"{crop['frame_id']}/{crop['hand']}/p{stretch.padding_px:02d}"
        for crop in chosen
    ]
    found = {
        row["crop_id"]: row
        for row in database.rows("crop_pictures", corpus=stretch.corpus, crop_ids=ids)
    }
    pictures = [_decoded(found[id_]["image"]) if id_ in found else None for id_ in ids]
    squares = [
        tuple(found[id_][side] for side in ("left_px", "top_px", "side_px"))
        if id_ in found
        else _NOWHERE
        for id_ in ids
    ]
    return pictures, np.array(squares, dtype=np.float32)


def _decoded(jpeg: bytes) -> Picture | None:
    """Return a crop's picture; None where the bytes are no picture."""
    if not jpeg:
        return None
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR_RGB)
    return None if picture is None else np.asarray(picture, dtype=np.uint8)


def _vectors(column: pa.ChunkedArray) -> NDArray[np.float32]:
    """Return the values of a list column, one after the other."""
    lists = column.combine_chunks()
    values: NDArray[np.float32] = lists.flatten().to_numpy(zero_copy_only=False)
    return values
