"""How a hand is formed, told by a network from the points that MediaPipe sees.

Where `joint_angles` measures angles in the three dimensions that MediaPipe guesses, here
a network tells the values of `joint_angles` that the hand truly has. It was trained on
rendered hands of invented people, whose true forms are known: seen from all sides with
made errors, and as MediaPipe saw them in their pictures. The vector is what it tells,
each value standardised, at length 1, so that distances between vectors compare
handshapes in any orientation, taught or not.

The network takes points, no pictures: a convolutional branch over upright crops, trained
beside it for minutes on 12,000 rendered hands, changed no clustering for the better, and
supervised contrastive learning clustered no better than to tell the form.

Weights: the file of an encoder that `signatlas train hand_embedding` made. With `none`
the encoder is random: it has learnt nothing.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.feature import NO_WEIGHTS, Feature
from models.features.joint_angles import DIMENSIONS
from models.handcrops import HandCrops, mirrored_to_right


def compute(crops: HandCrops, *, weights: str = NO_WEIGHTS) -> NDArray[np.float32]:
    """Return unit vectors, shape (N, 38); NaN where the hand was not seen.

    Args:
        crops: the hands.
        weights: path of a trained encoder, or `none`.

    Raises:
        CallError: the file holds no hand encoder.
    """
    from models.hand_weights import encoded, encoder_for  # noqa: PLC0415 - torch

    encoder = encoder_for(weights)
    widths, heights = crops.frames_px[:, :1], crops.frames_px[:, 1:]
    # Depth comes in widths of the frame, as x does.
    in_px = crops.points * np.stack([widths, heights, widths], axis=2)
    points = mirrored_to_right(in_px, crops.are_left)
    seen = np.isfinite(points).all(axis=(1, 2))
    values = np.full((len(crops), DIMENSIONS), np.nan, dtype=np.float32)
    values[seen] = encoded(encoder, points[seen])
    return values


FEATURE: Final = Feature(
    name="hand_embedding",
    title="Hand embedding",
    needs="landmarks",
    dimensions=DIMENSIONS,
    compute=compute,
    uses_weights=True,
)
