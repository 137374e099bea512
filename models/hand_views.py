"""Hands seen from anywhere, with the errors that landmarks have.

Everything works on a batch at once, on any device. All draws come from torch's own
generator, so `torch.manual_seed` decides them.
"""

import math
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from store.skeleton import FINGERS, HAND_POINTS

TO_PICTURE: Final = (1.0, -1.0, -1.0)
"""A picture's y points down and its z away from the viewer."""
DEEPEST: Final = 1.3
"""Landmarks flatten hands, and make some deeper: by factors from 0 to this."""
UNEQUAL: Final = 7.0
"""By how much the errors of the worst hand are larger than those of the best."""
MIRRORED: Final = 0.05
"""Share of the hands that are taken for the other hand."""
AGAIN: Final = 0.03
"""Deviation between two readings of one hand, in its extents."""
_JOINTS: Final = HAND_POINTS // len(FINGERS)


@dataclass(frozen=True, slots=True)
class Errors:
    """How far landmarks are off in the worst hands (deviation), in extents of the hand.

    Half of the variance is each point's own, half is common to a finger's points.

    Attributes:
        across: within the picture.
        deep: of the depth.
    """

    across: float
    deep: float


def seen_anyhow(forms: Tensor, errors: Errors) -> Tensor:
    """Return hands turned at random as landmarks show them.

    Args:
        forms: points of right hands, x to the thumb, y along the fingers, z out of the
            palm, shape (B, 21, 3).
        errors: of the landmarks.

    Returns:
        x to the right, y down, z away, in the unit of `forms`, shape (B, 21, 3).
    """
    turned = forms @ _rotations(forms).transpose(1, 2)  # (B, 21, 3)
    return _mistaken(turned * forms.new_tensor(TO_PICTURE), errors)


def seen_again(points: Tensor) -> Tensor:
    """Return hands as landmarks might show them another time.

    Args:
        points: x to the right, y down, z away, shape (B, 21, 3).
    """
    extent = _extent(points)
    return _sides(points) * points + _astray(points) * extent * AGAIN


def _rotations(like: Tensor) -> Tensor:
    """Return rotations drawn evenly from all, of random unit quaternions."""
    drawn = torch.randn(len(like), 4, device=like.device)
    w, x, y, z = torch.nn.functional.normalize(drawn, dim=1).unbind(1)
    rows = [
        1 - 2 * (y * y + z * z),
        2 * (x * y - z * w),
        2 * (x * z + y * w),
        2 * (x * y + z * w),
        1 - 2 * (x * x + z * z),
        2 * (y * z - x * w),
        2 * (x * z - y * w),
        2 * (y * z + x * w),
        1 - 2 * (x * x + y * y),
    ]
    return torch.stack(rows, dim=1).view(-1, 3, 3)  # (B, 3, 3)


def _mistaken(points: Tensor, errors: Errors) -> Tensor:
    most = points.new_tensor((errors.across, errors.across, errors.deep))
    size = _extent(points) * most * UNEQUAL ** -_draw(points)  # (B, 1, 3)
    depth = points[..., 2:] * DEEPEST * _draw(points)  # (B, 21, 1)
    flattened = torch.cat([points[..., :2], depth], dim=2)
    return _sides(points) * flattened + _astray(points) * size


def _sides(like: Tensor) -> Tensor:
    """Return factors that mirror some hands, shape (B, 1, 3)."""
    mirrored = like.new_tensor((-1.0, 1.0, 1.0))
    return torch.where(_draw(like) < MIRRORED, mirrored, torch.ones_like(mirrored))


def _extent(points: Tensor) -> Tensor:
    across = points[..., :2]
    extent: Tensor = (across.amax(1) - across.amin(1)).amax(1)[:, None, None]
    return extent  # (B, 1, 1)


def _draw(like: Tensor) -> Tensor:
    """Return a number from 0 to 1 for each hand, shape (B, 1, 1)."""
    return torch.rand(len(like), 1, 1, device=like.device)


def _astray(points: Tensor) -> Tensor:
    """Return errors of deviation 1, of points and of whole fingers, shape (B, 21, 3)."""
    own = torch.randn_like(points)
    fingers = torch.randn(len(points), len(FINGERS), 3, device=points.device)
    common = fingers.repeat_interleave(_JOINTS, dim=1)  # (B, 20, 3)
    together = torch.cat([own[:, :1], common], dim=1)
    return (own + together) / math.sqrt(2)
