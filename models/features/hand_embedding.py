"""Where a trained hand encoder puts the upright 20-px crop, whatever its orientation.

Weights: the file of an encoder that `signatlas train hand_embedding` made. With `none`
the encoder is random: it sees blobs of colour but has learnt nothing.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.feature import NO_WEIGHTS, Feature
from models.hand_squares import plain_square, points_in_pictures, upright_square
from models.handcrops import HandCrops, Picture

DIMENSIONS: Final = 64


def compute(crops: HandCrops, *, weights: str = NO_WEIGHTS) -> NDArray[np.float32]:
    """Return unit vectors, shape (N, 64); NaN where the picture cannot be read.

    A hand whose points are known is turned upright; another one is taken as it is.

    Args:
        crops: the hands.
        weights: path of a trained encoder, or `none`.

    Raises:
        CallError: the file holds no hand encoder of 64 dimensions.
    """
    from models.hand_weights import encoded, encoder_for  # noqa: PLC0415 - torch

    encoder = encoder_for(weights, dimensions=DIMENSIONS)
    values = np.full((len(crops), DIMENSIONS), np.nan, dtype=np.float32)
    squares = _squares(crops, encoder.config.side_px)
    if squares:
        values[list(squares)] = encoded(encoder, np.stack(list(squares.values())))
    return values


def _squares(crops: HandCrops, side_px: int) -> dict[int, Picture]:
    """Return the encoder's pictures of the hands that have one, by number."""
    points_px = points_in_pictures(crops)
    squares: dict[int, Picture] = {}
    for i, picture in enumerate(crops.pictures):
        if picture is None:
            continue
        mirror = crops.hands[i] == "left"
        if np.isfinite(points_px[i]).all():
            squares[i] = upright_square(
                picture, points_px[i], side_px=side_px, mirror=mirror
            )
        else:
            squares[i] = plain_square(picture, side_px=side_px, mirror=mirror)
    return squares


FEATURE: Final = Feature(
    name="hand_embedding",
    title="Hand embedding",
    needs="crop images 20 px",
    dimensions=DIMENSIONS,
    compute=compute,
    uses_weights=True,
)
