"""Joint angles averaged over the hold: the depth of single frames is noisy."""

from itertools import accumulate
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.feature import Feature
from models.features.joint_angles import DIMENSIONS, joint_angles
from models.handcrops import HandCrops, mirrored_to_right


def compute(crops: HandCrops) -> NDArray[np.float32]:
    """Return the median of each value over the frames of the crop's hold.

    Frames in which the hand was not seen are left out; NaN where it was seen in none.
    """
    if not len(crops):
        return np.empty((0, DIMENSIONS), dtype=np.float32)
    lengths = [len(hold) for hold in crops.holds]
    are_left = np.repeat(crops.are_left, lengths)
    frames = joint_angles(mirrored_to_right(np.concatenate(crops.holds), are_left))
    ends = list(accumulate(lengths))
    spans = zip([0, *ends[:-1]], ends, strict=True)
    return np.stack([_median(frames[start:end]) for start, end in spans])


def _median(frames: NDArray[np.float32]) -> NDArray[np.float32]:
    seen = frames[~np.isnan(frames[:, 0])]
    if not len(seen):
        return np.full(DIMENSIONS, np.nan, dtype=np.float32)
    median: NDArray[np.float32] = np.median(seen, axis=0)
    return median


FEATURE: Final = Feature(
    name="joint_angles_hold",
    title="Joint angles over the hold",
    needs="hold landmarks",
    dimensions=DIMENSIONS,
    compute=compute,
)
