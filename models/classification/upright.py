"""Hands cut anew from their crops: upright, centred, all as right hands."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.classification.hands import Hands
from models.classification.pictures import Picture
from models.hand_squares import upright_squares
from models.handcrop_reading import Stretch
from models.handcrop_reading import read_hands as read_handcrops
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
            for number, square in upright_squares(crops, side_px=side_px).items():
                if crops.crop_ids[number] in wanted:
                    found[crops.crop_ids[number]] = square
    kept = hands.where(np.isin(hands.crop_ids, sorted(found)))
    squares = np.empty((len(kept), side_px, side_px, 3), np.uint8)
    for row, crop in enumerate(kept.crop_ids.tolist()):
        squares[row] = found[crop]
    return kept, squares
