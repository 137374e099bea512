"""Hands seen from anywhere, with the errors that landmarks have.

Everything works on a batch at once, on any device. All draws come from torch's own
generator, so `torch.manual_seed` decides them.
"""

from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from store.skeleton import FINGERS, HAND_POINTS

TO_PICTURE: Final = (1.0, -1.0, -1.0)
"""A picture's y points down and its z away from the viewer."""
DEEPEST: Final = 1.2
FLATTEST: Final = 0.3
"""Landmarks flatten hands, and make some deeper: by these factors."""
_JOINTS: Final = HAND_POINTS // len(FINGERS)


@dataclass(frozen=True, slots=True)
class Errors:
    """How far landmarks are off at most (deviation), as shares of the hand's extent.

    Attributes:
        across: of each point within the picture.
        deep: of each point's and of each finger's depth.
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
    across, depth = points[..., :2], points[..., 2:]
    extent = (across.amax(1) - across.amin(1)).amax(1)[:, None, None]  # (B, 1, 1)
    across = across + torch.randn_like(across) * extent * _size(points, errors.across)
    depth = depth * _size(points, DEEPEST - FLATTEST).add(FLATTEST)
    depth = depth + torch.randn_like(depth) * extent * _size(points, errors.deep)
    fingers = torch.randn(len(points), len(FINGERS), 1, device=points.device)
    astray = fingers.repeat_interleave(_JOINTS, dim=1)  # (B, 20, 1)
    astray = astray * extent * _size(points, errors.deep)
    depth = torch.cat([depth[:, :1], depth[:, 1:] + astray], dim=1)
    return torch.cat([across, depth], dim=2)


def _size(like: Tensor, most: float) -> Tensor:
    """Return a draw from 0 to `most` for each hand, shape (B, 1, 1)."""
    return torch.rand(len(like), 1, 1, device=like.device) * most
