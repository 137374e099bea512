"""What every file in `models/features/` promises."""

import numpy as np
import pytest

from models.feature import Feature, feature_names, load_feature
from store.errors import UnknownNameError
from tests.models.hand_maker import hand_crops, open_hand, picture_of

UNSEEN = np.full((21, 3), np.nan, dtype=np.float32)


@pytest.fixture(params=feature_names())
def feature(request: pytest.FixtureRequest) -> Feature:
    return load_feature(request.param)


def test_feature__is_called_like_its_file(
    feature: Feature, request: pytest.FixtureRequest
) -> None:
    assert feature.name in request.node.name


def test_feature__no_hands(feature: Feature) -> None:
    values = feature.compute(hand_crops([]))

    assert values.shape == (0, feature.dimensions)


def test_feature__one_row_of_finite_values_a_hand(feature: Feature) -> None:
    crops = hand_crops([open_hand(), open_hand(bend=1)], pictures=[picture_of(1)] * 2)

    values = feature.compute(crops)

    assert values.shape == (2, feature.dimensions)
    assert values.dtype == np.float32
    assert np.isfinite(values).all()


def test_feature__nan_row_where_impossible_and_only_there(feature: Feature) -> None:
    crops = hand_crops([open_hand(), UNSEEN], pictures=[picture_of(1), None])

    values = feature.compute(crops)

    assert np.isfinite(values[0]).all()
    assert np.isnan(values[1]).all()


def test_feature__rows_do_not_depend_on_each_other(feature: Feature) -> None:
    crops = hand_crops(
        [open_hand(bend=bend) for bend in (0.1, 0.6, 1.2)],
        pictures=[picture_of(seed) for seed in range(3)],
    )

    together = feature.compute(crops)
    alone = feature.compute(crops.take(np.array([2])))

    np.testing.assert_allclose(together[2:], alone, rtol=1e-4, atol=1e-5)


def test_load_feature__unknown_name() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'hog'"):
        load_feature("hogg")
