"""A residual network of under 40,000 parameters for pictures of 28 x 28."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn


@dataclass(frozen=True, slots=True)
class LetterSmallConfig:
    """What the network is made of.

    Attributes:
        widths: channels at 14 x 14 and at 7 x 7.
        depths: blocks at each.
        kernel: side of the depthwise convolutions.
        expansion: how many times wider a block is inside.
        dropped: share of the mean features that is dropped out while learning.
    """

    widths: tuple[int, int] = (32, 64)
    depths: tuple[int, int] = (2, 1)
    kernel: int = 5
    expansion: int = 2
    dropped: float = 0.1


class Block(nn.Module):
    """A depthwise convolution, then each place on its own, added to what came in."""

    def __init__(self, channels: int, config: LetterSmallConfig) -> None:
        super().__init__()
        inside = channels * config.expansion
        kernel = config.kernel
        self.change = nn.Sequential(
            nn.Conv2d(
                channels,
                channels,
                kernel,
                padding=kernel // 2,
                groups=channels,
                bias=False,
            ),
            nn.BatchNorm2d(channels),
            nn.Conv2d(channels, inside, 1),
            nn.ReLU(inplace=True),
            nn.Conv2d(inside, channels, 1, bias=False),
            nn.BatchNorm2d(channels),
        )

    def forward(self, seen: Tensor) -> Tensor:
        """Return features of the shape that came in, (B, C, H, W)."""
        changed: Tensor = self.change(seen)
        return seen + changed


class LetterSmall(nn.Module):
    """Halved at once, then depthwise-separable residual blocks at 14 x 14 and 7 x 7."""

    def __init__(self, config: LetterSmallConfig, *, classes: int) -> None:
        super().__init__()
        narrow, wide = config.widths
        self.picture = nn.Sequential(
            nn.Conv2d(1, narrow, 5, stride=2, padding=2, bias=False),
            nn.BatchNorm2d(narrow),
            nn.ReLU(inplace=True),
            *(Block(narrow, config) for _ in range(config.depths[0])),
            nn.Conv2d(narrow, wide, 2, stride=2, bias=False),
            nn.BatchNorm2d(wide),
            *(Block(wide, config) for _ in range(config.depths[1])),
            nn.ReLU(inplace=True),
        )
        self.dropout = nn.Dropout(config.dropped)
        self.scores = nn.Linear(wide, classes)

    def forward(self, pictures: Tensor) -> Tensor:
        """Return scores (B, C) of pictures (B, 1, 28, 28) from 0 to 1."""
        seen = self.picture(pictures)  # (B, wide, 7, 7)
        mean = torch.mean(seen, dim=(2, 3))  # (B, wide)
        scores: Tensor = self.scores(self.dropout(mean))
        return scores
