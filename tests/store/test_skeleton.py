import numpy as np

from store import skeleton


def test_points__seventy_five_with_distinct_names() -> None:
    assert skeleton.POINTS == 75
    assert len(set(skeleton.POINT_NAMES)) == 75
    assert skeleton.POINT_VALUES == 225
    assert skeleton.HAND_WORLD_VALUES == 126


def test_slices__cover_every_point_once() -> None:
    order = np.arange(skeleton.POINTS)
    parts = [
        order[skeleton.POSE],
        order[skeleton.LEFT_HAND],
        order[skeleton.RIGHT_HAND],
    ]

    np.testing.assert_array_equal(np.concatenate(parts), order)


def test_mirror_index__swaps_sides_and_undoes_itself() -> None:
    mirror = skeleton.mirror_index()

    assert mirror[skeleton.LEFT_SHOULDER] == skeleton.RIGHT_SHOULDER
    assert mirror[skeleton.LEFT_HAND].tolist() == list(range(54, 75))
    assert mirror[0] == 0
    np.testing.assert_array_equal(mirror[mirror], np.arange(75))


def test_hand_limbs__a_tree_with_the_palm_closed() -> None:
    limbs = skeleton.hand_limbs()

    assert len(limbs) == 21
    assert {point for limb in limbs for point in limb} == set(range(21))


def test_pose_limbs__name_points_of_the_body() -> None:
    assert all(a < 33 and b < 33 for a, b in skeleton.pose_limbs())
    assert (11, 12) in skeleton.pose_limbs()
