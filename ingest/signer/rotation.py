"""Rotations of 3-vectors: the few that the synthetic signer needs."""

import math

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]


def unit(vector: ArrayLike) -> Vector:
    """Return the vector scaled to length 1 (a zero vector stays zero)."""
    v = np.asarray(vector, np.float64)
    return v / max(float(np.linalg.norm(v)), 1e-12)


def about_x(angle_rad: float) -> Matrix:
    """Return the rotation by an angle about +x."""
    c, s = math.cos(angle_rad), math.sin(angle_rad)
    return np.array([[1, 0, 0], [0, c, -s], [0, s, c]], np.float64)


def about_y(angle_rad: float) -> Matrix:
    """Return the rotation by an angle about +y."""
    c, s = math.cos(angle_rad), math.sin(angle_rad)
    return np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]], np.float64)


def about_z(angle_rad: float) -> Matrix:
    """Return the rotation by an angle about +z."""
    c, s = math.cos(angle_rad), math.sin(angle_rad)
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]], np.float64)


def from_vector(rotation_rad: ArrayLike) -> Matrix:
    """Return the rotation about a vector by its length (Rodrigues)."""
    vector = np.asarray(rotation_rad, np.float64).reshape(3)
    return np.asarray(cv2.Rodrigues(vector)[0], np.float64)


def between(start: Matrix, end: Matrix, share: float) -> Matrix:
    """Return the rotation a share (0 to 1) of the shortest way from start to end."""
    vector = np.asarray(cv2.Rodrigues(start.T @ end)[0], np.float64)
    return start @ from_vector(vector * share)


def hand_frame(fingers: ArrayLike, palm: ArrayLike) -> Matrix:
    """Return a right hand's frame from where its fingers and its palm point.

    Args:
        fingers: direction of the extended fingers, world.
        palm: direction out of the palm; made perpendicular to `fingers`.

    Returns:
        Columns thumb side, fingers, palm; shape (3, 3), right-handed.
    """
    y = unit(fingers)
    normal = np.asarray(palm, np.float64)
    z = unit(normal - y * float(normal @ y))
    return np.stack([np.cross(y, z), y, z], axis=1)


def mirrored(matrix: Matrix) -> Matrix:
    """Return the rotation as a mirror in the plane x = 0 shows it."""
    flip = np.diag([-1.0, 1.0, 1.0])
    return np.asarray(flip @ matrix @ flip)
