"""AlexNet's five convolutions on 20-px crops at 224 pixels, then PCA to 256 values.

Weights: `imagenet` (torchvision's, downloaded once), a file with torchvision's state of
the network, or `none`: random filters, which still see edges but have learnt nothing.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.feature import NO_WEIGHTS, Feature
from models.handcrops import HandCrops

DIMENSIONS: Final = 256 * 6 * 6
BATCH: Final = 32


def compute(crops: HandCrops, *, weights: str = NO_WEIGHTS) -> NDArray[np.float32]:
    """Return what the fifth convolution says of each 20-px crop, pooled to 6 x 6.

    Args:
        crops: the hands.
        weights: `imagenet`, `none`, or the path of a file.

    Returns:
        Shape (N, 9216); NaN rows where the picture cannot be read.

    Raises:
        CallError: the weights cannot be had.
    """
    from models.alexnet_network import convolve  # noqa: PLC0415 - torch takes seconds

    values = np.full((len(crops), DIMENSIONS), np.nan, dtype=np.float32)
    readable = [i for i, picture in enumerate(crops.pictures) if picture is not None]
    pictures = [picture for picture in crops.pictures if picture is not None]
    for start in range(0, len(readable), BATCH):
        batch = slice(start, start + BATCH)
        values[readable[batch]] = convolve(pictures[batch], weights=weights)
    return values


FEATURE: Final = Feature(
    name="alexnet",
    title="AlexNet (paper)",
    needs="crop images 20 px",
    dimensions=DIMENSIONS,
    compute=compute,
    reduced_to=256,
    uses_weights=True,
)
