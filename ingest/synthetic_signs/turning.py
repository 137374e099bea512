"""Rotations of many moments at once; of single ones see `ingest.signer.rotation`."""

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]
_SHORT = 1e-9


def lengths(vectors: Reals) -> Reals:
    """Return the lengths of vectors (..., 3), shape (..., 1)."""
    squares = np.einsum("...i,...i->...", vectors, vectors)
    return np.asarray(np.sqrt(squares)[..., None])


def units(vectors: Reals) -> Reals:
    """Return vectors (..., 3) scaled to length 1."""
    return np.asarray(vectors / np.maximum(lengths(vectors), _SHORT))


def turns(vectors_rad: Reals) -> Reals:
    """Return rotations about vectors (..., 3) by their lengths, shape (..., 3, 3).

    Reference: the formula of Rodrigues, as `cv2.Rodrigues` has it for one vector.
    """
    angles = lengths(vectors_rad)[..., None]
    x, y, z = np.moveaxis(units(vectors_rad), -1, 0)
    cross = np.zeros((*x.shape, 3, 3))
    cross[..., 0, 1], cross[..., 0, 2], cross[..., 1, 2] = -z, y, -x
    cross[..., 1, 0], cross[..., 2, 0], cross[..., 2, 1] = z, -y, x
    turned = np.eye(3) + np.sin(angles) * cross
    return np.asarray(turned + (1 - np.cos(angles)) * (cross @ cross))


def framed(along: Reals, palm: Reals) -> Reals:
    """Return hand frames, columns thumb side, fingers, palm.

    Args:
        along: where the fingers point, shape (..., 3).
        palm: where the palm looks; made perpendicular to `along`, shape (..., 3).

    Returns:
        Right-handed frames, shape (..., 3, 3).
    """
    fingers = units(along)
    lean = np.einsum("...i,...i->...", palm, fingers)[..., None]
    normal = units(palm - fingers * lean)
    return np.stack([crossed(fingers, normal), fingers, normal], axis=-1)


def crossed(one: Reals, other: Reals) -> Reals:
    """Return cross products; `np.cross` takes three times as long."""
    x, y, z = np.moveaxis(one, -1, 0)
    u, v, w = np.moveaxis(other, -1, 0)
    return np.stack([y * w - z * v, z * u - x * w, x * v - y * u], axis=-1)


def blended(start: Reals, end: Reals, shares: Reals) -> Reals:
    """Return frames between two, e.g. of a hand on its way.

    Args:
        start: shape (T, 3, 3) or (3, 3).
        end: shape (T, 3, 3) or (3, 3).
        shares: of the end, from 0 to 1, shape (T,).
    """
    part = shares[:, None, None]
    mixed = np.asarray(start + part * (end - start))
    return framed(mixed[..., 1], mixed[..., 2])
