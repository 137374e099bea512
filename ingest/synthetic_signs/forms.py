"""Where the joints of a hand are, for all frames of a clip at once.

The same hand as `ingest.signer.hand`, whose function for one hand is the test of this one.
A digit flexes in one plane: its bones are turned in it by sums of angles.
"""

from typing import Final

import numpy as np

from ingest.signer.hand import FINGERS, THUMB, THUMB_ANGLES
from ingest.synthetic_signs.turning import Reals, units
from store.skeleton import HAND_POINTS

_DIGITS: Final = (THUMB, *FINGERS)
_BASES_CM: Final = np.array([digit.base for digit in _DIGITS])
_LENGTHS_CM: Final = np.array([digit.lengths for digit in _DIGITS])
_INWARD_RAD: Final = np.radians([digit.inward_deg for digit in FINGERS])


def joints_over_time(angles_deg: Reals, *, finger_length: float = 1.0) -> Reals:
    """Return where the 21 joints of a right hand are in its own frame, cm.

    Args:
        angles_deg: joint angles, shape (T, 21).
        finger_length: factor on the length of all bones beyond the palm.

    Returns:
        Shape (T, 21, 3).
    """
    radians = np.radians(angles_deg)
    fingers = radians[:, : THUMB_ANGLES.start].reshape(-1, len(FINGERS), 4)
    thumb = radians[:, THUMB_ANGLES]
    parts = [_thumb_plane(thumb), _finger_planes(fingers)]
    along, palmar = (np.concatenate(pair, axis=1) for pair in zip(*parts, strict=True))
    flexed = [thumb[:, None, 3:], fingers[:, :, 1:3]]
    bent = np.cumsum(np.concatenate(flexed, axis=1), axis=2)[..., None]  # (T, 5, 2, 1)
    first = along[:, :, None]  # (T, 5, 1, 3)
    others = np.cos(bent) * first + np.sin(bent) * palmar[:, :, None]
    bones = np.concatenate([first, others], axis=2)  # (T, 5, 3, 3)
    ways = np.cumsum(bones * (_LENGTHS_CM * finger_length)[..., None], axis=2)
    points = np.zeros((len(angles_deg), HAND_POINTS, 3))
    digits = points[:, 1:].reshape(-1, len(_DIGITS), 4, 3)
    digits[:, :, 0] = _BASES_CM
    digits[:, :, 1:] = _BASES_CM[:, None] + ways
    return points


def _thumb_plane(radians: Reals) -> tuple[Reals, Reals]:
    """Return where the metacarpal of thumbs points, and to where it flexes, (T, 1, 3)."""
    radial, palm, roll = radians[:, None, :3].transpose(2, 0, 1)
    flat = np.cos(palm)
    along = np.stack([np.sin(radial) * flat, np.cos(radial) * flat, np.sin(palm)], -1)
    flexes_to = np.stack([-np.cos(roll), np.zeros_like(roll), np.sin(roll)], -1)
    lean = (flexes_to * along).sum(axis=-1, keepdims=True)
    return along, units(flexes_to - along * lean)


def _finger_planes(radians: Reals) -> tuple[Reals, Reals]:
    """Return where first bones of fingers point, and their palm sides, (T, 4, 3)."""
    mcp, spread = radians[..., 0], radians[..., 3]
    # A flexed finger points at the scaphoid, not straight down.
    inward = _INWARD_RAD * np.clip(mcp, 0.0, 1.0)
    aside, ahead = -np.sin(inward), np.cos(inward)
    along = np.stack([aside, np.cos(mcp) * ahead, np.sin(mcp) * ahead], axis=-1)
    palmar = np.stack([np.zeros_like(mcp), -np.sin(mcp), np.cos(mcp)], axis=-1)
    return _spread(along, spread), _spread(palmar, spread)


def _spread(vectors: Reals, angles_rad: Reals) -> Reals:
    """Return vectors turned about z by minus an angle."""
    x, y, z = np.moveaxis(vectors, -1, 0)
    cosine, sine = np.cos(angles_rad), np.sin(angles_rad)
    return np.stack([x * cosine + y * sine, y * cosine - x * sine, z], axis=-1)
