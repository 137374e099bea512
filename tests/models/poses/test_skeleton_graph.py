"""The skeleton's graph and what is shown of it, compared with what a hand would write."""

import numpy as np
import pytest

from models.poses.graph_values import graph_values
from models.poses.preparation import about_shoulders, filled
from models.poses.skeleton_graph import (
    SkeletonGraph,
    body_graph,
    hand_graph,
    whole_graph,
)
from store.skeleton import LEFT_HAND, LEFT_SHOULDER, RIGHT_HAND
from tests.models.poses.pose_maker import signing

CHAIN = SkeletonGraph(np.array([4, 5, 9]), [(4, 5), (5, 9)], (4,))


def test_partitions__a_chain_by_hand() -> None:
    own, nearer, further = CHAIN.partitions()

    assert own == pytest.approx(np.diag([1 / 2, 1 / 3, 1 / 2]))
    assert nearer == pytest.approx(np.array([[0, 0, 0], [1 / 3, 0, 0], [0, 1 / 2, 0]]))
    assert further == pytest.approx(np.array([[0, 1 / 2, 0], [0, 0, 1 / 3], [0, 0, 0]]))


def test_partitions__rows_of_all_three_are_averages() -> None:
    for graph in (body_graph(), hand_graph(LEFT_HAND), whole_graph()):
        sums = graph.partitions().sum(axis=(0, 2))

        assert sums == pytest.approx(1)


def test_partitions__shoulders_are_equally_near() -> None:
    own, nearer, _ = body_graph().partitions()

    # Places: nose 0, shoulders 1 and 2, elbows 3 and 4, wrists 5 and 6.
    assert own[1].tolist() == pytest.approx([0, 1 / 4, 1 / 4, 0, 0, 0, 0])
    assert nearer[5].tolist() == pytest.approx([0, 0, 0, 1 / 2, 0, 0, 0])


def test_parents__fingers_lead_to_the_wrist_and_hands_to_the_arms() -> None:
    hand = hand_graph(RIGHT_HAND).parents()
    whole = whole_graph()
    parents = whole.joints[whole.parents()]

    assert hand[:9].tolist() == [0, 0, 1, 2, 3, 0, 5, 6, 7]
    wrists = np.flatnonzero(np.isin(whole.joints, (LEFT_HAND.start, RIGHT_HAND.start)))
    assert parents[wrists].tolist() == [15, 16]
    assert parents[np.flatnonzero(whole.joints == LEFT_SHOULDER)] == LEFT_SHOULDER


def test_distances__every_joint_hangs_on_the_body() -> None:
    away = whole_graph().distances()

    # Shoulder, elbow, wrist, hand, knuckles of index and middle finger, its other joints.
    assert away.tolist()[:7] == [1, 0, 0, 1, 1, 2, 2]
    assert away[7:].min() == 3
    assert away.max() == 8


def test_graph_values__coordinates_velocities_bones_and_their_velocities() -> None:
    points = np.zeros((1, 2, 75, 3), np.float32)
    points[0, 0, 5], points[0, 1, 5] = (1, 2, 3), (2, 4, 6)
    points[0, :, 4] = 1

    values = graph_values(points, CHAIN)

    assert values.shape == (1, 12, 2, 3)
    assert values[0, :, 1, 1].tolist() == [2, 4, 6, 1, 2, 3, 1, 3, 5, 1, 2, 3]
    assert values[0, 6:9, 0, 0].tolist() == [0, 0, 0]


def test_graph_values__a_hand_never_seen_is_0() -> None:
    points = filled(about_shoulders(signing(1).points))[None]

    values = graph_values(points, hand_graph(LEFT_HAND))

    assert np.array_equal(values, np.zeros_like(values))
