"""What a graph network is shown of each joint: place, bone, and how both move."""

from typing import Final

import numpy as np

from models.poses.preparation import Points, velocity
from models.poses.skeleton_graph import SkeletonGraph

CHANNELS: Final = 12
"""Coordinates, velocities, bones, bone velocities; three values each."""


def graph_values(points: Points, graph: SkeletonGraph) -> Points:
    """Return what is shown of each joint.

    A bone is the way from a joint's parent to the joint, 0 for a centre.

    Args:
        points: prepared, shape (B, T, 75, 3); what was never seen counts as 0.
        graph: of V joints.

    Returns:
        Shape (B, 12, T, V).
    """
    places = np.nan_to_num(points[..., graph.joints, :])  # (B, T, V, 3)
    bones = places - places[..., graph.parents(), :]
    shown = [places, velocity(places), bones, velocity(bones)]
    values = np.concatenate(shown, axis=-1)  # (B, T, V, 12)
    return np.ascontiguousarray(values.transpose(0, 3, 1, 2), np.float32)
