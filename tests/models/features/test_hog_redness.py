import numpy as np
import pytest

from models.features.hog_redness import compute, redness
from models.handcrops import Picture
from tests.models.hand_maker import hand_crops, open_hand


def two_coloured(one: tuple[int, int, int], other: tuple[int, int, int]) -> Picture:
    """A disc of one colour before a ground of another."""
    rows, columns = np.mgrid[:96, :96]
    disc = (rows - 48) ** 2 + (columns - 40) ** 2 < 20**2
    return np.where(disc[..., None], one, other).astype(np.uint8)


def test_redness__grey_of_any_lightness_is_neither_red_nor_green() -> None:
    greys = np.array([[[0, 0, 0], [90, 90, 90], [255, 255, 255]]], np.uint8)

    assert redness(greys).tolist() == [[128, 128, 128]]
    assert redness(np.array([[[200, 130, 110]]], np.uint8))[0, 0] > 140


def test_compute__a_hand_as_light_as_its_ground_still_has_an_outline() -> None:
    # Both have lightness 62 of 100.
    red, grey = (221, 128, 113), (150, 150, 150)
    pictures = [two_coloured(red, grey), two_coloured(grey, (90, 90, 90))]

    found = compute(hand_crops([open_hand()] * 2, pictures=pictures))

    assert found[0].max() > 0.3
    assert found[1].max() == 0
    blocks = (found[0] ** 2).reshape(-1, 36).sum(axis=1)
    assert blocks.max() == pytest.approx(1, abs=1e-3)


def test_compute__unseen_hand_has_no_values() -> None:
    crops = hand_crops(
        [np.full((21, 3), np.nan)], pictures=[two_coloured((9, 9, 9), (1, 1, 1))]
    )

    assert np.isnan(compute(crops)).all()
