"""A residual network of under 40,000 parameters for pictures of 28 x 28."""

from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor, nn

LEAST_DEVIATION: Final = 0.01


@dataclass(frozen=True, slots=True)
class LetterSmallConfig:
    """What the network is made of.

    Attributes:
        widths: channels at 14 x 14 and at 7 x 7.
        depths: residual blocks at each.
        places: the last features are averaged over so many parts of each side, so that
            it is known roughly where in the picture they are.
        dropped: share of the features that is dropped out while learning.
    """

    widths: tuple[int, int] = (20, 32)
    depths: tuple[int, int] = (3, 2)
    places: int = 2
    dropped: float = 0.1


class Block(nn.Module):
    """A convolution of 3 x 3 whose result is added to what came in."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.change = nn.Sequential(*_convolution(channels, channels, side=3, step=1))

    def forward(self, seen: Tensor) -> Tensor:
        """Return features of the shape that came in, (B, C, H, W)."""
        changed: Tensor = self.change(seen)
        return seen + changed


class LetterSmall(nn.Module):
    """Halved at once, then residual blocks at 14 x 14 and at 7 x 7, and scores."""

    def __init__(self, config: LetterSmallConfig, *, classes: int) -> None:
        super().__init__()
        narrow, wide = config.widths
        self.picture = nn.Sequential(
            *_convolution(1, narrow, side=5, step=2),
            *(Block(narrow) for _ in range(config.depths[0])),
            *_convolution(narrow, wide, side=3, step=2),
            *(Block(wide) for _ in range(config.depths[1])),
            nn.AdaptiveAvgPool2d(config.places),
            nn.Flatten(),
        )
        self.dropout = nn.Dropout(config.dropped)
        self.scores = nn.Linear(wide * config.places**2, classes)

    def forward(self, pictures: Tensor) -> Tensor:
        """Return scores (B, C) of pictures (B, 1, 28, 28) from 0 to 1."""
        seen = self.picture(standardised(pictures))  # (B, wide * places * places)
        scores: Tensor = self.scores(self.dropout(seen))
        return scores


def standardised(pictures: Tensor) -> Tensor:
    """Return pictures of mean 0 and deviation 1: how light they are is no matter.

    Args:
        pictures: (B, 1, H, W).
    """
    deviation, mean = torch.std_mean(pictures, dim=(2, 3), keepdim=True)
    return (pictures - mean) / (deviation + LEAST_DEVIATION)


def _convolution(before: int, after: int, *, side: int, step: int) -> list[nn.Module]:
    return [
        nn.Conv2d(before, after, side, stride=step, padding=side // 2, bias=False),
        nn.BatchNorm2d(after),
        nn.ReLU(inplace=True),
    ]
