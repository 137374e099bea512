"""Hands cut anew from their crops: upright, centred, all as right hands."""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.classification.hands import Hands
from models.classification.pictures import Picture
from models.hand_squares import points_in_pictures, upright_square
from models.handcrop_reading import Stretch
from models.handcrop_reading import read_hands as read_handcrops
from models.handcrops import HandCrops
from store.db import Database

MARGIN_PX: Final = 20
"""The crops that are cut from have this padding, so that turning uncovers nothing."""


def read_upright(
    database: Database, hands: Hands, *, side_px: int
) -> tuple[Hands, NDArray[np.uint8]]:
    """Return the hands with a picture and landmarks, and their squares.

    Args:
        database: the store.
        hands: N hands.
        side_px: S, width and height of the squares.

    Returns:
        M of the hands, and their squares of shape (M, S, S, 3).
    """
    wanted = set(hands.crop_ids.tolist())
    found: dict[str, Picture] = {}
    for corpus in np.unique(hands.corpora).tolist():
        clips = hands.clip_ids[hands.corpora == corpus].tolist()
        stretch = Stretch(corpus, min(clips), max(clips), "all", MARGIN_PX)
        for crops in read_handcrops(database, stretch):
            found |= {
                crop: square
                for crop, square in _squares(crops, side_px)
                if crop in wanted
            }
    kept = hands.where(np.isin(hands.crop_ids, sorted(found)))
    squares = np.empty((len(kept), side_px, side_px, 3), np.uint8)
    for row, crop in enumerate(kept.crop_ids.tolist()):
        squares[row] = found[crop]
    return kept, squares


def _squares(crops: HandCrops, side_px: int) -> Iterator[tuple[str, Picture]]:
    """Yield id and square of each hand with a picture and landmarks."""
    points_px = points_in_pictures(crops)
    for row, picture in enumerate(crops.pictures):
        if picture is not None and np.isfinite(points_px[row]).all():
            yield (
                crops.crop_ids[row],
                upright_square(
                    picture,
                    points_px[row],
                    side_px=side_px,
                    mirror=crops.hands[row] == "left",
                ),
            )
