"""Pictures of letters changed in batches: each by its own draw, no loop over pictures."""

import math
from dataclasses import dataclass
from typing import Final

import torch
from torch import Generator, Tensor
from torch.nn import functional


@dataclass(frozen=True, slots=True)
class Jitter:
    """How far a picture may be moved: up to these amounts, either way, drawn evenly.

    Attributes:
        rotation_deg: turned by.
        zoom: made larger or smaller by this share, each axis by its own draw (as Keras).
        shift: moved by this share of the side, along each axis.
        shear: slanted sideways by this share of the height.
    """

    rotation_deg: float = 0.0
    zoom: float = 0.0
    shift: float = 0.0
    shear: float = 0.0


PAPER_JITTER: Final = Jitter(rotation_deg=10, zoom=0.1, shift=0.1)
VIEW_JITTER: Final = Jitter(rotation_deg=5, zoom=0.05, shift=0.04)
COPY_JITTER: Final = Jitter(shift=0.1, shear=0.2)
COPY_FACTORS: Final = (0.7, 1.3)
"""Least and greatest of what brightness and contrast are multiplied with; the paper does
not say how much."""


def moved(pictures: Tensor, jitter: Jitter, draw: Generator) -> Tensor:
    """Return pictures turned, zoomed, shifted and slanted, each by its own draw.

    What comes in from outside continues the edge. Values stay between the least and the
    greatest of the picture.

    Args:
        pictures: (B, 1, H, W).
        jitter: how far.
        draw: what the amounts are drawn from.
    """
    placed = _transforms(len(pictures), jitter, draw)  # (B, 2, 3)
    grid = functional.affine_grid(placed, list(pictures.shape), align_corners=False)
    return functional.grid_sample(
        pictures, grid, padding_mode="border", align_corners=False
    )


def mirrored(pictures: Tensor, share: float, draw: Generator) -> Tensor:
    """Return pictures of which a share, drawn, is mirrored: left hands become right.

    Args:
        pictures: (B, 1, H, W).
        share: from 0 to 1.
        draw: says which.
    """
    if not share:
        return pictures
    chosen = torch.rand(len(pictures), 1, 1, 1, generator=draw) < share
    return torch.where(chosen, pictures.flip(3), pictures)


def three_copies(pictures: Tensor, draw: Generator) -> Tensor:
    """Return what NN 4 learns beside its pictures: three changed copies of each.

    One is brighter or darker, one of more or less contrast, one slanted and shifted.

    Args:
        pictures: (N, 1, H, W), values from 0 to 1.
        draw: what the amounts are drawn from.

    Returns:
        (3 * N, 1, H, W), values from 0 to 1: all of one kind, then of the next.
    """
    count = len(pictures)
    mean = pictures.mean(dim=(2, 3), keepdim=True)  # (N, 1, 1, 1)
    brightness = _factors(count, draw) * pictures
    contrast = mean + _factors(count, draw) * (pictures - mean)
    slanted = moved(pictures, COPY_JITTER, draw)
    return torch.cat([brightness, contrast, slanted]).clamp_(0, 1)


def _transforms(count: int, jitter: Jitter, draw: Generator) -> Tensor:
    """Return where each picture's points come from, (B, 2, 3)."""
    # Coordinates go from -1 to 1, so a whole side is 2.
    even = 2 * torch.rand(count, 6, generator=draw) - 1  # (B, 6)
    angle = math.radians(jitter.rotation_deg) * even[:, 0]
    slant = jitter.shear * even[:, 1]
    zoom = 1 + jitter.zoom * even[:, 2:4]  # (B, 2)
    shift = 2 * jitter.shift * even[:, 4:6]  # (B, 2)
    cosine, sine = angle.cos(), angle.sin()
    across = torch.stack([cosine, slant * cosine - sine], dim=1) * zoom[:, :1]
    down = torch.stack([sine, slant * sine + cosine], dim=1) * zoom[:, 1:]
    linear = torch.stack([across, down], dim=1)  # (B, 2, 2)
    return torch.cat([linear, shift[:, :, None]], dim=2)


def _factors(count: int, draw: Generator) -> Tensor:
    least, greatest = COPY_FACTORS
    even = torch.rand(count, 1, 1, 1, generator=draw)
    return least + (greatest - least) * even
