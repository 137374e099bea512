"""The skeleton as a graph: which joints are linked, and which way leads to the body.

Reference: Yan, Xiong and Lin, Spatial temporal graph convolutional networks for
skeleton-based action recognition, AAAI 2018, doi:10.1609/aaai.v32i1.12328 (partitions by
the distance from the centre).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.poses.preparation import SIGNING
from store.skeleton import (
    HAND_POINTS,
    HAND_SLICES,
    LEFT_HAND,
    LEFT_SHOULDER,
    POSE_NAMES,
    POSE_POINTS,
    RIGHT_HAND,
    RIGHT_SHOULDER,
    WRIST,
    hand_limbs,
    pose_limbs,
)

Link = tuple[int, int]
PARTITIONS: Final = 3
"""Itself and those as near to the centre; nearer ones; those further away."""


@dataclass(frozen=True, slots=True, eq=False)
class SkeletonGraph:
    """V joints.

    Attributes:
        joints: their places among the 75 points, shape (V,).
        links: pairs of places among the 75 points; both ends are joints.
        centres: joints that all others hang on, among the 75 points.
    """

    joints: NDArray[np.intp]
    links: Sequence[Link]
    centres: Sequence[int]

    def neighbours(self) -> NDArray[np.bool_]:
        """Return which joints are linked, shape (V, V); each is linked to itself."""
        linked = np.eye(len(self.joints), dtype=bool)
        for a, b in self._places(self.links):
            linked[a, b] = linked[b, a] = True
        return linked

    def distances(self) -> NDArray[np.intp]:
        """Return how many links each joint is away from the nearest centre, (V,)."""
        linked = self.neighbours()
        away = np.full(len(self.joints), -1, np.intp)
        away[np.searchsorted(self.joints, self.centres)] = 0
        for step in range(1, len(away)):
            reached = linked[away == step - 1].any(axis=0)
            away[reached & (away < 0)] = step
        return away

    def partitions(self) -> NDArray[np.float32]:
        """Return the weights of neighbours in three parts, shape (3, V, V).

        Row v of all three together has sum 1: a joint's neighbours are averaged.
        """
        linked, away = self.neighbours(), self.distances()
        nearer = away[None, :] < away[:, None]
        further = away[None, :] > away[:, None]
        parts = np.stack([~nearer & ~further, nearer, further]) & linked
        shares: NDArray[np.float64] = parts / linked.sum(axis=1)[:, None]
        return shares.astype(np.float32)

    def parents(self) -> NDArray[np.intp]:
        """Return the neighbour of each joint on its way to a centre, shape (V,).

        A centre is its own parent.
        """
        linked, away = self.neighbours(), self.distances()
        nearer = linked & (away[None, :] == away[:, None] - 1)
        own = np.arange(len(away))
        return np.where(nearer.any(axis=1), nearer.argmax(axis=1), own)

    def _places(self, pairs: Sequence[Link]) -> list[Link]:
        """Return links as places among the joints."""
        return [
            (int(a), int(b)) for a, b in np.searchsorted(self.joints, np.array(pairs))
        ]


def body_graph() -> SkeletonGraph:
    """Return nose, shoulders, elbows and wrists; the nose hangs on both shoulders."""
    joints = np.sort(SIGNING[SIGNING < POSE_POINTS])
    nose = POSE_NAMES.index("nose")
    arms = [link for link in pose_limbs() if np.isin(link, joints).all()]
    arms = [link for link in arms if nose not in link]
    necks = [(nose, LEFT_SHOULDER), (nose, RIGHT_SHOULDER)]
    return SkeletonGraph(joints, [*arms, *necks], (LEFT_SHOULDER, RIGHT_SHOULDER))


def hand_graph(hand: slice) -> SkeletonGraph:
    """Return a hand, `LEFT_HAND` or `RIGHT_HAND`, that hangs on its wrist."""
    first = hand.start
    links = [(first + a, first + b) for a, b in hand_limbs()]
    joints = np.arange(first, first + HAND_POINTS)
    return SkeletonGraph(joints, links, (first + WRIST,))


def whole_graph() -> SkeletonGraph:
    """Return the 49 joints that sign; hands hang on the wrists of the arms."""
    body, left, right = body_graph(), hand_graph(LEFT_HAND), hand_graph(RIGHT_HAND)
    wrists = [
        (POSE_NAMES.index(f"{hand}_wrist"), place.start + WRIST)
        for hand, place in HAND_SLICES.items()
    ]
    return SkeletonGraph(
        np.concatenate([body.joints, left.joints, right.joints]),
        [*body.links, *left.links, *right.links, *wrists],
        body.centres,
    )
