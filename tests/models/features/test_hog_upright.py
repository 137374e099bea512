from dataclasses import replace

import numpy as np

from models.features.hog_upright import compute
from models.handcrops import HandCrops
from tests.models.hand_maker import hand_crops, open_hand, picture_of


def test_compute__left_hand_is_described_as_its_mirror_image() -> None:
    right = hand_crops([open_hand()], pictures=[picture_of(5)])

    left = compute(mirrored(right))

    # Half a pixel lies between the two: pictures are mirrored about a pixel's edge.
    assert np.corrcoef(left[0], compute(right)[0])[0, 1] > 0.9
    as_right = compute(replace(mirrored(right), hands=["right"]))
    assert np.corrcoef(as_right[0], compute(right)[0])[0, 1] < 0.8


def test_compute__unseen_hand_has_no_values() -> None:
    crops = hand_crops([np.full((21, 3), np.nan)], pictures=[picture_of(5)])

    assert np.isnan(compute(crops)).all()


def mirrored(crops: HandCrops) -> HandCrops:
    """The left hand whose picture is the mirror image; the squares are centred."""
    pictures = [None if p is None else p[:, ::-1].copy() for p in crops.pictures]
    points = crops.points * (-1, 1, 1) + (1, 0, 0)
    return replace(
        crops, pictures=pictures, hands=["left"], points=points.astype(np.float32)
    )
